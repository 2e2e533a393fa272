"""Administrative borders from a file: rows fit to store, and what was found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely
from django.utils.translation import gettext as _

from maps.imports.area_columns import AREA_FIELDS, AreaColumns, match_area_columns
from maps.imports.area_positions import check_axes, check_place, geometry_messages
from maps.imports.findings import (
    FileRefusedError,
    Finding,
    FindingKind,
    FindingLog,
    Severity,
)
from maps.imports.geofiles import (
    MAX_BYTES,
    CrsQuestionError,
    GeoTable,
    read_geo_tables,
)
from maps.imports.geometry import Borders, UnusableGeometryError, borders_of
from maps.imports.values import (
    Cell,
    date_of,
    has_markup,
    is_missing,
    plain_name,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from shapely.geometry import MultiPolygon
    from shapely.geometry.base import BaseGeometry

    from maps.imports.progress import Progress
    from maps.imports.reference_systems import CrsCandidate

#: As long as the database keeps them.
MAX_CODE_LENGTH = 40
MAX_NAME_LENGTH = 200
#: Areas between two words on how far the reading is.
_TOLD_EVERY = 50


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area as the file has it, borders in EPSG:4326.

    ``code`` and ``parent_code`` are text, leading zeros kept; ``parent_code`` is
    ``None`` when the file does not say (see ``maps.imports.containment``).
    ``names`` maps language codes to names.  ``row`` counts features from 1.
    """

    row: int
    code: str
    name: str
    names: Mapping[str, str]
    parent_code: str | None
    valid_on: date | None
    geometry: MultiPolygon
    area_km2: float


@dataclass(frozen=True, slots=True)
class AreaFile:
    """What a file of borders holds: good rows, and findings on the others.

    ``rows_read`` counts the file's features, ``bad_rows`` those with an error.
    ``crs_candidates`` are the systems to ask about where the file states none.
    ``headings`` are the fields of the layer that was read, ``columns`` what they were
    taken for (see ``AREA_FIELDS``).
    """

    level: int
    rows: list[AreaRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows_read: int = 0
    bad_rows: int = 0
    crs: str = ""
    crs_candidates: list[CrsCandidate] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_errors(self) -> bool:
        """Whether the file is refused or a row of it is bad."""
        return self.bad_rows > 0 or self.is_refused

    @property
    def is_refused(self) -> bool:
        """Whether nothing of the file can be used, bad rows skipped or not."""
        return any(f.is_error and f.row is None for f in self.findings)


def read_areas(
    path: Path | str,
    *,
    level: int,
    layer: str | None = None,
    columns: Mapping[str, str] | None = None,
    crs: str | None = None,
    turn_axes: bool = False,
    around: Sequence[BaseGeometry] = (),
    max_bytes: int = MAX_BYTES,
    workspace: Path | None = None,
    progress: Progress | None = None,
) -> AreaFile:
    """Read one administrative level from a file of borders.

    Reads GeoPackage, Shapefile (also zipped), GeoJSON, TopoJSON, GeoParquet, KML, KMZ,
    or a folder of them; the columns of COD-AB (new and legacy), geoBoundaries and
    Natural Earth.

    :param level: 0 for the country, 1 for its regions, and so on.
    :param layer: the layer, or the file within a folder or zip; all when left out.
    :param columns: explicit column names by field: code, name, parent, valid_on.
    :param crs: coordinate system for files that do not state one.
    :param turn_axes: whether the file has latitude first.
    :param around: borders that are loaded and should hold these, or overlap them: by
        them coordinate systems and the order of axes are judged.
    :param max_bytes: limit of the size, unpacked.
    :param workspace: where to unpack; the system's temporary folder when left out.
    :param progress: told how many areas are read, and of how many.
    :raises ImportCancelledError: ``progress`` says that it is not wanted any more.
    """
    log = FindingLog()
    try:
        tables = _tables_of_level(
            read_geo_tables(
                Path(path),
                layer=layer,
                crs=crs,
                around=around,
                max_bytes=max_bytes,
                workspace=workspace,
            ),
            level=level,
            columns=columns,
        )
        rows = _rows(
            [(_turned(t), c) for t, c in tables] if turn_axes else tables,
            log,
            progress,
        )
        check_axes(log, has_rows=bool(rows))
        if around:
            check_place(log, [row.geometry for row in rows], around)
    except CrsQuestionError as question:
        return AreaFile(
            level, findings=[question.finding], crs_candidates=question.candidates
        )
    except FileRefusedError as refusal:
        return AreaFile(level, findings=[refusal.finding])
    return AreaFile(
        level=level,
        rows=rows,
        findings=log.kept,
        rows_read=sum(len(table.frame) for table, _columns in tables),
        bad_rows=log.bad_rows,
        crs=tables[0][0].crs.to_string(),
        headings=_fields(tables[0][0]),
        columns={
            name: heading
            for name in AREA_FIELDS
            if (heading := getattr(tables[0][1], name))
        },
    )


def _fields(table: GeoTable) -> list[str]:
    return [str(name) for name in table.frame.columns if name != "geometry"]


def _tables_of_level(
    tables: list[GeoTable], *, level: int, columns: Mapping[str, str] | None
) -> list[tuple[GeoTable, AreaColumns]]:
    """The layers that have this level's codes; of a COD-AB package, the right one.

    A layer of a finer level also has the codes of this one, once for every part;
    it is passed over when another layer has them once each.
    """
    found: list[tuple[GeoTable, AreaColumns]] = []
    refusals: list[FileRefusedError] = []
    for table in tables:
        try:
            matched = match_area_columns(_fields(table), level=level, columns=columns)
            found.append((table, matched))
        except FileRefusedError as refusal:
            refusals.append(refusal)
    if not found:
        raise refusals[0]
    if all(table.frame.empty for table, _columns in found):
        raise FileRefusedError(
            _("There is no area in the file."),
            _("Check that the right layer is named."),
        )
    own = [pair for pair in found if pair[0].frame[pair[1].code].is_unique]
    return own or found


def _rows(
    tables: list[tuple[GeoTable, AreaColumns]],
    log: FindingLog,
    progress: Progress | None,
) -> list[AreaRow]:
    codes = Counter(
        text_of(code).casefold()
        for table, columns in tables
        for code in table.frame[columns.code]
    )
    rows: list[AreaRow] = []
    number, total = 0, sum(len(table.frame) for table, _columns in tables)
    for table, columns in tables:
        if table.encoding:
            log.add(_guessed_encoding(table.encoding))
        if table.is_faulty:
            log.add(_malformed())
        for record in _records(table):
            number += 1
            reader = _RowReader(number, record, columns)
            row = reader.read(table, codes)
            log.add_all_of_row(reader.findings)
            if row is not None:
                rows.append(row)
            if progress is not None and number % _TOLD_EVERY == 0:
                progress(number, total, bad=log.bad_rows)
    return rows


def _turned(table: GeoTable) -> GeoTable:
    """The table with x and y exchanged."""
    frame = table.frame.copy()
    frame[frame.geometry.name] = shapely.transform(
        frame.geometry.to_numpy(), lambda points: points[:, ::-1]
    )
    return replace(table, frame=frame)


def _records(table: GeoTable) -> list[dict[str, Any]]:
    frame = table.frame
    geometry = frame.geometry.to_numpy()
    records: list[dict[str, Any]] = frame.drop(columns=frame.geometry.name).to_dict(
        "records"
    )
    for record, shape in zip(records, geometry, strict=True):
        record["geometry"] = shape
    return records


class _RowReader:
    """Reads one feature, collecting what is wrong with it."""

    def __init__(self, row: int, record: dict[str, Any], columns: AreaColumns) -> None:
        self.row = row
        self.record = record
        self.columns = columns
        self.findings: list[Finding] = []

    def read(self, table: GeoTable, codes: Counter[str]) -> AreaRow | None:
        code = self._code(codes)
        names = self._names()
        name = self._name(code)
        borders = self._borders(table)
        if borders is None or any(finding.is_error for finding in self.findings):
            return None
        return AreaRow(
            row=self.row,
            code=code,
            name=name,
            names=names,
            parent_code=self._text(self.columns.parent) or None,
            valid_on=date_of(self._cell(self.columns.valid_on)),
            geometry=borders.geometry,
            area_km2=borders.area_km2,
        )

    def _cell(self, column: str) -> Cell:
        return self.record.get(column) if column else None

    def _text(self, column: str) -> str:
        cell = self._cell(column)
        return "" if is_missing(cell) else text_of(cell)

    def _code(self, codes: Counter[str]) -> str:
        code = self._text(self.columns.code)
        if not code:
            self._error("code", _("The area has no code."), _("Give it its P-code."))
        elif len(code) > MAX_CODE_LENGTH:
            self._error(
                "code",
                _("The code is longer than %(limit)d characters.")
                % {"limit": MAX_CODE_LENGTH},
                _("Check that the column holds codes."),
            )
        elif codes[code.casefold()] > 1:
            self._error(
                "code",
                _("The code stands on %(count)d rows.")
                % {"count": codes[code.casefold()]},
                _("Give each area its own code, or load a file of this level alone."),
                value=code,
            )
        return code

    def _name(self, code: str) -> str:
        name = plain_name(self._text(self.columns.name)) or code
        if len(name) > MAX_NAME_LENGTH:
            self._error(
                "name",
                _("The name is longer than %(limit)d characters.")
                % {"limit": MAX_NAME_LENGTH},
                _("Shorten it, or name another column."),
            )
        if has_markup(name):
            self._note(
                FindingKind.VALUE,
                "name",
                _("The name holds markup; it is kept and shown as plain text."),
                _("Correct the name in the file if that was not meant."),
            )
        return name

    def _names(self) -> dict[str, str]:
        names = {
            language: plain_name(self._text(column))
            for language, column in self.columns.names.items()
            if language != "und"
        }
        for key, column in self.columns.numbered.items():
            language = self._text(self.columns.languages.get(key, "")).lower()
            if language:
                names[language] = plain_name(self._text(column))
        return {
            language: name[:MAX_NAME_LENGTH] for language, name in names.items() if name
        }

    def _borders(self, table: GeoTable) -> Borders | None:
        try:
            borders = borders_of(self.record["geometry"], table.crs)
        except UnusableGeometryError as error:
            self._error("geometry", *geometry_messages(error.reason))
            return None
        if borders.repaired:
            self._note(
                FindingKind.VALUE,
                "geometry",
                _("The borders were invalid (%(reason)s) and have been repaired.")
                % {"reason": borders.repaired},
                _("Look at the area on the map."),
            )
        return borders

    def _error(self, field: str, message: str, remedy: str, value: str = "") -> None:
        self.findings.append(
            Finding(FindingKind.ROW, message, remedy, self.row, field, value)
        )

    def _note(self, kind: FindingKind, field: str, message: str, remedy: str) -> None:
        self.findings.append(
            Finding(kind, message, remedy, self.row, field, severity=Severity.NOTE)
        )


def _guessed_encoding(encoding: str) -> Finding:
    return Finding(
        FindingKind.FILE,
        _("The names are not in UTF-8; they were read as %(encoding)s.")
        % {"encoding": encoding},
        _("Check accented letters; add a .cpg file that names the encoding."),
        severity=Severity.NOTE,
    )


def _malformed() -> Finding:
    return Finding(
        FindingKind.FILE,
        _("Parts of the file are malformed; what could be read of them was."),
        _("Look at the areas on the map, or save the file again from a GIS."),
        severity=Severity.NOTE,
    )
