"""Areas from KML: placemarks with polygons, and nothing that refers elsewhere.

Read here and not by GDAL: network links, overlays and styles are never looked at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import shapely
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from shapely.geometry.base import BaseGeometry

_FLOAT: Final = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_POINT: Final = re.compile(rf"({_FLOAT})\s*,\s*({_FLOAT})(?:\s*,\s*{_FLOAT})?")
#: A ring needs three corners and the first again.
_LEAST_POINTS: Final = 4


class UnreadableKmlError(Exception):
    """The file is no KML, or damaged."""


def read_kml(file: Path) -> gpd.GeoDataFrame:
    """The placemarks that have polygons, with their names and extended data.

    :raises UnreadableKmlError: see there.
    """
    try:
        records = [
            record for placemark in _placemarks(file) if (record := _record(placemark))
        ]
    except (ParseError, DefusedXmlException, UnicodeError, LookupError) as error:
        raise UnreadableKmlError from error
    shapes = [record.pop("geometry") for record in records]
    return gpd.GeoDataFrame(records, geometry=shapes, crs="EPSG:4326")


def _placemarks(file: Path) -> Iterator[Element]:
    """Every placemark, emptied after it was looked at."""
    is_kml = False
    with file.open("rb") as stream:
        for event, element in iterparse(stream, events=("start", "end")):
            name = _local(element)
            if not is_kml and event == "start":
                if name != "kml":
                    raise UnreadableKmlError
                is_kml = True
            if event == "end" and name == "Placemark":
                yield element
                element.clear()


def _record(placemark: Element) -> dict[str, Any] | None:
    polygons = [
        polygon
        for element in placemark.iter()
        if _local(element) == "Polygon" and (polygon := _polygon(element)) is not None
    ]
    if not polygons:
        return None
    record: dict[str, Any] = {}
    for element in placemark.iter():
        kind, label = _local(element), element.get("name", "")
        if kind == "SimpleData" and label:
            record[label] = (element.text or "").strip()
        elif kind == "Data" and label:
            values = (child.text for child in element if _local(child) == "value")
            record[label] = (next(values, "") or "").strip()
    for child in placemark:
        if _local(child) == "name":
            record.setdefault("name", (child.text or "").strip())
    record["geometry"] = (
        polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    )
    return record


def _polygon(element: Element) -> BaseGeometry | None:
    rings: dict[str, list[np.ndarray]] = {"outerBoundaryIs": [], "innerBoundaryIs": []}
    for boundary in element:
        for part in boundary.iter() if _local(boundary) in rings else ():
            if _local(part) == "coordinates":
                ring = np.array(
                    [(float(x), float(y)) for x, y in _POINT.findall(part.text or "")]
                )
                if len(ring) >= _LEAST_POINTS and np.isfinite(ring).all():
                    rings[_local(boundary)].append(ring)
    outer = rings["outerBoundaryIs"]
    return shapely.Polygon(outer[0], rings["innerBoundaryIs"]) if outer else None


def _local(element: Element) -> str:
    """The element's name without its namespace, of which KML has had several."""
    return str(element.tag).rpartition("}")[2]
