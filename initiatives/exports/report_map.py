"""The map of a report: the parts of a district as SVG, with places for their names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from initiatives.tiles import framed, outline_path
from maps.plots.svg import element

if TYPE_CHECKING:
    from initiatives.queries.district import District

#: The site's ramp on white paper, light to dark.
RAMP = ("#f0f4e3", "#cfe3c8", "#9fcdb6", "#64aea3", "#2f8389", "#145667", "#0b2f43")
#: Of services and of initiatives, as on the site's maps.
SERVICES, INITIATIVES = "#4c8fd0", "#83336c"
WIDTH = 480
#: Radius of a community, and of how many services a ring still grows.
_DOT, _MANY = 3.5, 12
_TALLEST = 420
_MARGIN = 6


@dataclass(frozen=True)
class Label:
    """The name of a part, and where it stands: 0 to 1 of width and height."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class ReportMap:
    """A picture without any letter in it; names are set by the report's own fonts."""

    svg: str
    width: int
    height: int
    labels: Sequence[Label]


def ramp_step(number: int, count: int) -> int:
    """The ramp's place (from 0) for class ``number`` of ``count``: all of it is used."""
    if count <= 1:
        return len(RAMP) // 2
    return round((number - 1) * (len(RAMP) - 1) / (count - 1))


def report_map(district: "District") -> ReportMap | None:
    """Draw the parts in their class's colour, hatched where nothing is shown.

    Communities are dots, within a ring that is wider the more services they have that
    can be used; initiatives are diamonds. None where there is no outline to draw.
    """
    if not district.outlines or district.drawn is None:
        return None
    shapes = [
        shapely.from_wkb(bytes(outline.geometry.wkb)) for outline in district.outlines
    ]
    frame = framed(
        shapely.total_bounds(shapes).tolist(),
        width=WIDTH,
        tallest=_TALLEST,
        margin=_MARGIN,
        full=False,
    )
    project, width, height = frame.project, frame.width, frame.height
    count = len(district.drawn.classes)
    steps = [
        None if at is None else ramp_step(at, count)
        for outline in district.outlines
        for at in [district.drawn.class_of.get(outline.area.pcode)]
    ]
    dots = project(
        _places((each.point.x, each.point.y) for each in district.communities)
    )
    rings = [ring_width(each.service_count) for each in district.communities]
    plans = project(
        _places(
            each.public_place for _group, own in district.initiatives for each in own
        )
    )
    inside = np.array([(o.area.point.x, o.area.point.y) for o in district.outlines])
    svg = element(
        "svg",
        _HATCH,
        *(
            element(
                "path",
                d=outline_path(shape, project),
                fill="url(#hatch)" if step is None else RAMP[step],
                stroke="#ffffff" if step is not None else "#857e70",
                stroke_width=1.2,
                fill_rule="evenodd",
            )
            for shape, step in zip(shapes, steps, strict=True)
        ),
        *(
            element("circle", cx=float(x), cy=float(y), r=_DOT + ring, fill=SERVICES)
            for (x, y), ring in zip(dots, rings, strict=True)
            if ring
        ),
        *(
            element(
                "circle",
                cx=float(x),
                cy=float(y),
                r=_DOT,
                fill="#1d2a2d",
                stroke="#ffffff",
                stroke_width=1,
            )
            for x, y in dots
        ),
        *(
            element(
                "path",
                d=f"M{x:.1f} {y - 5:.1f}l5 5l-5 5l-5-5z",
                fill=INITIATIVES,
                stroke="#ffffff",
                stroke_width=1,
            )
            for x, y in plans
        ),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
    )
    labels = [
        Label(
            text=outline.area.display_name,
            x=float(x) / width,
            y=float(y) / height,
        )
        for outline, (x, y) in zip(district.outlines, project(inside), strict=True)
    ]
    return ReportMap(svg, width, height, labels)


def ring_width(services: int) -> float:
    """How wide the ring around a community is, in units of the picture; 0 for none."""
    return min(services, _MANY) * 0.6 + 1 if services else 0


def _places(points: Iterable[tuple[float, float]]) -> np.ndarray:
    return np.array(list(points), dtype=float).reshape(-1, 2)


_HATCH = element(
    "defs",
    element(
        "pattern",
        element("rect", width=6, height=6, fill="#ffffff"),
        element("rect", width=2, height=6, fill="#857e70"),
        id="hatch",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    ),
)
