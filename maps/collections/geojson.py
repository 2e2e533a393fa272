"""A feature as GeoJSON (RFC 7946): rings wound as it asks, no more decimals than needed."""

import datetime
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import shapely

from maps.collections.registry import Feature, Scalar

#: Decimals of a degree: about 11 cm.
DECIMALS = 6

Projection = Callable[[np.ndarray], np.ndarray]


class Drawing:
    """Writes geometry in one reference system, each shape once however often it comes.

    Outer rings run against the clock and holes with it, seen with longitude to the
    right. Released figures come with the same borders for every group and round.
    """

    def __init__(
        self, project: Projection | None = None, decimals: int = DECIMALS
    ) -> None:
        self._project = project
        self._decimals = decimals
        # The shape is kept with its text: an identity may be given again once it is gone.
        self._written: dict[int, tuple[shapely.Geometry, str]] = {}

    def text(self, shape: shapely.Geometry | None) -> str:
        """A geometry as GeoJSON; ``null`` where there is none."""
        if shape is None:
            return "null"
        if id(shape) not in self._written:
            wound = shapely.orient_polygons(shape, exterior_cw=False)
            drawn = shapely.transform(wound, self._draw)
            self._written[id(shape)] = shape, str(shapely.to_geojson(drawn))
        return self._written[id(shape)][1]

    def _draw(self, xy: np.ndarray) -> np.ndarray:
        there = self._project(xy) if self._project else xy
        # Adding zero turns "-0.0" into "0.0".
        return np.round(there, self._decimals) + 0.0


def properties_of(feature: Feature, base: str) -> dict[str, Scalar]:
    """A feature's values and the full address of its page; ``base`` is the site's."""
    return {**feature.values, "page": base + feature.page if feature.page else None}


def feature_text(
    feature: Feature,
    base: str,
    drawing: Drawing,
    links: Iterable[Mapping[str, str]] = (),
) -> str:
    """A feature as text, with links where it stands alone."""
    about: dict[str, Any] = {"properties": properties_of(feature, base)}
    if links:
        about["links"] = list(links)
    return (
        f'{{"type":"Feature","id":{json.dumps(feature.key)},'
        f'"geometry":{drawing.text(feature.geometry)},'
        f"{json_text(about)[1:]}"
    )


def json_text(value: Any) -> str:
    """JSON without spaces, in its own letters, dates as ISO 8601 writes them."""
    return json.dumps(
        value, ensure_ascii=False, separators=(",", ":"), default=_as_words
    )


def _as_words(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)
