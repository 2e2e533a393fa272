"""A round's options as a ballot shows them, part by part, with what was marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    for option in round_.options.select_related("initiative"):
        lines[option.part].append(Line(option, given.get(option.number)))
    return [
        PaperPart(names.get(key, ""), amount, lines[key])
        for key, amount in round_.budget_of.items()
        if lines[key]
    ]
