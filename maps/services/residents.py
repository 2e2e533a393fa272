"""Residents of a file in the areas that are loaded, as the command and the wizard ask."""

from maps.imports.choices import Choices
from maps.imports.population import PopulationFile
from maps.imports.residents import Residents, settle_residents
from maps.queries.areas import current_areas
from maps.queries.gazetteer import gazetteers_now


def residents_in(
    file: PopulationFile, choices: Choices, *, level: int | None = None
) -> Residents:
    """Give the rows of a file the areas of today.

    :param level: of the areas whose names are looked at; all levels when left out.
    """
    known = set(current_areas().values_list("pcode", flat=True))
    return settle_residents(file, known, gazetteers_now(level), choices)
