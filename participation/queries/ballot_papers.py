"""A round's options as a ballot shows them, part by part, with what was marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import override

from participation.queries.parts import names_of_parts

if TYPE_CHECKING:
    from participation.models import Round, RoundOption


@dataclass(frozen=True)
class Line:
    """An option; ``given`` is 1 where it is marked, or the points or place given."""

    option: "RoundOption"
    given: int | None


@dataclass(frozen=True)
class PaperPart:
    """The options of one part of the budget; without a name where the budget is one."""

    name: str
    budget: int
    lines: list[Line]


def ballot_paper(
    round_: "Round", marked: Sequence[int] | Mapping[int, int] = ()
) -> list[PaperPart]:
    """The options by part of the budget, in the order of the ballot."""
    given = marked if isinstance(marked, Mapping) else dict.fromkeys(marked, 1)
    names = names_of_parts(round_)
    lines: dict[str, list[Line]] = {key: [] for key in round_.budget_of}
    options = round_.options.select_related("initiative__picture")
    for option in options.prefetch_related("initiative__picture__renditions"):
        lines[option.part].append(Line(option, given.get(option.number)))
    return [
        PaperPart(names.get(key, ""), amount, lines[key])
        for key, amount in round_.budget_of.items()
        if lines[key]
    ]


@dataclass(frozen=True)
class SheetPart:
    """A part as it is printed: its name by language, its budget, its options."""

    names: list[tuple[str, str]]
    budget: int
    options: list["RoundOption"]


def ballot_sheet(round_: "Round", languages: Sequence[str]) -> list[SheetPart]:
    """The options as on the screen, with the names of parts in each of the languages."""
    names: list[list[str]] = []
    for code in languages:
        with override(code):
            names.append([part.name for part in ballot_paper(round_)])
    return [
        SheetPart(
            names=[(code, of[at]) for code, of in zip(languages, names, strict=True)],
            budget=part.budget,
            options=[line.option for line in part.lines],
        )
        for at, part in enumerate(ballot_paper(round_))
    ]
