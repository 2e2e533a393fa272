"""Adding rows up by area and group, without ever adding what must not be added.

Three things are never summed: rounds and periods (stocks, not flows), population
groups, and a total with its own parts by sex or age.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maps.enums import is_partition
from maps.imports.findings import FileRefusedError, Finding, FindingKind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from maps.imports.return_rows import ReturnRow

#: Details of rows that hold parts: in columns of their own, by sex, by sex and age …
_BY_SEX = ((True, True), (False, True), (False, False))
#: … and by age alone.
_BY_AGE = (True, False)

#: More rounds and periods than any file of one operation has.
MAX_OCCASIONS = 500


class LeftOut(StrEnum):
    """Why a good row was not counted."""

    EMPTY_COUNT = "empty_count"
    TOTAL_ROW = "total_row"
    OTHER_GROUP = "other_group"
    OTHER_PERIOD = "other_period"
    OTHER_ROUND = "other_round"
    PART_OF_TOTAL = "part_of_total"


@dataclass(frozen=True, slots=True)
class Count:
    """Persons and, if every row with persons gave them, households.

    ``parts`` are persons by sex or by age, as far as the file states it.
    """

    individuals: int
    households: int | None = None
    parts: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Sum:
    rows: int = 0
    individuals: int = 0
    households: int = 0
    lacks_households: bool = False
    household_ids: set[int] = field(default_factory=set)
    parts: Counter[str] = field(default_factory=Counter)

    def add(self, row: ReturnRow) -> None:
        self.rows += 1
        self.individuals += row.individuals
        for code, persons in row.parts:
            self.parts[code] += persons
        if row.household_id is not None:
            self.household_ids.add(row.household_id)
        elif row.households is not None:
            self.households += row.households
        elif row.individuals:
            self.lacks_households = True

    def count(self, parts: Mapping[str, int]) -> Count:
        households = self.households + len(self.household_ids)
        return Count(
            self.individuals, None if self.lacks_households else households, dict(parts)
        )


@dataclass(slots=True)
class Tally:
    """Sums by (area index, group), kept apart by occasion and by detail of rows.

    An *occasion* is a round and a period.  The *detail* of a row is whether its sex
    and its age are those of everybody.
    """

    _sums: dict[
        tuple[str, str], dict[tuple[int, str], dict[tuple[bool, bool], _Sum]]
    ] = field(default_factory=dict)
    _exceeding: int = 0
    _without_parts: int = 0
    _without_households: int = 0
    _with_households: bool = False

    def add(self, area: int, row: ReturnRow) -> None:
        """Count one placed row.

        :raises FileRefusedError: more rounds or periods than a file can have.
        """
        cells = self._sums.get(row.occasion)
        if cells is None:
            if len(self._sums) == MAX_OCCASIONS:
                raise FileRefusedError(
                    _("The column of rounds or periods has too many values."),
                    _("Check that it holds rounds or periods."),
                )
            cells = self._sums[row.occasion] = defaultdict(dict)
        details = cells[area, row.group]
        details.setdefault(row.detail, _Sum()).add(row)

    def totals(
        self, round_name: str | None, left_out: Counter[LeftOut]
    ) -> dict[tuple[int, str], Count]:
        """The counts of the one occasion meant, by area index and group.

        Rows of other occasions, and of parts where there is a total, are added to
        ``left_out``.

        :raises FileRefusedError: several occasions and nothing to choose by.
        """
        if not self._sums:
            return {}
        meant = self._occasion_meant(round_name)
        for occasion, cells in self._sums.items():
            if occasion != meant:
                left_out[LeftOut.OTHER_ROUND] += sum(
                    part.rows for details in cells.values() for part in details.values()
                )
        totals: dict[tuple[int, str], Count] = {}
        kinds = _kinds_of_parts(self._sums[meant].values())
        for key, details in self._sums[meant].items():
            whole = self._whole(details, left_out)
            totals[key] = whole.count(self._parts(details, whole, kinds))
            self._without_households += whole.lacks_households
            self._with_households |= bool(whole.households or whole.household_ids)
        return totals

    def notes(self) -> list[Finding]:
        """What was noticed while adding up."""
        notes: list[Finding] = []
        if self._exceeding:
            notes.append(
                Finding(
                    FindingKind.SOURCE,
                    ngettext(
                        "In %(count)d area the rows by sex or age exceed the total.",
                        "In %(count)d areas the rows by sex or age exceed the total.",
                        self._exceeding,
                    )
                    % {"count": self._exceeding},
                    _(
                        "Some places may lack a total row: load a file with totals only."
                    ),
                )
            )
        if self._without_households and self._with_households:
            notes.append(
                Finding(
                    FindingKind.SOURCE,
                    ngettext(
                        "%(count)d area has no number of households, "
                        "because some of its rows give none.",
                        "%(count)d areas have no number of households, "
                        "because some of their rows give none.",
                        self._without_households,
                    )
                    % {"count": self._without_households},
                    _("Where the source knows households, fill them in everywhere."),
                    field="households",
                    severity=Severity.NOTE,
                )
            )
        if self._without_parts:
            notes.append(
                Finding(
                    FindingKind.SOURCE,
                    ngettext(
                        "In %(count)d area the parts by sex or age were left out.",
                        "In %(count)d areas the parts by sex or age were left out.",
                        self._without_parts,
                    )
                    % {"count": self._without_parts},
                    _("Check the counts at the source; they come to more than all."),
                    severity=Severity.NOTE,
                )
            )
        return notes

    def _parts(
        self,
        details: dict[tuple[bool, bool], _Sum],
        whole: _Sum,
        kinds: Sequence[tuple[bool, bool]],
    ) -> Mapping[str, int]:
        """Parts of one kind, unless they come to more than the whole."""
        for kind in kinds:
            parts = details[kind].parts if kind in details else {}
            if parts and sum(parts.values()) <= whole.individuals:
                return parts
            self._without_parts += bool(parts)
        return {}

    def _occasion_meant(self, round_name: str | None) -> tuple[str, str]:
        occasions = list(self._sums)
        if len(occasions) > 1 and round_name is not None:
            wanted = _bare_round(round_name)
            occasions = [o for o in occasions if _bare_round(o[0]) == wanted]
        if len(occasions) == 1:
            return occasions[0]
        periods = {period for _round, period in self._sums}
        if len(periods) > 1:
            raise FileRefusedError(
                _("The file holds several reporting periods; stocks are not added up."),
                _("Give a date in the one that is meant: %(periods)s.")
                % {"periods": ", ".join(sorted(periods)[:12])},
                field="period",
            )
        raise FileRefusedError(
            _("The file holds several rounds; stocks are not added up."),
            _("Name the one that is meant as in the file, or load rounds one by one."),
            field="round",
        )

    def _whole(
        self, details: dict[tuple[bool, bool], _Sum], left_out: Counter[LeftOut]
    ) -> _Sum:
        """The least detailed rows; what is more detailed repeats the same people."""
        whole = details[max(details)]
        for part in details.values():
            if part is not whole:
                left_out[LeftOut.PART_OF_TOTAL] += part.rows
                self._exceeding += part.individuals > whole.individuals
        return whole


def _kinds_of_parts(
    places: Iterable[dict[tuple[bool, bool], _Sum]],
) -> Sequence[tuple[bool, bool]]:
    """The details of rows to take parts from: sexes if there are any, else ages.

    None where the bands of ages overlap: they are no parts of one whole.
    """
    codes: dict[tuple[bool, bool], set[str]] = {}
    for details in places:
        for kind, found in details.items():
            codes.setdefault(kind, set()).update(found.parts)
    by_sex = [kind for kind in _BY_SEX if codes.get(kind)]
    if by_sex:
        return by_sex
    return [_BY_AGE] if is_partition(codes.get(_BY_AGE, ())) else []


def _bare_round(label: str) -> str:
    """``Round 11``, ``R11`` and ``11`` are the same round."""
    bare = re.sub(r"[\W_]+", "", label.casefold())
    return re.sub(r"^(?:round|r)0*(?=\d)|^0+(?=\d)", "", bare)
