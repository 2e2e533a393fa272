"""What an uploaded file adds up to: raw counts, for data stewards, on record."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from wagtail.log_actions import log

from maps.enums import AreaLevel, PopulationGroup
from maps.models import AdminArea, ImportJob
from maps.permissions import IMPORT_DATA, PUBLISH_RELEASE, require
from maps.services.raw_counts import staged_counts

#: Regions are large enough to see a mistake by; districts are not asked for.
_FINEST_SHOWN = AreaLevel.ADMIN1


@dataclass(frozen=True)
class Total:
    """Persons of one group in one area; ``persons`` is None where they are few."""

    area: str
    level: str
    group: str
    persons: int | None


def staged_totals(job: ImportJob, *, by: Any) -> list[Total]:
    """Totals by country and region, small ones without their figure.

    Raises PermissionDenied; the reading is put on record.
    """
    require(IMPORT_DATA, by)
    require(PUBLISH_RELEASE, by)
    log(
        instance=job,
        action="maps.read_raw_counts",
        user=by,
        data={"purpose": "preview_import"},
    )
    parents = dict(AdminArea.objects.values_list("pk", "parent_id"))
    sums: dict[tuple[int, str], int] = defaultdict(int)
    staged = staged_counts(job) if job.uploaded_by_id == by.pk else {}
    for (area, group), count in staged.items():
        for key in _with_those_above(area, parents):
            sums[key, group] += count.individuals
    shown = AdminArea.objects.filter(
        pk__in={area for area, _group in sums}, level__lte=_FINEST_SHOWN
    ).defer("geometry")
    k = settings.RELEASE_THRESHOLD_PERSONS
    return [
        Total(
            place.display_name,
            str(AreaLevel(place.level).label),
            str(PopulationGroup(group).label),
            total if total == 0 or total >= k else None,
        )
        for place in shown.order_by("level", "name")
        for group in PopulationGroup.values
        if (total := sums.get((place.pk, group))) is not None
    ]


def _with_those_above(area: int, parents: Mapping[int, int | None]) -> Iterator[int]:
    above: int | None = area
    while above is not None:
        yield above
        above = parents[above]
