"""A plain SVG picture of a map: for pages without script, for print and for previews."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from xml.sax.saxutils import quoteattr

import numpy as np
import shapely

from maps.queries.drawings import Shape
from maps.tiles.themes import LIGHT, Theme

_MARGIN = 8
_DECIMALS = 1
Projection = Callable[[np.ndarray], np.ndarray]


def map_picture(
    shapes: Sequence[Shape],
    tone_of: Mapping[str, str | None],
    *,
    title: str,
    theme: Theme = LIGHT,
    points: Iterable[tuple[float, float]] = (),
    width: int = 640,
) -> str:
    """Draw places in their tones; those with None, or none, are hatched: "not shown".

    Longitudes are shortened by the cosine of the middle latitude.
    """
    geometries = [shape.geometry for shape in shapes]
    if not geometries:
        return _document(width, width * 5 // 8, title, "")
    project, height = _fit(np.array(shapely.total_bounds(geometries)), width)
    parts = [_hatch(theme)]
    parts.append(
        f'<g stroke="{theme.card}" stroke-width="{_line(len(shapes))}" '
        'stroke-linejoin="round" fill-rule="evenodd">'
    )
    for shape in shapes:
        tone = tone_of.get(shape.code)
        fill = "url(#h)" if tone is None else theme.tones[tone]
        parts.append(f'<path fill="{fill}" d="{_path(shape.geometry, project)}"/>')
    parts.append("</g>")
    dots = project(np.array(list(points), dtype=float).reshape(-1, 2))
    parts.append(f'<g fill="{theme.ink}" stroke="{theme.card}" stroke-width="2">')
    parts.extend(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="5"/>' for x, y in dots)
    parts.append("</g>")
    return _document(width, height, title, "".join(parts))


def _line(count: int) -> float:
    """Thinner borders where there are many, so that they do not cover the colours."""
    return 1 if count <= 200 else 0.4


def _fit(bounds: np.ndarray, width: int) -> tuple[Projection, int]:
    """A projection of degrees into the picture, and the picture's height."""
    west, south, east, north = bounds
    shorten = float(np.cos(np.radians((south + north) / 2)))
    scale = (width - 2 * _MARGIN) / max((east - west) * shorten, 1e-9)
    height = int((north - south) * scale) + 2 * _MARGIN

    def project(xy: np.ndarray) -> np.ndarray:
        return np.column_stack(
            (
                (xy[:, 0] - west) * shorten * scale + _MARGIN,
                (north - xy[:, 1]) * scale + _MARGIN,
            )
        )

    return project, height


def _path(shape: shapely.Geometry, project: Projection) -> str:
    pieces = []
    for polygon in shapely.get_parts(shape):
        for ring in (polygon.exterior, *polygon.interiors):
            points = np.round(project(shapely.get_coordinates(ring)), _DECIMALS)
            moved = np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))
            line = points[moved]
            if len(line) > 3:
                pieces.append(
                    "M" + "L".join(f"{x:g} {y:g}" for x, y in line[:-1]) + "Z"
                )
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
