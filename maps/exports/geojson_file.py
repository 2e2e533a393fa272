"""GeoJSON piece by piece; where the data come from stands in a member of its own."""

from collections.abc import Iterator

from maps.collections.geojson import Drawing, feature_text, json_text
from maps.exports.dataset import Dataset


def geojson_text(dataset: Dataset) -> Iterator[str]:
    """The whole file as pieces of text."""
    head = {"type": "FeatureCollection", "about": dataset.about}
    yield f'{json_text(head)[:-1]},"features":['
    drawing = Drawing()
    for number, feature in enumerate(dataset.features()):
        comma = ",\n" if number else "\n"
        yield comma + feature_text(feature, dataset.base, drawing)
    yield "\n]}\n"
