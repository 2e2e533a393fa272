"""Open a table of rows, CSV or XLSX, from a stranger.

Nothing is copied to disk, where an upload lies sealed: it holds people's rows.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from maps.imports.archives import check_archive, check_size
from maps.imports.csv_tables import UTF16_MARKS, CsvTable
from maps.imports.findings import FileRefusedError
from maps.imports.workbooks import XlsxTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from maps.imports.sheets import Table
    from maps.imports.sources import Source

#: Larger files are split at the source; a national round has 1 to 5 MB.
MAX_BYTES = 100_000_000
#: Unpacked XLSX: the XML of about five million cells.
MAX_UNPACKED_BYTES = 500_000_000

_OLE_MAGIC = b"\xd0\xcf\x11\xe0"


@contextlib.contextmanager
def open_table(
    path: Source | str,
    *,
    max_bytes: int = MAX_BYTES,
    max_unpacked: int = MAX_UNPACKED_BYTES,
) -> Iterator[Table]:
    """Open a CSV (or TSV) or XLSX file by what it contains.

    :param max_bytes: limit of the file, ``max_unpacked`` of its unpacked XML.
    :raises FileRefusedError: here or while rows are read.
    """
    source = Path(path) if isinstance(path, str) else path
    check_size(source, max_bytes=max_bytes)
    with source.open("rb") as stream:
        head = stream.read(8_192)
    if head.startswith(_OLE_MAGIC):
        raise FileRefusedError(
            _("The file is an old .xls workbook, or protected by a password."),
            _("Save it as .xlsx without a password, or as CSV."),
        )
    if head.startswith(b"PK"):
        check_archive(source, max_bytes=max_unpacked)
        with contextlib.ExitStack() as stack:
            yield XlsxTable(source, stack)
        return
    if b"\0" in head and not head.startswith(UTF16_MARKS):
        raise FileRefusedError(
            _("The file is neither a table of text nor a workbook."),
            _("Save it as .xlsx or as CSV in UTF-8."),
        )
    yield CsvTable(source)
