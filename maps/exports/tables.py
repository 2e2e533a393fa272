"""A dataset as rows under columns, for files without geometry."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from maps.collections import Column, Scalar
from maps.collections.geojson import properties_of
from maps.exports.dataset import Dataset

PAGE = Column("page", _("Page"), "uri", hxl="#meta+url")
#: Told by the columns of all levels, so left out where these stand.
_REPLACED = frozenset({"parent"})
#: A spreadsheet takes a text that begins so for a formula and runs it.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Table:
    """Columns with their tags, and rows in the same order."""

    columns: tuple[Column, ...]
    dataset: Dataset

    def rows(self) -> Iterator[list[Scalar]]:
        """One row a feature; text that a spreadsheet would run is made harmless."""
        names = [column.name for column in self.columns]
        for feature in self.dataset.features():
            values = {
                **properties_of(feature, self.dataset.base),
                **self.dataset.lineage.values(feature.values.get("pcode")),
            }
            yield [harmless(values.get(name)) for name in names]


def table_of(dataset: Dataset) -> Table:
    """A dataset's table: own properties, then codes and names of the areas around."""
    own = dataset.collection.columns
    if not any(column.name == "pcode" for column in own):
        return Table((*own, PAGE), dataset)
    kept = tuple(column for column in own if column.name not in _REPLACED)
    return Table((*kept, *dataset.lineage.columns, PAGE), dataset)


def harmless(value: Scalar) -> Scalar:
    """A text with an apostrophe before what a spreadsheet would take for a formula."""
    if isinstance(value, str) and value.startswith(_FORMULA_SIGNS):
        return f"'{value}"
    return value
