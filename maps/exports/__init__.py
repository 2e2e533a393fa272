"""Open data as files. They hold the very features that the screens and the interface show."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from maps.exports.comma_separated import csv_text
from maps.exports.dataset import Dataset
from maps.exports.geojson_file import geojson_text
from maps.exports.geopackage import write_geopackage
from maps.exports.geoparquet import write_geoparquet
from maps.exports.workbook import write_workbook

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class FileFormat:
    """A form of file."""

    extension: str
    media_type: str
    name: str
    purpose: "StrOrPromise"


@dataclass(frozen=True)
class StreamedFormat(FileFormat):
    """A file that is text, written and sent piece by piece."""

    pieces: Callable[[Dataset], Iterator[str]]


@dataclass(frozen=True)
class WholeFormat(FileFormat):
    """A file that is whole only when all of it is written."""

    write: Callable[[Dataset, Path], None]


FORMATS: dict[str, StreamedFormat | WholeFormat] = {
    each.extension: each
    for each in (
        WholeFormat(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "Excel",
            _("for spreadsheets, with HXL tags"),
            write=write_workbook,
        ),
        StreamedFormat(
            "csv",
            "text/csv; charset=utf-8",
            "CSV",
            _("plain text, with HXL tags"),
            pieces=csv_text,
        ),
        WholeFormat(
            "gpkg",
            "application/geopackage+sqlite3",
            "GeoPackage",
            _("for QGIS, with borders"),
            write=write_geopackage,
        ),
        StreamedFormat(
            "geojson",
            "application/geo+json",
            "GeoJSON",
            _("for maps on the web"),
            pieces=geojson_text,
        ),
        WholeFormat(
            "parquet",
            "application/vnd.apache.parquet",
            "GeoParquet",
            _("for analysis of large data"),
            write=write_geoparquet,
        ),
    )
}

__all__ = ["FORMATS", "Dataset", "FileFormat", "StreamedFormat", "WholeFormat"]
