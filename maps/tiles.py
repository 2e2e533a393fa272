"""Borders as they travel: GeoJSON with few decimals, and a plain SVG picture."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

import numpy as np
import shapely

from maps.models import AreaOutline

#: Decimals of a degree on the wire: about 11 m, finer than any drawing of areas.
DECIMALS = 4


def outline_collection(outlines: Iterable[AreaOutline]) -> str:
    """A GeoJSON FeatureCollection with ``pcode`` and ``name`` of each area."""
    features = []
    for outline in outlines:
        shape = json.loads(
            shapely.to_geojson(
                shapely.transform(
                    shapely.from_wkb(bytes(outline.geometry.wkb)),
                    lambda xy: np.round(xy, DECIMALS),
                )
            )
        )
        properties = {"pcode": outline.area.pcode, "name": outline.area.display_name}
        features.append(
            {"type": "Feature", "properties": properties, "geometry": shape}
        )
    return json.dumps(
        {"type": "FeatureCollection", "features": features},
        separators=(",", ":"),
        ensure_ascii=False,
    )


@dataclass(frozen=True)
class Theme:
    """Colours of a picture of the map (the stylesheet's tokens, light or dark)."""

    classes: Sequence[str]
    hatch: str
    card: str
    ink: str


LIGHT = Theme(
    ("#f0f4e3", "#cfe3c8", "#9fcdb6", "#64aea3", "#2f8389", "#145667", "#0b2f43"),
    hatch="#ddd6c9",
    card="#ffffff",
    ink="#1d2a2d",
)
DARK = Theme(
    ("#1d2f35", "#21464d", "#2a6168", "#3b8385", "#61aa9f", "#9dd0b9", "#e3f2d5"),
    hatch="#33423f",
    card="#1a2427",
    ink="#ebe7de",
)


def spread_classes(count: int, theme: Theme) -> list[str]:
    """Colours for ``count`` classes, spread over the whole ramp."""
    if count <= 1:
        return [theme.classes[3]]
    steps = [round(i * (len(theme.classes) - 1) / (count - 1)) for i in range(count)]
    return [theme.classes[step] for step in steps]


def map_picture(
    outlines: Sequence[AreaOutline],
    class_of: dict[str, int | None],
    class_count: int,
    *,
    title: str,
    theme: Theme = LIGHT,
    points: Iterable[tuple[float, float]] = (),
    width: int = 640,
) -> str:
    """An SVG drawing of a choropleth, for pages without script and for print.

    ``class_of`` maps P-codes to classes from 1, None for "not shown" (hatched).
    Longitudes are shortened by the cosine of the middle latitude.
    """
    shapes = [shapely.from_wkb(bytes(outline.geometry.wkb)) for outline in outlines]
    if not shapes:
        return _document(width, width * 5 // 8, title, "")
    project, height = _fit(np.array(shapely.total_bounds(shapes)), width)
    colours = spread_classes(class_count, theme)
    parts = [_hatch(theme)]
    parts.append(
        f'<g stroke="{theme.card}" stroke-width="1" stroke-linejoin="round" '
        'fill-rule="evenodd">'
    )
    for outline, shape in zip(outlines, shapes, strict=True):
        number = class_of.get(outline.area.pcode)
        fill = "url(#h)" if number is None else colours[number - 1]
        parts.append(f'<path fill="{fill}" d="{_path(shape, project)}"/>')
    parts.append("</g>")
    dots = project(np.array(list(points), dtype=float).reshape(-1, 2))
    parts.append(f'<g fill="{theme.ink}" stroke="{theme.card}" stroke-width="2">')
    parts.extend(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="5"/>' for x, y in dots)
    parts.append("</g>")
    return _document(width, height, title, "".join(parts))


def _fit(
    bounds: np.ndarray, width: int
) -> tuple[Callable[[np.ndarray], np.ndarray], int]:
    """A projection of degrees into the picture, and the picture's height."""
    margin = 8
    west, south, east, north = bounds
    shorten = float(np.cos(np.radians((south + north) / 2)))
    scale = (width - 2 * margin) / max((east - west) * shorten, 1e-9)
    height = int((north - south) * scale) + 2 * margin

    def project(xy: np.ndarray) -> np.ndarray:
        return np.column_stack(
            (
                (xy[:, 0] - west) * shorten * scale + margin,
                (north - xy[:, 1]) * scale + margin,
            )
        )

    return project, height


def _path(shape: shapely.Geometry, project: Callable[[np.ndarray], np.ndarray]) -> str:
    pieces = []
    for polygon in shapely.get_parts(shape):
        for ring in (polygon.exterior, *polygon.interiors):
            points = np.round(project(shapely.get_coordinates(ring)), 1)
            pieces.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points[:-1]) + "Z")
    return "".join(pieces)


def _hatch(theme: Theme) -> str:
    return (
        '<defs><pattern id="h" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)">'
        f'<rect width="7" height="7" fill="{theme.card}"/>'
        f'<rect width="3" height="7" fill="{theme.hatch}"/></pattern></defs>'
    )


def _document(width: int, height: int, title: str, body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label={quoteattr(title)}>'
        f"{body}</svg>"
    )
