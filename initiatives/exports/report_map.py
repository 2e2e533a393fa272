"""The map of a report: the parts of a district as SVG, with places for their names."""

from collections.abc import Sequence
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
WIDTH = 480
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

    Communities are dots. None where there is no outline to draw.
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
    places = np.array([(each.point.x, each.point.y) for each in district.communities])
    dots = project(places.reshape(-1, 2))
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
            element(
                "circle",
                cx=float(x),
                cy=float(y),
                r=3.5,
                fill="#1d2a2d",
                stroke="#ffffff",
                stroke_width=1,
            )
            for x, y in dots
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
