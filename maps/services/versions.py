"""A new version of one area: its borders or its name as they are from a day on."""

import datetime
from typing import TYPE_CHECKING, Any

import shapely
from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from maps.enums import SRID
from maps.imports.geometry import area_km2
from maps.models import AdminArea, Release
from maps.permissions import IMPORT_DATA, require
from maps.queries.areas import current_areas
from maps.services.outlines import redraw_outlines
from maps.services.population import hand_residents_on
from maps.services.successions import confirm_successions, propose_successions
from maps.signals import area_continued

if TYPE_CHECKING:
    from django.contrib.gis.geos import MultiPolygon


class VersionError(Exception):
    """No new version can begin now; ``str()`` says why, for people."""


@transaction.atomic
def begin_version(
    area: AdminArea,
    *,
    by: Any,
    name: str = "",
    borders: "MultiPolygon | None" = None,
    source: str = "",
    on: datetime.date | None = None,
) -> AdminArea:
    """End an area's current version and begin the next, today unless told.

    Releases keep the version that they were made of. Parts and resident figures go
    over to the new one, which keeps what is not given. Raises VersionError where the
    area has ended, its version begins on that day, or a round of that day or later is
    published; PermissionDenied.
    """
    require(IMPORT_DATA, by)
    day = on or timezone.localdate()
    held = AdminArea.objects.select_for_update(of=("self",)).get(pk=area.pk)
    if held.valid_to is not None:
        raise VersionError(_("This area has other borders meanwhile."))
    if held.valid_on >= day:
        raise VersionError(
            _("This area's borders begin today. Change them again from tomorrow on.")
        )
    if Release.objects.filter(round__reported_on__gte=day).exists():
        # One round in two sets of borders would be two looks at the same people.
        raise VersionError(
            _("Figures of %(day)s or later are published in the present borders.")
            % {"day": date_format(day)}
        )
    held.valid_to = day
    held.save(update_fields=["valid_to"])
    shape = borders or held.geometry
    following = AdminArea.objects.create(
        level=held.level,
        pcode=held.pcode,
        name=name or held.name,
        names={} if name and name != held.name else held.names,
        parent=held.parent,
        geometry=shape,
        point=held.point if shape.intersects(held.point) else _inside(shape),
        area_km2=area_km2(shapely.from_wkb(bytes(shape.wkb))),
        valid_on=day,
        source=source or held.source,
    )
    made = propose_successions(following.level, [following])
    # Whoever begins a version says with it what became of the ground.
    confirm_successions(made, by=by)
    current_areas().filter(parent=held).update(parent=following)
    hand_residents_on([(held.pk, following.pk)])
    redraw_outlines(held.level)
    area_continued.send(AdminArea, before_id=held.pk, after_id=following.pk)
    log(
        instance=following,
        action="maps.begin_version",
        user=by,
        data={
            "before": held.pk,
            "km2_before": round(held.area_km2, 3),
            "km2_after": round(following.area_km2, 3),
            "is_renamed": following.name != held.name,
        },
    )
    return following


def _inside(shape: "MultiPolygon") -> Point:
    found = shapely.from_wkb(bytes(shape.wkb)).representative_point()
    return Point(found.x, found.y, srid=SRID)
