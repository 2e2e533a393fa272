"""CSV with a row of HXL tags under its header, and the sidecar that describes it (CSVW).

A sheet loses its sidecar on the first copy, so each row also says under which licence it
may be used and where it came from.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from maps.collections import Column, Scalar
from maps.exports.dataset import Dataset
from maps.exports.tables import harmless, table_of

CSVW = "application/csvm+json"
_DATATYPES = {"integer": "integer", "number": "number", "date": "date", "uri": "anyURI"}
#: By the names that `Dataset.about` has for them.
_ORIGIN = (
    Column("source", _("Source"), hxl="#meta+source"),
    Column("licence", _("Licence"), hxl="#meta+licence"),
    Column("licence_url", _("Address of the licence"), "uri", hxl="#meta+licence+url"),
    Column("link", _("Address that stays"), "uri", hxl="#meta+link"),
)


class _Line:
    """Takes what a csv writer writes and hands it back."""

    def write(self, text: str) -> str:
        return text


def csv_text(dataset: Dataset) -> Iterator[str]:
    """The file line by line. The header is the same in every language."""
    table = table_of(dataset)
    columns = _columns(dataset)
    yield from csv_lines([[column.name for column in columns]])
    yield from csv_lines([[column.hxl for column in columns]])
    origin = [
        harmless(dataset.about[each.name]) for each in columns[len(table.columns) :]
    ]
    yield from csv_lines([*row, *origin] for row in table.rows())


def _columns(dataset: Dataset) -> list[Column]:
    """The table's columns, then those of its origin that it has not told by itself."""
    own = table_of(dataset).columns
    known = {column.name for column in own}
    return [
        *own,
        *(
            column
            for column in _ORIGIN
            if column.name in dataset.about and column.name not in known
        ),
    ]


def csv_lines(rows: Iterable[Sequence[Scalar]], end: str = "\r\n") -> Iterator[str]:
    """One line a row, nothing for None; lines end as RFC 4180 has it, or with ``end``."""
    writer: Any = csv.writer(_Line(), lineterminator=end)
    for row in rows:
        yield writer.writerow(["" if value is None else value for value in row])


def csv_description(dataset: Dataset, url: str) -> dict[str, Any]:
    """What the columns mean and where the data come from (CSV on the Web)."""
    about = dataset.about
    found: dict[str, Any] = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": url,
        "dialect": {"headerRowCount": 2, "encoding": "utf-8"},
        "dc:title": about["title"],
        "dc:description": about["description"],
        "dc:publisher": about["publisher"],
        "dc:rights": about["licence"],
        "dc:identifier": about["link"],
    }
    optional = {
        "dc:source": "source",
        "dc:date": "date",
        "dc:issued": "released",
        "dc:license": "licence_url",
    }
    found |= {name: about[fact] for name, fact in optional.items() if fact in about}
    found["notes"] = [
        {"name": fact.name, "label": fact.label, "text": fact.text}
        for fact in dataset.facts
    ]
    found["tableSchema"] = {
        "columns": [
            {
                "name": column.name,
                # Two rows of the header: name and tag.
                "titles": [column.name, column.hxl],
                "dc:description": str(column.title),
                "datatype": _DATATYPES.get(column.kind, "string"),
            }
            for column in _columns(dataset)
        ]
    }
    return found
