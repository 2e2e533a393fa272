"""Store a level of borders: parents, versions and outlines, all or nothing."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from maps.enums import SRID
from maps.imports.areas import AreaFile, AreaRow
from maps.imports.containment import parents_by_containment
from maps.models import AdminArea
from maps.permissions import IMPORT_DATA, require
from maps.queries.areas import current_areas
from maps.services.outlines import as_multipolygon, redraw_outlines

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: Letters, digits and the separators of real codes (HT0811-07); never a formula.
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]*")
#: Borders closer than this, in degrees, are the same borders (about 1 cm).
_SAME = 1e-7


class AreasNotStoredError(Exception):
    """Borders were refused; ``reasons`` name every row at fault. Nothing is stored."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = list(reasons)


@dataclass(frozen=True)
class AreasStored:
    """What a load changed; ``notes`` are for a person to read."""

    added: int
    unchanged: int
    closed: int
    notes: list[str]


@transaction.atomic
def store_areas(
    file: AreaFile,
    *,
    by: Any,
    valid_on: datetime.date | None = None,
    source: str = "",
) -> AreasStored:
    """Store the areas of a file that has no errors.

    ``valid_on`` dates rows that carry no date of their own. The same file again
    changes nothing; borders of a later date close the version before.

    Raises AreasNotStoredError, PermissionDenied.
    """
    require(IMPORT_DATA, by)
    dates = _dates(file.rows, valid_on)
    existing = {
        (area.pcode, area.valid_on): area
        for area in AdminArea.objects.filter(level=file.level)
    }
    new: list[AreaRow] = []
    reasons: list[str] = _odd_codes(file.rows)
    for row in file.rows:
        stored = existing.get((row.code, dates[row.code]))
        if stored is None:
            new.append(row)
        elif not _same_borders(stored, row):
            reasons.append(
                _(
                    "%(code)s is already loaded with other borders of the same date. "
                    "Give the new borders their own date (--valid-on)."
                )
                % {"code": row.code}
            )
    parents, notes = _parents(file.level, new, reasons)
    if reasons:
        raise AreasNotStoredError(reasons)
    closed = _close_earlier(file.level, new, dates)
    added = AdminArea.objects.bulk_create(
        [_area(file.level, row, dates[row.code], parents, source) for row in new]
    )
    _adopt_children(file.level, added)
    if added:
        redraw_outlines(file.level)
        log(
            instance=added[0],
            action="maps.load_areas",
            user=by,
            data={"level": file.level, "added": len(added), "source": source},
        )
    return AreasStored(len(added), len(file.rows) - len(added), closed, notes)


def _dates(
    rows: Sequence[AreaRow], given: datetime.date | None
) -> dict[str, datetime.date]:
    dates = {row.code: row.valid_on or given for row in rows}
    missing = [code for code, date in dates.items() if date is None]
    if missing:
        raise AreasNotStoredError(
            [
                _(
                    "The file does not say from when its borders are valid. "
                    "Give the date with --valid-on YYYY-MM-DD."
                )
            ]
        )
    return {code: date for code, date in dates.items() if date is not None}


def _odd_codes(rows: Sequence[AreaRow]) -> list[str]:
    return [
        _(
            "Row %(row)d: the code has characters that no P-code has. Use letters, "
            "digits, hyphens, points and strokes."
        )
        % {"row": row.row}
        for row in rows
        if not _CODE.fullmatch(row.code)
    ]


def _same_borders(stored: AdminArea, row: AreaRow) -> bool:
    return bool(
        shapely.equals_exact(
            shapely.normalize(shapely.from_wkb(bytes(stored.geometry.wkb))),
            shapely.normalize(row.geometry),
            tolerance=_SAME,
        )
    )


def _parents(
    level: int, rows: Sequence[AreaRow], reasons: list[str]
) -> tuple[Mapping[str, AdminArea | None], list[str]]:
    """Parents by code: from the file's own column, else by containment.

    Never from the code's prefix. Where no coarser level is loaded, areas are roots.
    """
    above = (
        current_areas()
        .filter(level__lt=level)
        .order_by("-level")
        .values_list("level", flat=True)
        .first()
    )
    if above is None or not rows:
        return {row.code: None for row in rows}, []
    candidates = {area.pcode: area for area in current_areas().filter(level=above)}
    found: dict[str, AdminArea | None] = {}
    unnamed: dict[str, BaseGeometry] = {}
    for row in rows:
        if row.parent_code and row.parent_code in candidates:
            found[row.code] = candidates[row.parent_code]
        else:
            unnamed[row.code] = row.geometry
    notes: list[str] = []
    if unnamed:
        contained = parents_by_containment(
            unnamed,
            {
                code: shapely.from_wkb(bytes(area.geometry.wkb))
                for code, area in candidates.items()
            },
        )
        notes = [
            _(
                "%(child)s lies in several areas; the largest share, %(parent)s, was taken."
            )
            % {"child": doubt.child, "parent": doubt.shares[0][0]}
            for doubt in contained.doubtful
        ]
        reasons.extend(
            _("%(code)s lies in no area of level %(level)d. Load that level first.")
            % {"code": code, "level": above}
            for code in contained.orphans
        )
        found.update(
            {
                child: candidates[parent] if parent else None
                for child, parent in contained.parents.items()
            }
        )
    return found, notes


def _close_earlier(
    level: int, rows: Sequence[AreaRow], dates: Mapping[str, datetime.date]
) -> int:
    """End the version before each new one on the day the new one begins."""
    closed = 0
    for row in rows:
        closed += AdminArea.objects.filter(
            level=level,
            pcode=row.code,
            valid_to__isnull=True,
            valid_on__lt=dates[row.code],
        ).update(valid_to=dates[row.code])
    return closed


def _area(
    level: int,
    row: AreaRow,
    valid_on: datetime.date,
    parents: Mapping[str, AdminArea | None],
    source: str,
) -> AdminArea:
    return AdminArea(
        level=level,
        pcode=row.code,
        name=row.name,
        names=dict(row.names),
        parent=parents[row.code],
        geometry=as_multipolygon(row.geometry),
        point=GEOSGeometry(
            shapely.to_wkb(shapely.point_on_surface(row.geometry)), srid=SRID
        ),
        area_km2=row.area_km2,
        valid_on=valid_on,
        source=source,
    )


def _adopt_children(level: int, added: Sequence[AdminArea]) -> None:
    """Parts that are still valid now belong to the new version of their parent."""
    for area in added:
        current_areas().filter(
            level__gt=level, parent__level=level, parent__pcode=area.pcode
        ).exclude(parent=area).update(parent=area)
