"""Open a file of borders, whatever its wrapping, without trusting it.

GDAL guesses a driver from the content, and some drivers follow references to other
files or to the network (VRT, GDALG, WFS…).  A stranger's file must not choose: the
format is settled here by suffix and first bytes, and the driver is named to GDAL.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import geopandas as gpd
import pyogrio
from django.utils.translation import gettext as _
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS
from pyproj.exceptions import CRSError

from maps.imports.archives import check_size, unpack
from maps.imports.findings import FileRefusedError
from maps.imports.geoparquet import (
    ParquetTooLargeError,
    UnreadableParquetError,
    read_geoparquet,
)
from maps.imports.kml import UnreadableKmlError, read_kml
from maps.imports.reference_systems import CrsCandidate, likely_systems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

T = TypeVar("T")

MAX_BYTES = 300_000_000

_SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_JSON_SUFFIXES = (".geojson", ".topojson", ".json")
_MAIN_SUFFIXES = (".shp", ".gpkg", ".kml", ".parquet", ".geoparquet", *_JSON_SUFFIXES)
_SHAPEFILE_MAGIC = b"\x00\x00\x27\x0a"
_SQLITE_MAGIC = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class GeoTable:
    """Features of one layer, untouched: ``frame`` as read, ``crs`` stated or implied.

    ``label`` is the layer's name; ``encoding`` is set when it was guessed and may be
    wrong; ``is_faulty`` says that GDAL had to make sense of malformed parts.
    """

    label: str
    frame: gpd.GeoDataFrame
    crs: CRS
    encoding: str = ""
    is_faulty: bool = False


def read_geo_tables(
    path: Path,
    *,
    layer: str | None = None,
    crs: str | None = None,
    around: Sequence[BaseGeometry] = (),
    max_bytes: int = MAX_BYTES,
    workspace: Path | None = None,
) -> list[GeoTable]:
    """Read every layer of a file of borders, a zip or a folder of them.

    GeoPackage, Shapefile, GeoJSON, TopoJSON, GeoParquet, KML and KMZ.

    :param layer: read only the layer (or the file of a folder) of this name.
    :param crs: for files that do not state one, for example ``EPSG:32636``.
    :param around: loaded borders by which to judge systems that are not stated.
    :param max_bytes: limit of the unpacked size, all parts together.
    :param workspace: where to unpack; the system's temporary folder when left out.
    :raises CrsQuestionError: the coordinate system must be said.
    :raises FileRefusedError: with what is wrong and what to do.
    """
    given = _given_crs(crs)
    with unwrapped(path, max_bytes=max_bytes, workspace=workspace) as files:
        tables = [
            _read_layer(file, name, given, around, max_bytes)
            for file, name in layers_of_areas(files)
            if layer in (None, name, file.stem)
        ]
    if not tables:
        raise FileRefusedError(
            _("There is no layer of that name.")
            if layer
            else _("There is no layer of borders in it."),
            _("Check the layer's name, or leave it out to read all."),
        )
    return tables


@contextlib.contextmanager
def unwrapped(
    path: Path, *, max_bytes: int, workspace: Path | None
) -> Iterator[list[Path]]:
    """The main files behind ``path``, unpacked into a folder that is then removed."""
    if path.is_dir():
        parts = [
            part
            for part in sorted(path.rglob("*"))
            if part.is_file() and part.name[0] != "."
        ]
        _check_total(parts, max_bytes=max_bytes)
        yield _main_files(parts)
        return
    check_size(path, max_bytes=max_bytes)
    if path.suffix.lower() not in (".zip", ".kmz"):
        _check_total(
            [path.with_suffix(suffix) for suffix in _SHAPEFILE_PARTS],
            max_bytes=max_bytes,
        )
        yield _main_files([path])
        return
    with tempfile.TemporaryDirectory(prefix="borders-", dir=workspace) as folder:
        yield _main_files(
            unpack(path, Path(folder), max_bytes=max_bytes, wanted=_is_wanted)
        )


def _is_wanted(name: str) -> bool:
    return name.endswith((*_MAIN_SUFFIXES, *_SHAPEFILE_PARTS)) and name[0] not in "._"


def _check_total(parts: list[Path], *, max_bytes: int) -> None:
    total = sum(part.stat().st_size for part in parts if part.is_file())
    if total > max_bytes:
        raise FileRefusedError(
            _("The parts have %(size)d MB; the limit is %(limit)d MB.")
            % {"size": total / 1e6, "limit": max_bytes / 1e6},
            _("Put only the files that belong to the borders into it."),
        )


def _main_files(parts: list[Path]) -> list[Path]:
    files = [part for part in parts if part.suffix.lower() in _MAIN_SUFFIXES]
    if not files:
        raise FileRefusedError(
            _("There are no borders in it."),
            _(
                "Use a GeoPackage, a zipped Shapefile, GeoJSON, TopoJSON, GeoParquet "
                "or KML."
            ),
        )
    return files


def layers_of_areas(files: list[Path]) -> list[tuple[Path, str]]:
    """File and name of the layers of areas; of others only if there is none.

    COD-AB packages come with layers of border lines and of points beside them.
    """
    with warnings.catch_warnings():
        # They come again, and are told, when the layer is read.
        warnings.simplefilter("ignore")
        layers = [
            (file, str(name), str(kind))
            for file in files
            for name, kind in _layers_of(file)
            if kind is not None
        ]
    of_areas = [
        layer for layer in layers if re.search("Polygon|Unknown|Collection", layer[2])
    ]
    return [(file, name) for file, name, _kind in of_areas or layers]


def _layers_of(file: Path) -> Iterable[tuple[str, str | None]]:
    """Name and kind of geometry of the layers of one file."""
    if file.suffix.lower() in _OWN_READERS:
        return [(file.stem, "Unknown")]
    layers: Iterable[tuple[str, str | None]] = _opened(
        pyogrio.list_layers, _source(file)
    )
    return layers


def headings_of(file: Path, layer: str, *, max_bytes: int) -> list[str]:
    """The columns of a layer, without its geometry. Raises FileRefusedError."""
    if reader := _OWN_READERS.get(file.suffix.lower()):
        return [str(name) for name in reader(file, max_bytes).columns[:-1]]
    told = _opened(pyogrio.read_info, _source(file), layer=layer)
    return [str(name) for name in told["fields"]]


def _source(file: Path) -> str:
    """The name under which GDAL opens the file with the driver that we chose."""
    suffix = file.suffix.lower()
    with file.open("rb") as stream:
        head = stream.read(65_536)
    if suffix == ".shp" and head.startswith(_SHAPEFILE_MAGIC):
        return str(file)
    if suffix == ".gpkg" and head.startswith(_SQLITE_MAGIC):
        _check_geopackage(file)
        return str(file)
    if (
        suffix in _JSON_SUFFIXES
        and head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
    ):
        driver = "TopoJSON" if _is_topology(head, file) else "GeoJSON"
        return f"{driver}:{file}"
    raise FileRefusedError(
        _("The content is not what the file's name says."),
        _("Save it again as GeoPackage, Shapefile, GeoJSON or TopoJSON."),
    )


def _is_topology(head: bytes, file: Path) -> bool:
    compact = b"".join(head.split())
    if b'"type":"Topology"' in compact:
        return True
    return file.suffix.lower() == ".topojson" and b"FeatureCollection" not in compact


def _check_geopackage(file: Path) -> None:
    """Refuse virtual tables other than indexes: they can read other files."""
    try:
        with contextlib.closing(
            sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as database:
            database.text_factory = bytes
            rows = database.execute(
                "SELECT lower(sql) FROM sqlite_master WHERE sql LIKE 'create virtual%'"
            ).fetchall()
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise _unreadable() from error
    if any(b"using rtree" not in sql and b"using fts" not in sql for (sql,) in rows):
        raise FileRefusedError(
            _("The GeoPackage refers to data outside itself."),
            _("Export the layer of borders alone into a new GeoPackage."),
        )


def _read_layer(
    file: Path,
    name: str,
    given: CRS | None,
    around: Sequence[BaseGeometry],
    max_bytes: int,
) -> GeoTable:
    if reader := _OWN_READERS.get(file.suffix.lower()):
        frame = reader(file, max_bytes)
        return GeoTable(name, frame, _crs_of(file, frame, given, around))
    encoding = _guessed_encoding(file)
    with warnings.catch_warnings(record=True) as remarks:
        warnings.simplefilter("always")
        frame = _opened(
            pyogrio.read_dataframe,
            _source(file),
            layer=name,
            encoding=encoding or None,
            datetime_as_string=True,
            on_invalid="fix",
        )
    if not isinstance(frame, gpd.GeoDataFrame):
        raise FileRefusedError(
            _("The layer has no geometry."), _("Name the layer that has the borders.")
        )
    # What is guessed without doubt is not worth a remark.
    remark = "" if encoding == "UTF-8" else encoding
    return GeoTable(
        name, frame, _crs_of(file, frame, given, around), remark, bool(remarks)
    )


def _guessed_encoding(file: Path) -> str:
    """For a Shapefile without ``.cpg``: UTF-8 if its table decodes so, else Windows."""
    if file.suffix.lower() != ".shp" or _part(file, ".cpg"):
        return ""
    table = _part(file, ".dbf")
    if table is None:
        return ""
    content = table.read_bytes()
    header_size = int.from_bytes(content[8:10], "little")
    try:
        content[header_size:].decode("utf-8")
    except UnicodeDecodeError:
        return "CP1252"
    return "UTF-8"


def _kml(file: Path, _max_bytes: int) -> gpd.GeoDataFrame:
    try:
        return read_kml(file)
    except UnreadableKmlError as error:
        raise _unreadable() from error


def _geoparquet(file: Path, max_bytes: int) -> gpd.GeoDataFrame:
    try:
        return read_geoparquet(file, max_bytes=max_bytes)
    except UnreadableParquetError as error:
        raise FileRefusedError(
            _("The file is no GeoParquet with borders, or it is damaged."),
            _("Save it again as GeoParquet with WKB geometry, or as GeoPackage."),
        ) from error
    except ParquetTooLargeError as error:
        raise FileRefusedError(
            _("The file unpacks to more than %(limit)d MB.")
            % {"limit": max_bytes / 1e6},
            _("Split it, or leave out columns that are not needed."),
        ) from error


#: Formats that GDAL is not asked to read.
_OWN_READERS: dict[str, Callable[[Path, int], gpd.GeoDataFrame]] = {
    ".kml": _kml,
    ".parquet": _geoparquet,
    ".geoparquet": _geoparquet,
}


def _crs_of(
    file: Path,
    frame: gpd.GeoDataFrame,
    given: CRS | None,
    around: Sequence[BaseGeometry],
) -> CRS:
    """Stated in the file; else given; else EPSG:4326 where a standard implies it."""
    if frame.crs is not None:
        return CRS(frame.crs)
    if given is not None:
        return given
    if file.suffix.lower() in _JSON_SUFFIXES:
        return CRS("EPSG:4326")
    what = (
        _("The Shapefile has no .prj part, so its coordinate system is unknown.")
        if file.suffix.lower() == ".shp"
        else _("The layer does not say in which coordinate system it is.")
    )
    raise CrsQuestionError(what, likely_systems(list(frame.geometry), around))


class CrsQuestionError(FileRefusedError):
    """Only a person knows the coordinate system; ``candidates`` are the likely ones."""

    def __init__(self, what: str, candidates: list[CrsCandidate]) -> None:
        remedy = (
            _("Say which it is; likely are: %(systems)s.")
            % {"systems": "; ".join(map(str, candidates))}
            if candidates
            else _("Add the .prj file, or state the system, for example EPSG:4326.")
        )
        super().__init__(what, remedy, field="crs")
        self.candidates = candidates


def _part(file: Path, suffix: str) -> Path | None:
    """A part of a Shapefile, whatever the case of its suffix."""
    for name in (suffix, suffix.upper()):
        if (part := file.with_suffix(name)).is_file():
            return part
    return None


def _given_crs(crs: str | None) -> CRS | None:
    if crs is None:
        return None
    try:
        return CRS.from_user_input(crs)
    except CRSError as error:
        raise FileRefusedError(
            _("The coordinate system %(crs)s is not known.") % {"crs": crs},
            _("Write it like EPSG:4326."),
        ) from error


def _opened(read: Callable[..., T], source: str, **options: Any) -> T:
    """Call pyogrio, whose errors name files and drivers, and say it our way."""
    try:
        return read(source, **options)
    except (
        DataSourceError,
        DataLayerError,
        CRSError,
        ValueError,
        # What pyogrio 0.13 raises for a coordinate system that is not UTF-8.
        UnboundLocalError,
    ) as error:
        raise _unreadable() from error


def _unreadable() -> FileRefusedError:
    return FileRefusedError(
        _("The file is damaged or incomplete: its borders cannot be read."),
        _("Download it again; a Shapefile needs its .shp, .shx and .dbf together."),
    )
