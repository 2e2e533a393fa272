"""GeoParquet 1.1: columns for analysis, geometry as WKB, its origin in the metadata."""

import json
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from maps.collections import Feature
from maps.collections.geojson import properties_of
from maps.exports.dataset import Dataset
from maps.exports.tables import PAGE

#: Features in one group of rows.
BATCH = 20_000


def write_geoparquet(dataset: Dataset, path: Path) -> None:
    """Write the file a group of rows at a time."""
    # Only this form of file needs it: a second of start that no other should pay.
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    types = {"integer": pa.int64(), "number": pa.float64(), "date": pa.date32()}
    columns = (*dataset.collection.columns, PAGE)
    schema = pa.schema(
        [
            *((each.name, types.get(each.kind, pa.string())) for each in columns),
            ("geometry", pa.binary()),
        ],
        metadata={
            "geo": json.dumps(_geo(dataset)),
            "about": json.dumps(dict(dataset.about), ensure_ascii=False),
        },
    )
    features = dataset.features()
    with pq.ParquetWriter(path, schema) as writer:
        while batch := list(islice(features, BATCH)):
            writer.write_table(
                pa.Table.from_pydict(_columns(dataset, batch), schema=schema)
            )


def _columns(dataset: Dataset, features: list[Feature]) -> dict[str, list[Any]]:
    rows = [properties_of(feature, dataset.base) for feature in features]
    found: dict[str, list[Any]] = {
        column.name: [row.get(column.name) for row in rows]
        for column in (*dataset.collection.columns, PAGE)
    }
    shapes = np.array([feature.geometry for feature in features], dtype=object)
    found["geometry"] = list(shapely.to_wkb(shapely.orient_polygons(shapes)))
    return found


def _geo(dataset: Dataset) -> dict[str, Any]:
    """The file's own metadata; no system named means longitude and latitude (CRS84)."""
    geometry: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": [dataset.collection.geometry_type],
        "orientation": "counterclockwise",
    }
    return {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": geometry},
    }
