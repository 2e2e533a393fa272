"""Areas, residents and twelve released rounds of returns."""

import datetime
from collections import Counter, defaultdict

from config.demo.figures import (
    METHOD_AR,
    SOURCE,
    SOURCE_AR,
    residents,
    returns,
    rounds,
)
from config.demo.geography import AreaSketch, areas
from maps.imports.areas import AreaFile, AreaRow
from maps.imports.counting import Count
from maps.imports.geometry import area_km2
from maps.models import AdminArea, ReportingRound
from maps.services.areas import store_areas
from maps.services.population import store_population
from maps.services.releases import publish_release
from maps.services.returns import store_returns

BORDERS_SINCE = datetime.date(2019, 1, 1)
BORDERS_SOURCE = "Drawn for this demonstration; no real place"


def load_places() -> None:
    """Store areas level by level, then residents, counts and releases."""
    by_level: dict[int, list[AreaSketch]] = defaultdict(list)
    for sketch in areas():
        by_level[sketch.level].append(sketch)
    for level in sorted(by_level):
        rows = [_row(number, each) for number, each in enumerate(by_level[level], 1)]
        store_areas(
            AreaFile(level, rows=rows, rows_read=len(rows)),
            by=None,
            valid_on=BORDERS_SINCE,
            source=BORDERS_SOURCE,
        )
    _load_residents()
    _load_returns()


def _row(number: int, sketch: AreaSketch) -> AreaRow:
    return AreaRow(
        row=number,
        code=sketch.pcode,
        name=sketch.name_en,
        names={"ar": sketch.name_ar},
        parent_code=sketch.parent_pcode or None,
        valid_on=BORDERS_SINCE,
        geometry=sketch.geometry,
        area_km2=area_km2(sketch.geometry),
    )


def _load_residents() -> None:
    """Residents of wards, and of every area above as the sum of its wards."""
    parent = {sketch.pcode: sketch.parent_pcode for sketch in areas()}
    persons: Counter[tuple[str, int]] = Counter()
    for entry in residents():
        code = entry.pcode
        while code:
            persons[code, entry.year] += entry.persons
            code = parent[code]
    store_population(persons, by=None, source=SOURCE)


def _load_returns() -> None:
    keys = dict(AdminArea.objects.values_list("pcode", "pk"))
    counts: dict[str, dict[tuple[int, str], Count]] = defaultdict(dict)
    for entry in returns():
        counts[entry.round_code][keys[entry.pcode], entry.group] = Count(
            entry.individuals, entry.households
        )
    for each in rounds():
        store_returns(
            counts[each.code],
            round_code=each.code,
            reported_on=each.reported_on,
            by=None,
            source=each.source,
            note=each.note,
        )
        publish_release(each.code, by=None)
    ReportingRound.objects.update(
        translations={"ar": {"source": SOURCE_AR, "note": METHOD_AR}}
    )
