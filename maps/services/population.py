"""Store resident population by area and year."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from maps.models import AdminArea, Population
from maps.permissions import IMPORT_DATA, require
from maps.queries.areas import current_areas


class PopulationNotStoredError(Exception):
    """Population figures were refused; nothing is stored."""


@transaction.atomic
def store_population(
    persons: Mapping[tuple[str, int], int], *, by: Any, source: str = ""
) -> int:
    """Store residents by (P-code, year); return how many figures are new or changed.

    Raises PopulationNotStoredError for codes that no current area has, or that
    areas of two levels share; PermissionDenied.
    """
    require(IMPORT_DATA, by)
    areas = _areas_by_code({code for code, _year in persons})
    stored = {
        (figure.area_id, figure.year): figure
        for figure in Population.objects.filter(area__in=areas.values())
    }
    new, changed = [], []
    for (code, year), count in persons.items():
        figure = stored.get((areas[code].pk, year))
        if figure is None:
            new.append(
                Population(area=areas[code], year=year, persons=count, source=source)
            )
        elif figure.persons != count:
            figure.persons, figure.source = count, source
            changed.append(figure)
    Population.objects.bulk_create(new, batch_size=2_000)
    Population.objects.bulk_update(changed, ["persons", "source"], batch_size=2_000)
    if new or changed:
        log(
            instance=(new or changed)[0],
            action="maps.load_population",
            user=by,
            data={"new": len(new), "changed": len(changed), "source": source},
        )
    return len(new) + len(changed)


def hand_residents_on(pairs: Iterable[tuple[int, int]]) -> None:
    """What is known of residents goes over from each earlier area (by key) to its later.

    Of a year that the later one has already, its own number stands.
    """
    later_of = dict(pairs)
    Population.objects.bulk_create(
        (
            Population(
                area_id=later_of[each.area_id],
                year=each.year,
                persons=each.persons,
                source=each.source,
            )
            for each in Population.objects.filter(area__in=later_of)
        ),
        ignore_conflicts=True,
        batch_size=2_000,
    )


def _areas_by_code(codes: set[str]) -> dict[str, AdminArea]:
    found: dict[str, AdminArea] = {}
    twice = set()
    for area in current_areas().filter(pcode__in=codes).defer("geometry"):
        if area.pcode in found:
            twice.add(area.pcode)
        found[area.pcode] = area
    if twice:
        raise PopulationNotStoredError(
            _("These codes stand for areas of two levels: %(codes)s.")
            % {"codes": ", ".join(sorted(twice)[:20])}
        )
    unknown = sorted(codes - set(found))
    if unknown:
        raise PopulationNotStoredError(
            _("No area has these codes: %(codes)s. Load the borders first.")
            % {"codes": ", ".join(unknown[:20])}
        )
    return found
