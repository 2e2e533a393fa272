"""Store a level of borders: parents, versions and outlines, all or nothing."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from maps.enums import SRID
from maps.imports.areas import AreaFile, AreaRow
from maps.models import AdminArea
from maps.permissions import IMPORT_DATA, require
from maps.queries.areas import current_areas
from maps.services.outlines import as_multipolygon, redraw_outlines
from maps.services.parents import find_parents
from maps.services.successions import proposals_in_words, propose_successions
from maps.signals import area_continued

#: Letters, digits and the separators of real codes (HT0811-07); never a formula.
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]*")
#: Borders closer than this, in degrees, are the same borders (about 1 cm).
_SAME = 1e-7
#: The date of borders whose source states none.
SINCE_EVER = datetime.date(1900, 1, 1)


class AreasNotStoredError(Exception):
    """Borders were refused; ``reasons`` name every row at fault. Nothing is stored."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = list(reasons)


@dataclass(frozen=True)
class AreasStored:
    """What a load changed; ``notes`` are for a person to read.

    ``changes`` say what became of earlier areas, as far as a person must confirm it.
    """

    added: int
    unchanged: int
    closed: int
    notes: list[str]
    changes: list[str]


@transaction.atomic
def store_areas(
    file: AreaFile,
    *,
    by: Any,
    valid_on: datetime.date | None = None,
    source: str = "",
    parents: Mapping[str, str] | None = None,
) -> AreasStored:
    """Store the areas of a file that has no errors.

    ``valid_on`` dates rows that carry no date of their own (borders of unknown date
    hold since ever); ``parents`` names the parent of single areas by code, before
    the file or containment is asked. The same file again changes nothing; borders
    of a later date close the version before.

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
    found = find_parents(file.level, new, parents or {})
    reasons.extend(found.faults)
    if reasons:
        raise AreasNotStoredError(reasons)
    open_before = _open_count(file.level)
    ended = _close_earlier(file.level, new, dates)
    added = AdminArea.objects.bulk_create(
        [_area(file.level, row, dates[row.code], found.by_code, source) for row in new]
    )
    proposals = propose_successions(file.level, added)
    _adopt_children(file.level, added)
    for area in added:
        for before in ended.get(area.pcode, ()):
            area_continued.send(AdminArea, before_id=before, after_id=area.pk)
    if added:
        redraw_outlines(file.level)
        log(
            instance=added[0],
            action="maps.load_areas",
            user=by,
            data={"level": file.level, "added": len(added), "source": source},
        )
    return AreasStored(
        added=len(added),
        unchanged=len(file.rows) - len(added),
        closed=open_before + len(added) - _open_count(file.level),
        notes=found.notes,
        changes=proposals_in_words(proposals),
    )


def _dates(
    rows: Sequence[AreaRow], given: datetime.date | None
) -> dict[str, datetime.date]:
    return {row.code: row.valid_on or given or SINCE_EVER for row in rows}


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


def _open_count(level: int) -> int:
    return AdminArea.objects.filter(level=level, valid_to__isnull=True).count()


def _close_earlier(
    level: int, rows: Sequence[AreaRow], dates: Mapping[str, datetime.date]
) -> dict[str, list[int]]:
    """End the version before each new one on the day the new one begins.

    Returns the keys of what was ended, by code.
    """
    ended: dict[str, list[int]] = {}
    for row in rows:
        before = AdminArea.objects.filter(
            level=level,
            pcode=row.code,
            valid_to__isnull=True,
            valid_on__lt=dates[row.code],
        )
        keys = list(before.values_list("pk", flat=True))
        if keys:
            before.filter(pk__in=keys).update(valid_to=dates[row.code])
            ended[row.code] = keys
    return ended


def _area(
    level: int,
    row: AreaRow,
    valid_on: datetime.date,
    parents: Mapping[str, AdminArea | None],
    source: str,
) -> AdminArea:
    inside = row.geometry.representative_point()
    return AdminArea(
        level=level,
        pcode=row.code,
        name=row.name,
        names=dict(row.names),
        parent=parents[row.code],
        geometry=as_multipolygon(row.geometry),
        point=Point(inside.x, inside.y, srid=SRID),
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
