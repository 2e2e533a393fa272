"""A person's choice of columns, remembered for the next file with these headings.

It holds headings and choices, never a value of a row, and can be kept as JSON.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from maps.imports.findings import FileRefusedError
from maps.imports.folding import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from maps.imports.headings import Heading

_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which heading plays which role, for tables whose headings have ``fingerprint``.

    ``columns`` is what :func:`maps.imports.matching.match` takes: headings by role.
    ``codes`` and ``places`` are what a person confirmed: the file's codes, and the
    file's folded names of places, to codes of loaded areas.
    """

    fingerprint: str
    columns: Mapping[str, str]
    sheet: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    def fits(self, heading: Heading) -> bool:
        """Whether the table's headings are those that the mapping was made for."""
        return self.fingerprint == fingerprint_of(heading)

    def as_json(self) -> str:
        """As text to keep."""
        return json.dumps(
            {"version": _VERSION, **asdict(self)}, ensure_ascii=False, indent=2
        )


def mapping_from_json(text: str) -> ColumnMapping:
    """The mapping that was kept as text.

    :raises FileRefusedError: the text is none.
    """
    try:
        kept: Any = json.loads(text)
        version = kept.pop("version")
        mapping = ColumnMapping(**kept)
        pairs = (mapping.columns, mapping.codes, mapping.places)
        is_sound = (
            version == _VERSION
            and all(isinstance(s, str) for s in (mapping.fingerprint, mapping.sheet))
            and all(isinstance(s, str) for p in pairs for kv in p.items() for s in kv)
        )
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        is_sound = False
    if not is_sound:
        raise FileRefusedError(
            _("This is not a remembered mapping of columns."),
            _("Use a file that was saved when columns were named."),
        )
    return mapping


def fingerprint_of(heading: Heading) -> str:
    """A mark of the headings, whatever their order, capitals and blanks."""
    return _fingerprint(
        " ".join(words_of(header)) + (str(tag) if tag else "")
        for header, tag in zip(heading.headers, heading.tags, strict=True)
    )


def fingerprint_of_fields(names: Iterable[str]) -> str:
    """The same of the fields of a layer, which have no tags."""
    return _fingerprint(" ".join(words_of(name)) for name in names)


def _fingerprint(words: Iterable[str]) -> str:
    marks = sorted(words)
    return hashlib.sha256("\n".join(filter(None, marks)).encode()).hexdigest()
