"""Excel: a sheet of data with HXL tags under its header, and a sheet that says whence."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from maps.exports.dataset import Dataset
from maps.exports.tables import table_of

_WIDTH = 18
_WIDE = 90


def write_workbook(dataset: Dataset, path: Path) -> None:
    """Write the file, never more than a row in memory. Data stand first, as HXL wants."""
    table = table_of(dataset)
    book = Workbook(write_only=True)
    data = book.create_sheet(_("Data"))
    data.freeze_panes = "A3"
    for number in range(1, len(table.columns) + 1):
        data.column_dimensions[get_column_letter(number)].width = _WIDTH
    data.append(_bold(data, (str(column.title) for column in table.columns)))
    data.append([column.hxl for column in table.columns])
    for row in table.rows():
        data.append([_plain(data, value) for value in row])
    about = book.create_sheet(_("About"))
    about.column_dimensions["A"].width = _WIDTH * 2
    about.column_dimensions["B"].width = _WIDE
    for fact in dataset.facts:
        about.append([*_bold(about, [fact.label]), _plain(about, fact.text)])
    for sheet in (data, about):
        sheet.sheet_view.rightToLeft = get_language_bidi()
    book.save(path)


def _bold(sheet: Any, texts: Iterable[str]) -> list[Any]:
    cells = []
    for text in texts:
        cell = _plain(sheet, text)
        cell.font = Font(bold=True)
        cells.append(cell)
    return cells


def _plain(sheet: Any, value: Any) -> Any:
    """A cell that is never a formula; control characters, which Excel forbids, go."""
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    return cell
