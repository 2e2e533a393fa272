"""Maps of initiatives: the review map with its numbered pins, and one place by itself."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from initiatives.models.initiatives import PUBLIC_DECIMALS
from maps.plots.svg import element, number, text

if TYPE_CHECKING:
    from django.contrib.gis.geos import GEOSGeometry, Point

    from communities.models import Community
    from initiatives.queries.overseeing import Pin
    from maps.models import AdminArea, AreaOutline

#: Decimals of a degree on the wire: about 11 m, finer than any drawing of areas.
DECIMALS = 4
WIDTH, TALLEST = 640, 720
#: Width of the picture of one place: it stands in a narrow column.
_NARROW = 320
_MARGIN = 24
_RADIUS = 13
#: Where a pin goes that would cover another: steps round the place, in diameters.
_STEPS = [(0, 0), (1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1)]

#: A pin whose point is at the origin.
_PIN = "M0 0C-5-9-9-12-9-18a9 9 0 1 1 18 0C9-12 5-9 0 0Z"

Project = Callable[[np.ndarray], np.ndarray]


def ground_collection(outlines: Iterable["AreaOutline"]) -> dict[str, Any]:
    """A GeoJSON FeatureCollection with the ``name`` of each area."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": outline.area.display_name},
                "geometry": json.loads(
                    shapely.to_geojson(
                        shapely.transform(
                            _shape(outline), lambda xy: np.round(xy, DECIMALS)
                        )
                    )
                ),
            }
            for outline in outlines
        ],
    }


def review_picture(
    outlines: Sequence["AreaOutline"], pins: Sequence["Pin"], *, title: str
) -> str:
    """An SVG of the areas with their names and a numbered pin for each thing.

    Colours come from the page's classes; each pin is a link to its line in the list.
    """
    shapes = [_shape(outline) for outline in outlines]
    places = np.array([(pin.lon, pin.lat) for pin in pins], dtype=float).reshape(-1, 2)
    if not shapes and not pins:
        return ""
    corners = shapely.bounds(shapes).reshape(-1, 2) if shapes else places
    frame = framed(
        (*corners.min(axis=0), *corners.max(axis=0)),
        width=WIDTH,
        tallest=TALLEST,
        margin=_MARGIN,
        full=True,
    )
    project = frame.project
    spots = _spread(project(places))
    return element(
        "svg",
        element("title", text(title)),
        *(
            element("path", class_="ground", d=outline_path(shape, project))
            for shape in shapes
        ),
        *(_name(outline.area, project) for outline in outlines),
        *(_pin(pin, spot) for pin, spot in zip(pins, spots, strict=True)),
        class_="review-picture",
        role="group",
        aria_label=title,
        viewBox=f"0 0 {frame.width} {frame.height}",
    )


def place_picture(
    outline: "AreaOutline", place: "Point", community: "Community", *, title: str
) -> str:
    """An SVG of a community's area, the community as a dot, and a pin near ``place``."""
    shape = _shape(outline)
    pin = np.round((place.x, place.y), PUBLIC_DECIMALS)
    spots = np.array([(community.point.x, community.point.y), pin])
    frame = framed(
        shapely.bounds(shape).tolist(),
        width=_NARROW,
        tallest=2 * _NARROW,
        margin=_MARGIN,
        full=True,
    )
    (home_x, home_y), (x, y) = frame.project(spots)
    name_y = home_y + 16 if home_y >= y else home_y - 8
    side = "start" if home_x < _NARROW / 3 else "middle"
    side = "end" if home_x > _NARROW * 2 / 3 else side
    return element(
        "svg",
        element("title", text(title)),
        element("path", class_="ground", d=outline_path(shape, frame.project)),
        element("circle", class_="home", cx=home_x, cy=home_y, r=4.5),
        element(
            "text", text(community.display_name), x=home_x, y=name_y, text_anchor=side
        ),
        element("path", class_="pin", d=_PIN, transform=f"translate({x:.1f} {y:.1f})"),
        class_="locator",
        role="img",
        aria_label=title,
        direction="ltr",
        viewBox=f"0 0 {frame.width} {frame.height}",
    )


def change_picture(
    before: "GEOSGeometry | None",
    after: "GEOSGeometry | None",
    around: Sequence["AdminArea"],
    *,
    title: str,
) -> str:
    """An SVG of what a correction changes: neighbours, dashed before, full after.

    Borders or points; either may be missing.
    """
    here = [shapely.from_wkb(bytes(each.wkb)) for each in (before, after) if each]
    west, south, east, north = shapely.total_bounds(here)
    room = max(east - west, north - south, 0.02) * 0.25
    frame = framed(
        (west - room, south - room, east + room, north + room),
        width=WIDTH,
        tallest=TALLEST,
        margin=_MARGIN,
        full=True,
    )
    # Two thousand steps across are more than paper shows.
    step = room / 500
    return element(
        "svg",
        element("title", text(title)),
        *(
            element("path", class_="ground", d=outline_path(shape, frame.project))
            for each in around
            for shape in [shapely.simplify(_geometry(each), step)]
        ),
        *(
            _name(each, frame.project)
            for each in around
            if _is_inside(frame, each.point)
        ),
        *(_drawn(shape, "before", frame.project, step) for shape in _of(before)),
        *(_drawn(shape, "after", frame.project, step) for shape in _of(after)),
        class_="review-picture change",
        role="img",
        aria_label=title,
        viewBox=f"0 0 {frame.width} {frame.height}",
    )


def _of(geometry: "GEOSGeometry | None") -> list[shapely.Geometry]:
    return [shapely.from_wkb(bytes(geometry.wkb))] if geometry else []


def _geometry(area: "AdminArea") -> shapely.Geometry:
    return shapely.from_wkb(bytes(area.geometry.wkb))


def _drawn(shape: shapely.Geometry, when: str, project: Project, step: float) -> str:
    if shape.geom_type == "Point":
        [(x, y)] = project(np.array([(shape.x, shape.y)]))
        return element("circle", class_=when, cx=float(x), cy=float(y), r=9)
    simple = shapely.simplify(shape, step)
    return element("path", class_=when, d=outline_path(simple, project))


def _shape(outline: "AreaOutline") -> shapely.Geometry:
    return shapely.from_wkb(bytes(outline.geometry.wkb))


@dataclass(frozen=True)
class Frame:
    """A picture's width and height, and how degrees become places in it."""

    width: int
    height: int
    project: Project


def framed(
    bounds: Sequence[float], *, width: int, tallest: int, margin: int, full: bool
) -> Frame:
    """Fit west, south, east and north into a picture.

    Longitudes are shortened by the cosine of the middle latitude. ``full`` keeps the
    width where the ground is narrow, and sets it in the middle.
    """
    west, south, east, north = (float(edge) for edge in bounds)
    shorten = float(np.cos(np.radians((south + north) / 2)))
    wide, tall = max((east - west) * shorten, 1e-3), max(north - south, 1e-3)
    scale = min((width - 2 * margin) / wide, (tallest - 2 * margin) / tall)
    if not full:
        width = round(wide * scale) + 2 * margin
    height = round(tall * scale) + 2 * margin
    middle_x, middle_y = (west + east) / 2, (south + north) / 2

    def project(xy: np.ndarray) -> np.ndarray:
        return np.column_stack(
            (
                (xy[:, 0] - middle_x) * shorten * scale + width / 2,
                (middle_y - xy[:, 1]) * scale + height / 2,
            )
        )

    return Frame(width, height, project)


def outline_path(shape: shapely.Geometry, project: Project) -> str:
    """The rings of a shape as an SVG path, holes included."""
    rings = [
        ring
        for polygon in shapely.get_parts(shape)
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    return "".join(
        "M"
        + "L".join(
            f"{number(x)} {number(y)}"
            for x, y in np.round(project(shapely.get_coordinates(ring)), 1)[:-1]
        )
        + "Z"
        for ring in rings
    )


def _spread(spots: np.ndarray) -> list[tuple[float, float]]:
    """Move pins that would cover an earlier one to the nearest free place beside it."""
    taken: list[tuple[float, float]] = []
    for x, y in spots:
        choices = [
            (float(x) + right * 2 * _RADIUS, float(y) + down * 2 * _RADIUS)
            for right, down in _STEPS
        ]
        free = next((spot for spot in choices if not _is_covered(spot, taken)), None)
        taken.append(free or choices[0])
    return taken


def _is_covered(
    spot: tuple[float, float], taken: Iterable[tuple[float, float]]
) -> bool:
    return any(np.hypot(spot[0] - x, spot[1] - y) < 1.8 * _RADIUS for x, y in taken)


def _is_inside(frame: Frame, place: "Point") -> bool:
    [(x, y)] = frame.project(np.array([(place.x, place.y)]))
    return bool(0 < x < frame.width and 0 < y < frame.height)


def _name(area: "AdminArea", project: Project) -> str:
    inside = area.point
    [(x, y)] = project(np.array([(inside.x, inside.y)]))
    return element(
        "text",
        text(area.display_name),
        class_="ground-name",
        x=float(x),
        y=float(y),
        text_anchor="middle",
    )


def _mark(tone: str, x: float, y: float) -> str:
    """A disc for an initiative, a square for a comment: told apart without colour."""
    if tone != "remark":
        return element("circle", class_=f"pin {tone}", cx=x, cy=y, r=_RADIUS)
    side = 2 * _RADIUS - 2
    return element(
        "rect",
        class_="pin remark",
        x=x - side / 2,
        y=y - side / 2,
        width=side,
        height=side,
        rx=4,
    )


def _pin(pin: "Pin", spot: tuple[float, float]) -> str:
    x, y = spot
    return element(
        "a",
        element("title", text(f"{pin.number}. {pin.label}")),
        _mark(pin.tone, x, y),
        element(
            "text",
            str(pin.number),
            class_=f"pin-number {pin.tone}",
            x=x,
            y=y,
            text_anchor="middle",
            dominant_baseline="central",
        ),
        href=f"#{pin.anchor}",
    )
