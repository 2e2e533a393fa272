"""Layers that upper rooms lay over the map: communities, initiatives, services.

The map does not know what is above it; rooms register what they want shown.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from maps.models import AdminArea


@dataclass(frozen=True)
class PointFeature:
    """One public point: longitude and latitude in degrees, a name, and its page."""

    lon: float
    lat: float
    name: str
    url: str


@dataclass(frozen=True)
class PointLayer:
    """A named set of public points; ``is_shown`` from the beginning, or when asked for."""

    key: str
    label: "str | Promise"
    features: Callable[[], Iterable[PointFeature]]
    is_shown: bool = False


@dataclass(frozen=True)
class ResponseMeasure:
    """Something that is there for people, counted by area: the answer to a need.

    ``counts`` gives how many by the primary key of the area they belong to, of
    whatever level; only what is public is counted.
    """

    key: str
    label: "str | Promise"
    per_thousand_label: "str | Promise"
    counts: Callable[[], Mapping[int, int]]


_responses: dict[str, ResponseMeasure] = {}


def register_response(measure: ResponseMeasure) -> None:
    """Add (or replace) a measure of response."""
    _responses[measure.key] = measure


def response_measures() -> list[ResponseMeasure]:
    """All measures of response, in the order of the rooms that registered them."""
    return list(_responses.values())


def response_measure(key: str) -> ResponseMeasure | None:
    """One measure of response, or None."""
    return _responses.get(key)


_layers: dict[str, PointLayer] = {}


def register(layer: PointLayer) -> None:
    """Add (or replace) a layer."""
    _layers[layer.key] = layer


def point_layers() -> list[PointLayer]:
    """All layers, by key."""
    return [_layers[key] for key in sorted(_layers)]


def points_in(area: "AdminArea") -> list[tuple[PointLayer, list[PointFeature]]]:
    """What lies in an area, layer by layer; layers with nothing there are left out."""
    borders = shapely.from_wkb(bytes(area.geometry.wkb))
    shapely.prepare(borders)
    found = []
    for layer in point_layers():
        features = list(layer.features())
        is_inside = shapely.intersects_xy(
            borders, [each.lon for each in features], [each.lat for each in features]
        )
        inside = [each for each, own in zip(features, is_inside, strict=True) if own]
        if inside:
            found.append((layer, inside))
    return found


def point_layer(key: str) -> PointLayer | None:
    """One layer, or None."""
    return _layers.get(key)
