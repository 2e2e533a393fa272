"""Areas from GeoParquet, a batch at a time and bounded.

The sizes that a Parquet file declares are its sender's; what is unpacked is counted.
Source: GeoParquet 1.1 (geoparquet.org).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.errors import ShapelyError

if TYPE_CHECKING:
    from pathlib import Path

PARQUET_MAGIC: Final = b"PAR1"
_BATCH_ROWS: Final = 2_048
#: What the standard says of a file that states no system.
_IMPLIED: Final = "OGC:CRS84"


class UnreadableParquetError(Exception):
    """The file is no GeoParquet with borders as WKB, or damaged."""


class ParquetTooLargeError(Exception):
    """The file unpacks to more than is allowed."""


def read_geoparquet(file: Path, *, max_bytes: int) -> gpd.GeoDataFrame:
    """The rows with their geometry; ``crs`` is ``None`` where the file says so.

    :param max_bytes: limit of what is unpacked.
    :raises UnreadableParquetError: see there.
    :raises ParquetTooLargeError: see there.
    """
    try:
        with pq.ParquetFile(file) as source:
            column, crs = _geometry_column(source.schema_arrow.metadata or {})
            batches: list[pa.RecordBatch] = []
            unpacked = 0
            for batch in source.iter_batches(batch_size=_BATCH_ROWS):
                unpacked += batch.nbytes
                if unpacked > max_bytes:
                    raise ParquetTooLargeError
                batches.append(batch)
            table = pa.Table.from_batches(batches, schema=source.schema_arrow)
        frame = table.drop_columns([column]).to_pandas()
        shapes = shapely.from_wkb(table.column(column).to_pylist())
        return gpd.GeoDataFrame(frame, geometry=shapes, crs=crs)
    except (
        pa.ArrowException,
        ShapelyError,
        CRSError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        OSError,
        RecursionError,
    ) as error:
        raise UnreadableParquetError from error


def _geometry_column(metadata: dict[bytes, bytes]) -> tuple[str, CRS | None]:
    """The column of borders and its coordinate system.

    :raises KeyError: no geometry, or not as WKB.
    """
    geo: Any = json.loads(metadata[b"geo"])
    column = str(geo["primary_column"])
    described = geo["columns"][column]
    if described["encoding"] != "WKB":
        raise KeyError(described["encoding"])
    if "crs" not in described:
        return column, CRS(_IMPLIED)
    stated = described["crs"]
    return column, None if stated is None else CRS.from_json_dict(stated)
