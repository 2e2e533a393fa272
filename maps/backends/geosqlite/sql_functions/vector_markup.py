"""Geometry as markup: GML 2 and 3, KML, SVG paths, spelt as PostGIS spells them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from .blobs import load, srid_of
from .failures import UnsupportedSpatialCallError
from .placement import transform
from .registry import of_geometry, sql_function

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import shapely

Corner = tuple[float, ...]


def number(value: float, digits: int) -> str:
    """A decimal number with at most so many digits after the point, none idle."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _joined(corners: Iterable[Corner], within: str, between: str, digits: int) -> str:
    return between.join(
        within.join(number(value, digits) for value in corner) for corner in corners
    )


@sql_function("ST_AsGML")
def as_gml(version: int, blob: bytes, digits: int = 15) -> str | None:
    """GML 2 or 3.1; NULL for an empty geometry.

    Raises UnsupportedSpatialCallError for another version.
    """
    if version not in (2, 3):
        raise UnsupportedSpatialCallError(f"ST_AsGML: version {version}")
    geometry, srid = load(blob), srid_of(blob)
    if geometry.is_empty:
        return None
    srs = f' srsName="EPSG:{srid}"' if srid else ""
    return (_gml2 if version == 2 else _gml3)(geometry, srs, digits)


def _gml2(geometry: shapely.Geometry, srs: str, digits: int) -> str:
    kind = geometry.geom_type

    def coordinates(line: shapely.Geometry) -> str:
        text = _joined(line.coords, ",", " ", digits)
        return f"<gml:coordinates>{text}</gml:coordinates>"

    def ring(line: shapely.Geometry, side: str) -> str:
        body = f"<gml:LinearRing>{coordinates(line)}</gml:LinearRing>"
        return f"<gml:{side}>{body}</gml:{side}>"

    if kind in ("Point", "LineString"):
        body = coordinates(geometry)
    elif kind == "Polygon":
        body = ring(geometry.exterior, "outerBoundaryIs")
        body += "".join(ring(hole, "innerBoundaryIs") for hole in geometry.interiors)
    else:
        member = {
            "MultiPoint": "pointMember",
            "MultiLineString": "lineStringMember",
            "MultiPolygon": "polygonMember",
        }.get(kind, "geometryMember")
        kind = "MultiGeometry" if kind == "GeometryCollection" else kind
        body = "".join(
            f"<gml:{member}>{_gml2(part, '', digits)}</gml:{member}>"
            for part in geometry.geoms
        )
    return f"<gml:{kind}{srs}>{body}</gml:{kind}>"


def _gml3(geometry: shapely.Geometry, srs: str, digits: int) -> str:
    kind = geometry.geom_type
    dimension = f' srsDimension="{3 if geometry.has_z else 2}"'

    def positions(line: shapely.Geometry) -> str:
        text = _joined(line.coords, " ", " ", digits)
        return f"<gml:posList{dimension}>{text}</gml:posList>"

    def ring(line: shapely.Geometry, side: str) -> str:
        body = f"<gml:LinearRing>{positions(line)}</gml:LinearRing>"
        return f"<gml:{side}>{body}</gml:{side}>"

    if kind == "Point":
        text = _joined(geometry.coords, " ", " ", digits)
        body = f"<gml:pos{dimension}>{text}</gml:pos>"
    elif kind == "LineString":
        kind = "Curve"
        segment = f"<gml:LineStringSegment>{positions(geometry)}"
        segment += "</gml:LineStringSegment>"
        body = f"<gml:segments>{segment}</gml:segments>"
    elif kind == "Polygon":
        body = ring(geometry.exterior, "exterior")
        body += "".join(ring(hole, "interior") for hole in geometry.interiors)
    else:
        kind, member = {
            "MultiPoint": ("MultiPoint", "pointMember"),
            "MultiLineString": ("MultiCurve", "curveMember"),
            "MultiPolygon": ("MultiSurface", "surfaceMember"),
        }.get(kind, ("MultiGeometry", "geometryMember"))
        body = "".join(
            f"<gml:{member}>{_gml3(part, '', digits)}</gml:{member}>"
            for part in geometry.geoms
        )
    return f"<gml:{kind}{srs}>{body}</gml:{kind}>"


@sql_function("ST_AsKML")
def as_kml(blob: bytes, digits: int = 15) -> str | None:
    """KML in longitude and latitude of WGS 84; NULL for an empty geometry."""
    geometry = load(transform(blob, 4326))
    return None if geometry.is_empty else _kml(geometry, digits)


def _kml(geometry: shapely.Geometry, digits: int) -> str:
    kind = geometry.geom_type

    def coordinates(line: shapely.Geometry) -> str:
        return f"<coordinates>{_joined(line.coords, ',', ' ', digits)}</coordinates>"

    def ring(line: shapely.Geometry, side: str) -> str:
        return f"<{side}><LinearRing>{coordinates(line)}</LinearRing></{side}>"

    if kind in ("Point", "LineString"):
        body = coordinates(geometry)
    elif kind == "Polygon":
        body = ring(geometry.exterior, "outerBoundaryIs")
        body += "".join(ring(hole, "innerBoundaryIs") for hole in geometry.interiors)
    else:
        kind = "MultiGeometry"
        body = "".join(_kml(part, digits) for part in geometry.geoms)
    return f"<{kind}>{body}</{kind}>"


@of_geometry("ST_AsSVG")
def as_svg(geometry: shapely.Geometry, relative: int = 0, digits: int = 15) -> str:
    """Path data of SVG, y pointing down; a point as a pair of attributes.

    With ``relative`` steps instead of positions.  Empty text for an empty geometry.
    """
    if geometry.is_empty:
        return ""
    separators = {"MultiPoint": ",", "GeometryCollection": ";"}
    if hasattr(geometry, "geoms"):
        separator = separators.get(geometry.geom_type, " ")
        return separator.join(as_svg(g, relative, digits) for g in geometry.geoms)
    if geometry.geom_type == "Point":
        names = ("x", "y") if relative else ("cx", "cy")
        values = (number(geometry.x, digits), number(-geometry.y, digits))
        return " ".join(
            f'{name}="{value}"' for name, value in zip(names, values, strict=True)
        )
    path: Callable[..., str] = _relative_path if relative else _absolute_path
    if geometry.geom_type == "LineString":
        return path(geometry.coords, digits)
    close = " z" if relative else " Z"
    rings = (geometry.exterior, *geometry.interiors)
    return " ".join(path(ring.coords[:-1], digits) + close for ring in rings)


def _svg_pair(x: float, y: float, digits: int) -> str:
    return f"{number(x, digits)} {number(-y, digits)}"


def _absolute_path(corners: list[Corner], digits: int) -> str:
    first, *rest = (_svg_pair(x, y, digits) for x, y, *_ in corners)
    return f"M {first} L {' '.join(rest)}"


def _relative_path(corners: list[Corner], digits: int) -> str:
    """Steps between rounded positions, so that rounding errors do not add up."""
    rounded = [(round(x, digits), round(y, digits)) for x, y, *_ in corners]
    steps = (
        _svg_pair(after[0] - before[0], after[1] - before[1], digits)
        for before, after in pairwise(rounded)
    )
    return f"M {_svg_pair(*rounded[0], digits)} l {' '.join(steps)}"
