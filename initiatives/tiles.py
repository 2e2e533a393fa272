"""Maps of initiatives: the review map with its numbered pins, and one place by itself."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from initiatives.models.initiatives import PUBLIC_DECIMALS
from maps.plots.svg import element, number, text

if TYPE_CHECKING:
    from django.contrib.gis.geos import Point

    from communities.models import Community
    from initiatives.queries.overseeing import Pin
    from maps.models import AreaOutline

#: Decimals of a degree on the wire: about 11 m, finer than any drawing of areas.
DECIMALS = 4
WIDTH = 640
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
    Longitudes are shortened by the cosine of the middle latitude.
    """
    shapes = [_shape(outline) for outline in outlines]
    places = np.array([(pin.lon, pin.lat) for pin in pins], dtype=float).reshape(-1, 2)
    if not shapes and not pins:
        return ""
    project, height = _fit(shapes, places)
    spots = _spread(project(places))
    return element(
        "svg",
        element("title", text(title)),
        *(
            element("path", class_="ground", d=_path(shape, project))
            for shape in shapes
        ),
        *(_name(outline, project) for outline in outlines),
        *(_pin(pin, spot) for pin, spot in zip(pins, spots, strict=True)),
        class_="review-picture",
        role="group",
        aria_label=title,
        viewBox=f"0 0 {WIDTH} {height}",
    )


def place_picture(
    outline: "AreaOutline", place: "Point", community: "Community", *, title: str
) -> str:
    """An SVG of a community's area, the community as a dot, and a pin near ``place``."""
    shape = _shape(outline)
    pin = np.round((place.x, place.y), PUBLIC_DECIMALS)
    spots = np.array([(community.point.x, community.point.y), pin])
    project, height = _fit([shape], spots, width=_NARROW)
    (home_x, home_y), (x, y) = project(spots)
    name_y = home_y + 16 if home_y >= y else home_y - 8
    side = "start" if home_x < _NARROW / 3 else "middle"
    side = "end" if home_x > _NARROW * 2 / 3 else side
    return element(
        "svg",
        element("title", text(title)),
        element("path", class_="ground", d=_path(shape, project)),
        element("circle", class_="home", cx=home_x, cy=home_y, r=4.5),
        element(
            "text", text(community.display_name), x=home_x, y=name_y, text_anchor=side
        ),
        element("path", class_="pin", d=_PIN, transform=f"translate({x:.1f} {y:.1f})"),
        class_="locator",
        role="img",
        aria_label=title,
        direction="ltr",
        viewBox=f"0 0 {_NARROW} {height}",
    )


def _shape(outline: "AreaOutline") -> shapely.Geometry:
    return shapely.from_wkb(bytes(outline.geometry.wkb))


def _fit(
    shapes: Sequence[shapely.Geometry], places: np.ndarray, *, width: int = WIDTH
) -> tuple[Project, int]:
    """A projection of degrees into the picture, and the picture's height."""
    corners = shapely.bounds(shapes).reshape(-1, 2) if shapes else places
    (west, south), (east, north) = corners.min(axis=0), corners.max(axis=0)
    shorten = float(np.cos(np.radians((south + north) / 2)))
    wide, tall = (east - west) * shorten, north - south
    scale = (width - 2 * _MARGIN) / max(wide, tall * 0.8, 1e-3)
    shift = (width - wide * scale) / 2
    height = round(tall * scale) + 2 * _MARGIN

    def project(xy: np.ndarray) -> np.ndarray:
        return np.column_stack(
            (
                (xy[:, 0] - west) * shorten * scale + shift,
                (north - xy[:, 1]) * scale + _MARGIN,
            )
        )

    return project, height


def _path(shape: shapely.Geometry, project: Project) -> str:
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


def _name(outline: "AreaOutline", project: Project) -> str:
    inside = outline.area.point
    [(x, y)] = project(np.array([(inside.x, inside.y)]))
    return element(
        "text",
        text(outline.area.display_name),
        class_="ground-name",
        x=float(x),
        y=float(y),
        text_anchor="middle",
    )


def _pin(pin: "Pin", spot: tuple[float, float]) -> str:
    x, y = spot
    return element(
        "a",
        element("title", text(f"{pin.number}. {pin.label}")),
        element("circle", class_=f"pin {pin.tone}", cx=x, cy=y, r=_RADIUS),
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
