"""Layers that upper rooms lay over the map: communities, initiatives, services.

The map does not know what is above it; rooms register what they want shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True)
class PointFeature:
    """One public point: longitude and latitude in degrees, a name, and its page."""

    lon: float
    lat: float
    name: str
    url: str


@dataclass(frozen=True)
class PointLayer:
    """A named set of public points."""

    key: str
    label: "str | Promise"
    features: Callable[[], Iterable[PointFeature]]


_layers: dict[str, PointLayer] = {}


def register(layer: PointLayer) -> None:
    """Add (or replace) a layer."""
    _layers[layer.key] = layer


def point_layers() -> list[PointLayer]:
    """All layers, by key."""
    return [_layers[key] for key in sorted(_layers)]


def point_layer(key: str) -> PointLayer | None:
    """One layer, or None."""
    return _layers.get(key)
