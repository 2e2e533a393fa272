"""Maro's areas read like a real code list and tile like a real coverage."""

from collections import Counter

import shapely

from config.demo import names
from config.demo.geography import AreaSketch, areas


def _children(pcode: str) -> list[AreaSketch]:
    return [area for area in areas() if area.parent_pcode == pcode]


def test_areas_are_three_hundred_on_four_levels():
    assert Counter(area.level for area in areas()) == {0: 1, 1: 5, 2: 34, 3: 260}


def test_every_outline_is_a_valid_multipolygon_on_the_open_sea():
    shapes = [area.geometry for area in areas()]
    assert {shape.geom_type for shape in shapes} == {"MultiPolygon"}
    assert all(shapely.is_valid(shapes))
    west, south, east, north = shapely.total_bounds(shapes)
    assert (west >= -25, south >= -12, east <= -22, north <= -10) == (True,) * 4


def test_every_level_is_a_coverage_without_gaps_or_overlaps():
    for level in range(4):
        shapes = [area.geometry for area in areas() if area.level == level]
        assert shapely.coverage_is_valid(shapes)


def test_children_tile_their_parent_exactly():
    for parent in areas():
        if parent.level < 3:
            shapes = [child.geometry for child in _children(parent.pcode)]
            assert shapely.coverage_union_all(shapes).equals(parent.geometry)


def test_the_map_has_islands_and_lakes_at_every_level():
    for level in range(4):
        shapes = [area.geometry for area in areas() if area.level == level]
        assert any(len(shape.geoms) > 1 for shape in shapes)
        assert any(part.interiors for shape in shapes for part in shape.geoms)


def test_pcodes_are_unique_and_three_do_not_begin_with_their_parents():
    codes = [area.pcode for area in areas()]
    assert len(set(codes)) == len(codes)
    astray = [a for a in areas() if not a.pcode.startswith(a.parent_pcode)]
    assert [area.level for area in astray] == [3, 3, 3]


def test_no_name_is_used_twice_in_either_language():
    for language in ("name_en", "name_ar"):
        found = [getattr(area, language) for area in areas()]
        assert len(set(found)) == len(found)


def test_the_same_seed_draws_the_same_map():
    areas.cache_clear()
    first = areas()
    areas.cache_clear()
    assert areas() == first


def test_arabic_spelling_follows_the_sound():
    assert names.arabic("Tamsit") == "تامسيت"
    assert names.arabic("Sellim") == "سليم"
    assert names.arabic("Orun") == "أورون"
    assert names.arabic("Shalzit") == "شالزيت"
