"""Giving each row its area, and saying so when that fails."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maps.imports.choices import NOTHING_CHOSEN, Choices, WhenTheyDiffer
from maps.imports.findings import (
    FileRefusedError,
    Finding,
    FindingKind,
    FindingLog,
    RowNumbers,
    Severity,
)
from maps.imports.gazetteer import confirmed_place
from maps.imports.locating import NOWHERE, AreaLocator
from maps.imports.unplaced import Unplaced, normal_code
from maps.imports.values import quotable_code

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from maps.imports.return_rows import ReturnRow

K = TypeVar("K", bound="Hashable")

#: Points needed, and the share of them that must fit only when turned round, before
#: a file is said to have latitude and longitude swapped.
_SWAP_POINTS = 3
_SWAP_SHARE = 0.9

_PAIRS_NAMED = 12


@dataclass(slots=True)
class Placer(Generic[K]):
    """Places rows by code, finest known first, else by point, else by name.

    A code or name that is not a loaded area's own is used only if it is among the
    ``choices`` that a person confirmed.  ``quotes``: whether findings may quote an
    unknown code (one row a place).
    """

    locate: AreaLocator[K]
    quotes: bool
    choices: Choices = NOTHING_CHOSEN
    unplaced: Unplaced = field(default_factory=Unplaced)
    by_point: RowNumbers = field(default_factory=RowNumbers)
    by_confirmed: RowNumbers = field(default_factory=RowNumbers)
    elsewhere: RowNumbers = field(default_factory=RowNumbers)
    pairs: Counter[tuple[int, int]] = field(default_factory=Counter)
    swapped: RowNumbers = field(default_factory=RowNumbers)
    misses: int = 0
    points: int = 0
    points_inside: int = 0
    points_inside_if_swapped: int = 0

    def place(self, rows: Sequence[ReturnRow], log: FindingLog) -> list[int | None]:
        """The area index of each row, ``None`` for a bad row (logged)."""
        by_point = self._by_point(rows)
        return [
            self._area(row, int(at), log)
            for row, at in zip(rows, by_point, strict=True)
        ]

    def _area(self, row: ReturnRow, at: int, log: FindingLog) -> int | None:
        named = self._named(row)
        if named != NOWHERE:
            return (
                named if at in (NOWHERE, named) else self._settled(row, named, at, log)
            )
        if row.codes:
            self.unplaced.add_codes(row.codes)
        if at != NOWHERE:
            if row.codes:
                self.by_point.add(row.number)
            return at
        place = confirmed_place(row.names, self.choices.places)
        if place and (index := self.locate.index_of_code(place)) != NOWHERE:
            self.by_confirmed.add(row.number)
            return index
        self.unplaced.add_names(row)
        self.misses += 1
        log.add(self._lost(row))
        return None

    def _named(self, row: ReturnRow) -> int:
        """The area that a row's codes name, finest first, or ``NOWHERE``."""
        for code in row.codes:
            if (index := self.locate.index_of_code(code)) != NOWHERE:
                return index
        for code in row.codes if self.choices.codes else ():
            ours = self.choices.codes.get(normal_code(code), "")
            if (index := self.locate.index_of_code(ours)) != NOWHERE:
                self.by_confirmed.add(row.number)
                return index
        return NOWHERE

    def _settled(
        self, row: ReturnRow, named: int, at: int, log: FindingLog
    ) -> int | None:
        """The area of a row whose point lies in another than its code names."""
        self.elsewhere.add(row.number)
        self.pairs[named, at] += 1
        if self.choices.when_they_differ is WhenTheyDiffer.REFUSE:
            log.add(
                Finding(
                    FindingKind.VALUE,
                    _("The point lies in %(at)s, another area than the code names.")
                    % {"at": self.locate.code(at)},
                    _("Correct one of them, or decide which of them counts."),
                    row.number,
                    "code",
                    quotable_code(self.locate.code(named)) if self.quotes else "",
                )
            )
            return None
        return at if self.choices.when_they_differ is WhenTheyDiffer.POINT else named

    def _lost(self, row: ReturnRow) -> Finding:
        if row.codes and row.has_point:
            message = _("The area code is not loaded, and the point lies in no area.")
            remedy = _("Correct the code or the point, or load that area first.")
        elif row.codes:
            message = _("The area code is not loaded, and there is no usable point.")
            remedy = _("Correct the code, load that area first, or give coordinates.")
        elif row.has_point:
            message = _("There is no area code, and the point lies in no area.")
            remedy = _("Correct the point, or give the area's code.")
        elif any(row.names):
            message = _("There is only a name, which no person has confirmed.")
            remedy = _("Confirm the area that is proposed, or give its code.")
        else:
            message = _("There is neither an area code nor a usable point.")
            remedy = _("Give the area's code, or latitude and longitude in degrees.")
        code = quotable_code(row.codes[0]) if row.codes and self.quotes else ""
        return Finding(FindingKind.VALUE, message, remedy, row.number, "code", code)

    def _by_point(self, rows: Sequence[ReturnRow]) -> NDArray[np.int64]:
        """The area index at each row's point; what swapped axes would give is noted."""
        lon = np.array([row.lon for row in rows], dtype=float)
        lat = np.array([row.lat for row in rows], dtype=float)
        # Asked at one go: places elsewhere are a journey away.
        found = self.locate.locate(np.append(lon, lat), np.append(lat, lon))
        by_point, if_swapped = found[: len(rows)], found[len(rows) :]
        self.points += sum(row.has_point for row in rows)
        self.points_inside += int((by_point != NOWHERE).sum())
        self.points_inside_if_swapped += int((if_swapped != NOWHERE).sum())
        for index in np.flatnonzero((by_point == NOWHERE) & (if_swapped != NOWHERE)):
            self.swapped.add(rows[int(index)].number)
        return by_point

    def check(self) -> None:
        """Refuse a file whose points fit only with the axes swapped.

        :raises FileRefusedError: then.
        """
        if (
            self.points >= _SWAP_POINTS
            and self.points_inside <= (1 - _SWAP_SHARE) * self.points
            and self.points_inside_if_swapped >= _SWAP_SHARE * self.points
        ):
            raise FileRefusedError(
                _("Latitude and longitude are swapped."),
                _(
                    "Correct the headings, name the columns the other way round, or "
                    "say that they are to be exchanged."
                ),
                field="latitude",
            )

    def notes(self) -> list[Finding]:
        """How many rows lie in another area than their code names, or are swapped."""
        notes: list[Finding] = []
        if self.elsewhere.count:
            notes.append(self._elsewhere())
        if self.swapped.count:
            notes.append(self._swapped())
        if self.by_point.count:
            notes.append(_placed_by_point(self.by_point))
        if self.by_confirmed.count:
            notes.append(_placed_as_confirmed(self.by_confirmed))
        return notes

    def by_pair(self) -> dict[tuple[str, str], int]:
        """Rows by the code they name and the area they lie in, most first."""
        return {
            (self.locate.code(named), self.locate.code(at)): count
            for (named, at), count in self.pairs.most_common()
        }

    def _elsewhere(self) -> Finding:
        count = self.elsewhere.count
        said = {
            WhenTheyDiffer.CODE: ngettext(
                "%(count)d row lies in another area than its code names "
                "(row %(rows)s). The code was kept.",
                "%(count)d rows lie in another area than their codes name "
                "(rows %(rows)s). The codes were kept.",
                count,
            ),
            WhenTheyDiffer.POINT: ngettext(
                "%(count)d row lies in another area than its code names "
                "(row %(rows)s). The point was taken.",
                "%(count)d rows lie in another area than their codes name "
                "(rows %(rows)s). The points were taken.",
                count,
            ),
            WhenTheyDiffer.REFUSE: ngettext(
                "%(count)d row lies in another area than its code names (row %(rows)s).",
                "%(count)d rows lie in another area than their codes name "
                "(rows %(rows)s).",
                count,
            ),
        }[self.choices.when_they_differ]
        pairs = ", ".join(
            f"{named} → {at} ({rows})"
            for (named, at), rows in list(self.by_pair().items())[:_PAIRS_NAMED]
        )
        return Finding(
            FindingKind.SOURCE,
            said % {"count": count, "rows": self.elsewhere},
            _("Check the coordinates at the source. Named → lying in: %(pairs)s.")
            % {"pairs": pairs + ("…" if len(self.pairs) > _PAIRS_NAMED else "")},
            field="code",
            severity=Severity.NOTE,
        )

    def _swapped(self) -> Finding:
        return Finding(
            FindingKind.SOURCE,
            ngettext(
                "%(count)d row has a point that lies in an area only with latitude "
                "and longitude exchanged (row %(rows)s).",
                "%(count)d rows have points that lie in an area only with latitude "
                "and longitude exchanged (rows %(rows)s).",
                self.swapped.count,
            )
            % {"count": self.swapped.count, "rows": self.swapped},
            _("Exchange them in the file; their points were not used."),
            field="latitude",
            severity=Severity.NOTE,
        )


def _placed_by_point(rows: RowNumbers) -> Finding:
    return Finding(
        FindingKind.SOURCE,
        ngettext(
            "%(count)d row has a code that is not loaded and was placed by its point "
            "(row %(rows)s).",
            "%(count)d rows have codes that are not loaded and were placed by their "
            "points (rows %(rows)s).",
            rows.count,
        )
        % {"count": rows.count, "rows": rows},
        _("If the codes are right, load their areas first."),
        field="code",
        severity=Severity.NOTE,
    )


def _placed_as_confirmed(rows: RowNumbers) -> Finding:
    return Finding(
        FindingKind.SOURCE,
        ngettext(
            "%(count)d row was placed by a code or name that a person confirmed.",
            "%(count)d rows were placed by codes or names that a person confirmed.",
            rows.count,
        )
        % {"count": rows.count},
        field="code",
        severity=Severity.NOTE,
    )
