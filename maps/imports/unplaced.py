"""What no area was found for, gathered while rows stream past, and what it could be.

Only what a rule or a near name explains leaves this module: other values may be
anything, a person's name in a shifted column included.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from maps.imports.code_spellings import MAX_CODES, CodeProposal, propose_codes
from maps.imports.gazetteer import MAX_PLACES, Gazetteer, PlaceProposal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from maps.imports.locating import AreaLocator
    from maps.imports.return_rows import ReturnRow

T = TypeVar("T")

#: A level that knows fewer of the rows with unknown codes is chance.
_LEAST_SHARE = 0.5


@dataclass(slots=True)
class Unplaced:
    """Unknown codes by column, and names of rows that have no other place."""

    codes: list[Counter[str]] = field(default_factory=list)
    names: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def add_codes(self, codes: Iterable[str]) -> None:
        """Count the codes of a row of which none is known, finest first."""
        for column, code in enumerate(codes):
            if column == len(self.codes):
                self.codes.append(Counter())
            _count(self.codes[column], code, MAX_CODES)

    def add_names(self, row: ReturnRow) -> None:
        """Count the names of a row that nothing else places."""
        if any(row.names):
            _count(self.names, row.names, MAX_PLACES)

    def code_proposals(self, locate: AreaLocator[Any]) -> tuple[CodeProposal, ...]:
        """Rules for the column of codes that they explain best."""
        known = [locate.code(index) for index in range(len(locate))]
        by_column = [propose_codes(codes, known) for codes in self.codes]
        return max(
            by_column,
            key=lambda proposals: sum(p.rows * p.confidence for p in proposals),
            default=(),
        )

    def other_level(
        self, levels: Mapping[str, Collection[str]], *, by_rule: bool
    ) -> str | None:
        """The level that most of the codes are of.

        :param levels: codes of the areas of each other level, by its name.
        :param by_rule: whether codes count that a rule makes known, too.
        """
        rows_known = {
            name: max(
                (_rows_known(codes, known, by_rule=by_rule) for codes in self.codes),
                default=0,
            )
            for name, known in levels.items()
        }
        best = max(rows_known, key=rows_known.__getitem__, default=None)
        most = max((codes.total() for codes in self.codes), default=0)
        if best is None or not most or rows_known[best] < _LEAST_SHARE * most:
            return None
        return best

    def place_proposals(self, gazetteer: Gazetteer | None) -> tuple[PlaceProposal, ...]:
        """Areas with near names."""
        return () if gazetteer is None else tuple(gazetteer.propose(self.names))


def normal_code(code: str) -> str:
    """The code as it is compared: confirmed codes are kept by it."""
    return code.strip().casefold()


def confirmed_codes(proposals: Iterable[CodeProposal]) -> Mapping[str, str]:
    """What to apply when a person confirms these rules."""
    return {
        normal_code(theirs): ours
        for proposal in proposals
        for theirs, ours in proposal.codes.items()
    }


def confirmed_places(proposals: Iterable[PlaceProposal]) -> Mapping[str, str]:
    """What to apply when a person confirms the sure ones of these places."""
    return {p.key: p.best.code for p in proposals if p.is_sure}


def _rows_known(codes: Counter[str], known: Collection[str], *, by_rule: bool) -> int:
    """Rows whose code is one of ``known``, as it stands or by the surest rule."""
    as_they_stand = {normal_code(code) for code in known}
    unknown = {
        code: rows
        for code, rows in codes.items()
        if normal_code(code) not in as_they_stand
    }
    rules = propose_codes(unknown, known) if by_rule else ()
    return codes.total() - sum(unknown.values()) + (rules[0].rows if rules else 0)


def _count(counter: Counter[T], what: T, limit: int) -> None:
    if what in counter or len(counter) < limit:
        counter[what] += 1
