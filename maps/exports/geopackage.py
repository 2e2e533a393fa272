"""GeoPackage: a layer for each administrative level, its origin in the metadata tables."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely

from maps.collections import Column, Feature
from maps.collections.geojson import properties_of
from maps.exports.dataset import Dataset
from maps.exports.tables import PAGE

#: Features written at once.
BATCH = 5_000
_TYPES: dict[str, Any] = {
    "integer": np.int64,
    "number": np.float64,
    "date": "datetime64[D]",
}


def write_geopackage(dataset: Dataset, path: Path) -> None:
    """Write the file a batch of features at a time."""
    begun: set[str] = set()
    features = dataset.features()
    while batch := list(islice(features, BATCH)):
        layers: dict[str, list[Feature]] = {}
        for feature in batch:
            layers.setdefault(_layer_of(dataset, feature), []).append(feature)
        for layer, members in sorted(layers.items()):
            _write(dataset, path, layer, members, is_new=layer not in begun)
            begun.add(layer)
    if not begun:
        _write(dataset, path, dataset.collection.key, [], is_new=True)


def _layer_of(dataset: Dataset, feature: Feature) -> str:
    level = feature.values.get("level")
    key = dataset.collection.key
    return key if level is None else f"{key}_adm{level}"


def _write(
    dataset: Dataset,
    path: Path,
    layer: str,
    features: Sequence[Feature],
    *,
    is_new: bool,
) -> None:
    columns = (*dataset.collection.columns, PAGE)
    rows = [properties_of(feature, dataset.base) for feature in features]
    arrays, masks = [], []
    for column in columns:
        values = [row.get(column.name) for row in rows]
        arrays.append(_array(column, values))
        masks.append(np.array([value is None for value in values], dtype=bool))
    about = dict(dataset.about)
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array([each.geometry for each in features], dtype=object)),
        arrays,
        [column.name for column in columns],
        field_mask=masks,
        layer=layer,
        driver="GPKG",
        geometry_type=dataset.collection.geometry_type,
        crs="EPSG:4326",
        append=path.exists(),
        dataset_metadata=about if not path.exists() else None,
        layer_metadata=about if is_new else None,
    )


def _array(column: Column, values: Sequence[Any]) -> np.ndarray:
    """Values of a column as numpy has them; what is masked counts for nothing."""
    kind = _TYPES.get(column.kind)
    if kind is None:
        return np.array(values, dtype=object)
    if column.kind == "date":
        return np.array(values, dtype=kind)
    return np.array([0 if value is None else value for value in values], dtype=kind)
