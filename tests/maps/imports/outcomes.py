"""What tests look at in the outcome of reading a returns file."""

from maps.imports.returns import ReturnsFile


def errors(result: ReturnsFile[str]) -> list[str]:
    """Messages that keep something from being stored."""
    return [f.message for f in result.findings if f.is_error]


def notes(result: ReturnsFile[str]) -> list[str]:
    """Messages that do not."""
    return [f.message for f in result.findings if not f.is_error]


def individuals(result: ReturnsFile[str]) -> dict[str, int]:
    """Persons by area, of a file of one group."""
    return {area: count.individuals for (area, _group), count in result.counts.items()}
