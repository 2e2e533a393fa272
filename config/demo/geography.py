"""The areas of Maro: one territory, 5 provinces, 34 districts, 260 wards.

Maro lies in the open South Atlantic (see `config.demo.terrain`) and its codes
begin with XM, which ISO 3166 leaves to private use. As in real code lists, a few
wards carry codes that do not begin with their parent's: the parent is what
`parent_pcode` says, never what the code looks like.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely

from config.demo.borders import polygons
from config.demo.names import named_levels
from config.demo.partition import Partition, partition
from config.demo.terrain import Ints, Terrain, terrain
from config.demo.words import Words, content

TERRITORY = "XM"
LEVELS = ("territory", "province", "district", "ward")
"""What the areas of level 0, 1, 2 and 3 are called."""
TRANSFERRED = 2
"""Wards that kept their code when they moved to the district next door."""
OLD_STYLE = 1
"""Wards that still carry a code of an older numbering."""


@dataclass(frozen=True)
class AreaSketch:
    """One area, ready to be stored.

    Attributes:
        level: 0 territory, 1 province, 2 district, 3 ward.
        pcode: the area's code, text.
        parent_pcode: the code of the area around it, "" for the territory.
        name_en: English name.
        name_ar: Arabic name.
        geometry: outline, EPSG:4326, longitude first.
    """

    level: int
    pcode: str
    parent_pcode: str
    name_en: str
    name_ar: str
    geometry: shapely.MultiPolygon


@dataclass(frozen=True)
class _Level:
    """Groups of one level in reading order, and the parent of each."""

    outlines: list[shapely.MultiPolygon]
    parents: list[int]


def _reading_order(outlines: dict[int, shapely.MultiPolygon]) -> list[int]:
    """Return labels from north to south in bands, west to east within a band."""

    def place(label: int) -> tuple[int, float]:
        middle = outlines[label].representative_point()
        return round(-middle.y / 0.4), middle.x

    return sorted(outlines, key=place)


def _merged(
    wards: dict[int, shapely.MultiPolygon], groups: dict[int, int]
) -> dict[int, shapely.MultiPolygon]:
    """Return the outline of each group of wards; shared borders cancel exactly."""
    members: dict[int, list[shapely.MultiPolygon]] = {}
    for ward, group in groups.items():
        members.setdefault(group, []).append(wards[ward])
    return {
        group: _multi(shapely.coverage_union_all(shapes))
        for group, shapes in members.items()
    }


def _multi(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """Return the shape as a MultiPolygon."""
    return shapely.MultiPolygon(shapely.get_parts(shape).tolist())


def _group_of(labels: Ints, wards: Ints) -> dict[int, int]:
    """Return ward label -> label of the group around it."""
    return {
        int(ward): int(label)
        for ward, label in zip(wards, labels, strict=True)
        if ward >= 0
    }


def _levels(land: Terrain, groups: Partition) -> list[_Level]:
    """Return provinces, districts and wards in reading order."""
    wards = polygons(land, groups.wards)
    kept: list[_Level] = []
    order_above: dict[int, int] = {}
    above = np.where(groups.wards >= 0, 0, -1)
    for labels in (groups.provinces, groups.districts, groups.wards):
        outlines = _merged(wards, _group_of(labels, groups.wards))
        parent = _group_of(above, labels)
        order = sorted(
            _reading_order(outlines),
            key=lambda label: order_above.get(parent[label], 0),
        )
        rows = {label: row for row, label in enumerate(order)}
        kept.append(
            _Level(
                [outlines[label] for label in order],
                [order_above.get(parent[label], 0) for label in order],
            )
        )
        order_above, above = rows, labels
    return kept


def _codes(parents: list[int], parent_codes: list[str]) -> list[str]:
    """Return codes that add two digits to the parent's, counted within it."""
    counted: Counter[int] = Counter()
    codes = []
    for parent in parents:
        counted[parent] += 1
        codes.append(f"{parent_codes[parent]}{counted[parent]:02d}")
    return codes


def _unnested(codes: list[str], wards: _Level, districts: list[str]) -> list[str]:
    """Return ward codes with the few that do not begin with their parent's."""
    codes = list(codes)
    shapes = np.array(wards.outlines, dtype=object)
    moved = 0
    for row in range(len(codes) // 3, len(codes)):
        beside = np.flatnonzero(shapely.touches(shapes[row], shapes))
        others = [
            wards.parents[i] for i in beside if wards.parents[i] != wards.parents[row]
        ]
        if others and moved < TRANSFERRED and row % 40 == 0:
            former = districts[others[0]]
            codes[row] = f"{former}{wards.parents.count(others[0]) + 1:02d}"
            moved += 1
    for row in range(7, 7 + OLD_STYLE):
        codes[row] = f"{TERRITORY}-6{1200 + row}"
    return codes


def _sketches(
    level: int, shapes: _Level, codes: list[str], above: list[str], names: list[Words]
) -> list[AreaSketch]:
    """Return one level's areas."""
    return [
        AreaSketch(level, code, above[parent], name.en, name.ar, outline)
        for outline, parent, code, name in zip(
            shapes.outlines, shapes.parents, codes, names, strict=True
        )
    ]


@cache
def areas() -> tuple[AreaSketch, ...]:
    """Return all 300 areas, parents before children, the same on every call."""
    land = terrain()
    levels = _levels(land, partition(land))
    names = named_levels(
        {name: level.outlines for name, level in zip(LEVELS[1:], levels, strict=True)}
    )
    whole = _multi(shapely.coverage_union_all(levels[0].outlines))
    title = content("names")["territory"]
    found = [AreaSketch(0, TERRITORY, "", title["en"], title["ar"], whole)]
    above = [TERRITORY]
    for number, level in enumerate(levels, start=1):
        codes = _codes(level.parents, above)
        if number == len(levels):
            codes = _unnested(codes, level, above)
        found += _sketches(number, level, codes, above, names[LEVELS[number]])
        above = codes
    return tuple(found)


def wards() -> tuple[AreaSketch, ...]:
    """Return the 260 wards in code order of their districts."""
    return tuple(area for area in areas() if area.level == 3)
