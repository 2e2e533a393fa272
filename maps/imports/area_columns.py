"""Which column of a boundary file says what.

Five families of spelling are in use (domain.md section 6.3):

* COD-AB, current: ``adm2_name``, ``adm2_name1``, ``adm2_pcode``, ``valid_on``,
  ``lang``, ``lang1``;
* COD-AB, legacy: ``ADM2_EN``, ``ADM2_PCODE``, ``validOn``, ``admin2Name``,
  ``admin2Name_ar``, ``admin2Pcode`` (in a shapefile cut to ``admin2Pcod``);
* HXL tags as names: ``#adm2+code+v_pcode``, ``#adm2+name+i_en``, ``#date+start``;
* geoBoundaries: ``shapeID``, ``shapeName``;
* Natural Earth (countries): ``ADM0_A3``, ``NAME``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maps.imports.findings import FileRefusedError
from maps.imports.hxl import parse_tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: The fields that an explicit mapping may name.
AREA_TITLES: Final = {
    "code": gettext_lazy("Code of the area"),
    "name": gettext_lazy("Name of the area"),
    "parent": gettext_lazy("Code of the area above"),
    "valid_on": gettext_lazy("Valid from"),
}
AREA_FIELDS: Final = tuple(AREA_TITLES)

#: Two letters after ``ADM2_`` that are no language.
_NOT_LANGUAGES = frozenset({"id", "no", "cd", "nm", "pc"})


@dataclass(frozen=True, slots=True)
class AreaColumns:
    """Column names by meaning; empty where the file has none.

    ``names`` maps a language code to a column.  ``numbered`` maps ``""``, ``"1"``,
    ``"2"``… to the columns ``adm2_name``, ``adm2_name1``…, whose languages stand in
    each row under ``lang``, ``lang1``… (``languages``, same keys).
    """

    code: str
    name: str = ""
    parent: str = ""
    valid_on: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    numbered: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)


def match_area_columns(
    headers: Sequence[str], *, level: int, columns: Mapping[str, str] | None = None
) -> AreaColumns:
    """Recognise the columns of a boundary file for one administrative level.

    :param columns: explicit choices by field (see ``AREA_FIELDS``); they win.
    :raises FileRefusedError: no column of codes, or an explicit column is absent.
    """
    chosen = _explicit(headers, columns or {})
    numbered = _numbered_names(headers, level)
    names = _language_names(headers, level)
    code = chosen.get("code") or _first(headers, _code_patterns(level))
    if not code:
        raise FileRefusedError(
            _("No column holds the codes of level %(level)d.") % {"level": level},
            _(
                "Check the level, or name the column: "
                "columns like adm%(level)d_pcode or shapeID are recognised."
            )
            % {"level": level},
            field="code",
        )
    return AreaColumns(
        code=code,
        name=chosen.get("name") or _reference_name(headers, level, numbered, names),
        parent=chosen.get("parent") or _parent(headers, level),
        valid_on=chosen.get("valid_on") or _first(headers, _DATE_PATTERNS),
        names=names,
        numbered=numbered,
        languages=_languages(headers),
    )


_DATE_PATTERNS = (r"valid_?on", r"#date\+start", r"#date", r"date")


def _code_patterns(level: int) -> tuple[str, ...]:
    return (
        rf"adm(?:in)?{level}_?pcode?",
        rf"#adm{level}\+code.*" if level else r"#country\+code.*",
        rf"adm(?:in)?{level}_?code",
        *((r"adm0_a3", r"iso_?a?3") if level == 0 else ()),
        r"shapeid",
    )


def _parent(headers: Sequence[str], level: int) -> str:
    if level == 0:
        return ""
    patterns = [p for p in _code_patterns(level - 1) if p != "shapeid"]
    return _first(headers, (*patterns, r"parent_?p?code"))


def _reference_name(
    headers: Sequence[str],
    level: int,
    numbered: Mapping[str, str],
    names: Mapping[str, str],
) -> str:
    """The name to show by default: the file's own, else English, else the first."""
    fallback = names.get("en") or next(iter(names.values()), "")
    return numbered.get("") or fallback or _first(headers, (r"shapename", r"name"))


def _numbered_names(headers: Sequence[str], level: int) -> dict[str, str]:
    pattern = re.compile(rf"adm(?:in)?{level}_?name(\d?)", re.IGNORECASE)
    return {m[1]: h for h in headers if (m := pattern.fullmatch(h.strip()))}


def _language_names(headers: Sequence[str], level: int) -> dict[str, str]:
    pattern = re.compile(rf"adm(?:in)?{level}(?:_?name)?_([a-z]{{2}})", re.IGNORECASE)
    found: dict[str, str] = {}
    for header in headers:
        match = pattern.fullmatch(header.strip())
        language = match[1].lower() if match else _hxl_language(header, level)
        if language and language not in _NOT_LANGUAGES:
            found.setdefault(language, header)
    return found


def _hxl_language(header: str, level: int) -> str:
    """Language of a header such as ``#adm2+name+i_en``; ``und`` when it says none."""
    tag = parse_tag(header)
    if tag is None or "name" not in tag.attributes:
        return ""
    if tag.name != (f"adm{level}" if level else "country"):
        return ""
    return next((a[2:] for a in tag.attributes if a.startswith("i_")), "und")


def _languages(headers: Iterable[str]) -> dict[str, str]:
    pattern = re.compile(r"lang(\d?)", re.IGNORECASE)
    return {m[1]: h for h in headers if (m := pattern.fullmatch(h.strip()))}


def _first(headers: Sequence[str], patterns: Iterable[str]) -> str:
    """The first header that a pattern matches whole, patterns in order of rank."""
    for pattern in patterns:
        compiled = re.compile(pattern, re.IGNORECASE)
        for header in headers:
            if compiled.fullmatch(header.strip()):
                return header
    return ""


def _explicit(headers: Sequence[str], columns: Mapping[str, str]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for name, wanted in columns.items():
        if name not in AREA_FIELDS:
            raise FileRefusedError(
                _("There is no field %(field)s.") % {"field": name},
                _("Fields are: %(fields)s.") % {"fields": ", ".join(AREA_FIELDS)},
            )
        if wanted not in headers:
            raise FileRefusedError(
                _("The file has no column %(column)s.") % {"column": wanted},
                _("Check the spelling, capital letters included."),
                field=name,
            )
        chosen[name] = wanted
    return chosen
