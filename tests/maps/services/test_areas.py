"""Storing borders: parents, versions, repeats, refusals."""

import datetime

import pytest
import shapely
from django.core.exceptions import PermissionDenied

from maps.imports.areas import AreaFile, AreaRow
from maps.imports.geometry import area_km2
from maps.models import AdminArea, AreaOutline
from maps.services.areas import SINCE_EVER, AreasNotStoredError, store_areas
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def row(code: str, x: float, y: float, size: float = 1.0, **fields) -> AreaRow:
    shape = shapely.MultiPolygon([shapely.box(x, y, x + size, y + size)])
    values = {
        "row": 1,
        "code": code,
        "name": f"Area {code}",
        "names": {},
        "parent_code": None,
        "valid_on": None,
        "geometry": shape,
        "area_km2": area_km2(shape),
    }
    return AreaRow(**(values | fields))


def stored(level: int, *rows: AreaRow, **options):
    return store_areas(
        AreaFile(level, rows=list(rows), rows_read=len(rows)), by=None, **options
    )


def test_parent_is_found_by_containment_and_never_by_prefix():
    stored(1, row("XX01", 0, 0, 2), row("XX02", 2, 0, 2))

    stored(2, row("XX0199", 2.5, 0.5))

    assert AdminArea.objects.get(pcode="XX0199").parent.pcode == "XX02"


def test_parent_named_by_the_file_wins():
    stored(1, row("A", 0, 0, 2), row("B", 2, 0, 2))

    stored(2, row("C", 0.2, 0.2, parent_code="B"))

    assert AdminArea.objects.get(pcode="C").parent.pcode == "B"


def test_few_areas_outside_every_region_stand_alone_with_a_note():
    stored(1, row("A", 0, 0, 20))

    result = stored(2, *(row(f"C{n}", n, n) for n in range(12)), row("ABYEI", 40, 40))

    assert AdminArea.objects.get(pcode="ABYEI").parent is None
    assert "--parent ABYEI=CODE" in result.notes[0]


def test_a_file_of_another_country_is_refused_whole():
    stored(1, row("A", 0, 0, 2))

    with pytest.raises(AreasNotStoredError, match="lie in no area of level 1"):
        stored(2, row("C", 40, 40), row("D", 50, 40))

    assert not AdminArea.objects.filter(level=2).exists()


def test_parent_can_be_given_by_hand():
    stored(1, row("A", 0, 0, 2))

    stored(2, row("C", 40, 40), parents={"C": "A"})

    assert AdminArea.objects.get(pcode="C").parent.pcode == "A"


def test_same_file_again_changes_nothing():
    rows = row("A", 0, 0), row("B", 1, 0)
    stored(1, *rows)
    before = list(AdminArea.objects.values_list("pk", flat=True))

    result = stored(1, *rows)

    assert (result.added, result.unchanged) == (0, 2)
    assert list(AdminArea.objects.values_list("pk", flat=True)) == before


def test_other_borders_of_the_same_date_are_refused():
    stored(1, row("A", 0, 0))

    with pytest.raises(AreasNotStoredError, match="already loaded with other borders"):
        stored(1, row("A", 5, 5))


def test_later_borders_close_the_version_before_and_adopt_its_parts():
    stored(1, row("A", 0, 0, 2))
    stored(2, row("C", 0.5, 0.5))

    stored(1, row("A", 0, 0, 3), valid_on=datetime.date(2025, 1, 1))

    old, new = AdminArea.objects.filter(pcode="A").order_by("valid_on")
    assert (old.valid_on, old.valid_to) == (SINCE_EVER, datetime.date(2025, 1, 1))
    assert new.valid_to is None
    assert AdminArea.objects.get(pcode="C").parent == new


@pytest.mark.parametrize("code", ["=cmd|'/c calc'!A1", "+1", "<b>x</b>", "A B"])
def test_code_that_could_be_a_formula_or_markup_is_refused(code):
    with pytest.raises(AreasNotStoredError, match="no P-code has"):
        stored(1, row(code, 0, 0))


def test_outlines_are_drawn_at_three_scales_without_gaps_between_neighbours():
    left = shapely.MultiPolygon([shapely.Polygon([(0, 0), (1, 0.4), (1, 1), (0, 1)])])
    right = shapely.MultiPolygon([shapely.Polygon([(1, 0.4), (2, 0), (2, 1), (1, 1)])])

    stored(1, row("A", 0, 0, geometry=left), row("B", 1, 0, geometry=right))

    assert AreaOutline.objects.count() == 6
    shapes = [
        shapely.from_wkb(bytes(outline.geometry.wkb))
        for outline in AreaOutline.objects.filter(scale="country")
    ]
    assert shapely.coverage_is_valid(shapes)


def test_a_resident_may_not_load_borders():
    with pytest.raises(PermissionDenied):
        store_areas(AreaFile(1, rows=[row("A", 0, 0)]), by=UserFactory())
