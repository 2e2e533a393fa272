"""Giving each row its area, and saying so when that fails."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maps.imports.findings import (
    FileRefusedError,
    Finding,
    FindingKind,
    FindingLog,
    Severity,
)
from maps.imports.locating import NOWHERE, AreaLocator
from maps.imports.values import quotable_code

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from maps.imports.return_rows import ReturnRow

K = TypeVar("K", bound="Hashable")

#: Points needed, and the share of them that must fit only when turned round, before
#: a file is said to have latitude and longitude swapped.
_SWAP_POINTS = 3
_SWAP_SHARE = 0.9

_ROWS_NAMED = 12


@dataclass(slots=True)
class Placer(Generic[K]):
    """Places rows by code, finest known first, else by point.

    ``quotes``: whether findings may quote an unknown code (one row a place).
    """

    locate: AreaLocator[K]
    quotes: bool
    elsewhere: list[int] = field(default_factory=list)
    elsewhere_count: int = 0
    misses: int = 0
    points: int = 0
    points_inside: int = 0
    points_inside_if_swapped: int = 0

    def place(self, rows: Sequence[ReturnRow], log: FindingLog) -> list[int | None]:
        """The area index of each row, ``None`` for a bad row (logged)."""
        by_point = self.locate.locate(
            [row.lon for row in rows], [row.lat for row in rows]
        )
        self._watch_axes(rows, by_point)
        return [
            self._area(row, int(at), log)
            for row, at in zip(rows, by_point, strict=True)
        ]

    def _area(self, row: ReturnRow, at: int, log: FindingLog) -> int | None:
        for code in row.codes:
            named = self.locate.index_of_code(code)
            if named != NOWHERE:
                if at not in (NOWHERE, named):
                    self.elsewhere_count += 1
                    if len(self.elsewhere) < _ROWS_NAMED:
                        self.elsewhere.append(row.number)
                return named
        if at != NOWHERE:
            return at
        self.misses += 1
        log.add(self._lost(row))
        return None

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
        else:
            message = _("There is neither an area code nor a usable point.")
            remedy = _("Give the area's code, or latitude and longitude in degrees.")
        code = quotable_code(row.codes[0]) if row.codes and self.quotes else ""
        return Finding(FindingKind.VALUE, message, remedy, row.number, "code", code)

    def _watch_axes(
        self, rows: Sequence[ReturnRow], by_point: NDArray[np.int64]
    ) -> None:
        swapped = self.locate.locate(
            [row.lat for row in rows], [row.lon for row in rows]
        )
        self.points += sum(row.has_point for row in rows)
        self.points_inside += int((by_point != NOWHERE).sum())
        self.points_inside_if_swapped += int((swapped != NOWHERE).sum())

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
                _("Correct the headings, or name the columns the other way round."),
                field="latitude",
            )

    def notes(self) -> list[Finding]:
        """How many rows lie in another area than their code names."""
        if not self.elsewhere_count:
            return []
        return [
            Finding(
                FindingKind.SOURCE,
                ngettext(
                    "%(count)d row lies in another area than its code names "
                    "(row %(rows)s). The code was kept.",
                    "%(count)d rows lie in another area than their codes name "
                    "(rows %(rows)s). The codes were kept.",
                    self.elsewhere_count,
                )
                % {
                    "count": self.elsewhere_count,
                    "rows": ", ".join(map(str, self.elsewhere))
                    + ("…" if self.elsewhere_count > len(self.elsewhere) else ""),
                },
                _("Check the coordinates at the source."),
                field="code",
                severity=Severity.NOTE,
            )
        ]
