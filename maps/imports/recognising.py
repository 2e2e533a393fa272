"""Ways to find one column: by its exact words, by its tag, or by the user's choice.

A recogniser takes a heading and gives a column number, or ``None``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from maps.imports.findings import FileRefusedError
from maps.imports.headings import Heading, words_of
from maps.imports.hxl import parse_tag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Recogniser = Callable[[Heading], int | None]

#: Attributes of places that people came from.
FROM = frozenset({"origin", "from", "previous"})


def exactly(*names: str) -> Recogniser:
    """Headings that consist of just these words; earlier names rank higher."""

    def recognise(heading: Heading) -> int | None:
        for name in names:
            for column, split in enumerate(heading.words):
                if " ".join(split) == name:
                    return column
        return None

    return recognise


def tagged(name: str, *attributes: str) -> Recogniser:
    """The first HXL tag of this name with all the attributes, of no other place."""

    def recognise(heading: Heading) -> int | None:
        for column, tag in enumerate(heading.tags):
            if (
                tag is not None
                and tag.name == name
                and tag.attributes >= set(attributes)
                and not tag.attributes & FROM
            ):
                return column
        return None

    return recognise


def either(*recognisers: Recogniser) -> Recogniser:
    """The first recogniser that finds a column."""

    def recognise(heading: Heading) -> int | None:
        for recogniser in recognisers:
            if (column := recogniser(heading)) is not None:
                return column
        return None

    return recognise


def only(heading: Heading, matched: list[int], *, field: str) -> int:
    """The one match, or the one of several that says “total”.

    :raises FileRefusedError: several remain; it names them.
    """
    if len(matched) > 1:
        totals = [column for column in matched if "total" in heading.words[column]]
        matched = totals if len(totals) == 1 else matched
    if len(matched) == 1:
        return matched[0]
    raise FileRefusedError(
        _("Several columns could be the count: %(names)s.")
        % {"names": " | ".join(heading.label(column) for column in matched)},
        _("Name the one that is meant."),
        field=field,
    )


def chosen_columns(
    heading: Heading, columns: Mapping[str, str], *, fields: Sequence[str]
) -> dict[str, int]:
    """Column numbers of explicit choices.

    :param columns: headings, or HXL tags, by field.
    :raises FileRefusedError: no such field, no such column, or several of the name.
    """
    for name in columns:
        if name not in fields:
            raise FileRefusedError(
                _("There is no field %(field)s.") % {"field": name},
                _("Fields are: %(fields)s.") % {"fields": ", ".join(fields)},
            )
    return {
        name: _column_named(heading, name, wanted) for name, wanted in columns.items()
    }


def _column_named(heading: Heading, name: str, wanted: str) -> int:
    """The column with this heading: exact, else without regard to case and blanks."""
    tag = parse_tag(wanted)
    tests: tuple[Callable[[int], bool], ...] = (
        lambda column: heading.headers[column] == wanted.strip(),
        lambda column: _loose(heading.headers[column]) == _loose(wanted),
        lambda column: tag is not None and heading.tags[column] == tag,
        lambda column: words_of(heading.headers[column]) == words_of(wanted) != (),
    )
    for test in tests:
        columns = list(filter(test, range(heading.width)))
        if len(columns) == 1:
            return columns[0]
        if columns:
            raise FileRefusedError(
                _("The file has %(count)d columns named %(column)s.")
                % {"count": len(columns), "column": wanted},
                _("Rename them, so that each has a name of its own."),
                field=name,
            )
    raise FileRefusedError(
        _("The file has no column %(column)s.") % {"column": wanted},
        _("Check the spelling, or the row of the headings."),
        field=name,
    )


def _loose(header: str) -> str:
    return " ".join(header.split()).casefold()
