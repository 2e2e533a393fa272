"""Which column of a returns file says what: chosen, tagged with HXL, or recognised.

A column is taken only when no other could be meant as well.  What is doubtful is
refused with the candidates named, because a wrong column gives a wrong map without
anybody noticing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from maps.imports import vocabulary as words
from maps.imports.findings import FileRefusedError
from maps.imports.headings import words_of
from maps.imports.hxl import parse_tag

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from maps.imports.headings import Heading
    from maps.imports.hxl import Tag

#: Fields that an explicit mapping may name.
RETURN_FIELDS = (
    "individuals", "households", "code", "latitude", "longitude", "latlon", "group",
    "sex", "age", "period_start", "period_end", "round", "household_id",
    "household_size",
)  # fmt: skip


class EachRow(StrEnum):
    """What one row of the file stands for."""

    PLACE = "place"
    PERSON = "person"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class ReturnColumns:
    """Column numbers by field, and what a row is; codes are finest first."""

    each_row: EachRow
    codes: tuple[int, ...]
    by_field: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> int | None:
        """The column of a field, or ``None`` when the file has none."""
        return self.by_field.get(name)


def match_return_columns(
    heading: Heading,
    *,
    columns: Mapping[str, str] | None = None,
    each_row: EachRow | None = None,
) -> ReturnColumns:
    """Find the columns of a returns file.

    :param columns: explicit headings (or HXL tags) by field; they win.
    :param each_row: what a row is, where the file leaves it open.
    :raises FileRefusedError: nothing says how many or where, or it is ambiguous.
    """
    found = _chosen(heading, columns or {})
    codes = (found["code"],) if "code" in found else _code_columns(heading)
    for name, recognise in _RECOGNISERS.items():
        if name not in found and (column := recognise(heading)) is not None:
            found[name] = column
    found.pop("code", None)
    has_point = "latlon" in found or {"latitude", "longitude"} <= found.keys()
    if not codes and not has_point:
        raise FileRefusedError(
            _("No column says where: neither an area code nor coordinates."),
            _('Name the column, for example code="adm2_pcode".'),
            field="code",
        )
    row_kind = _kind_of_row(heading, found, each_row)
    return ReturnColumns(row_kind, codes, found)


def _kind_of_row(
    heading: Heading, found: dict[str, int], wanted: EachRow | None
) -> EachRow:
    """A place if there is a count; else persons or households by their marks."""
    kind = wanted or (EachRow.PLACE if "individuals" in found else _listed(heading))
    if kind is None or (kind is EachRow.PLACE and "individuals" not in found):
        raise FileRefusedError(
            _("No column is recognised as the number of returnees."),
            _(
                'Name it, for example individuals="Returnees (individuals)"; '
                "or say what each row is: a person or a household."
            ),
            field="individuals",
        )
    if kind is EachRow.HOUSEHOLD and "household_size" not in found:
        raise FileRefusedError(
            _("Each row is a household, but no column gives its size."),
            _('Name it, for example household_size="members".'),
            field="household_size",
        )
    return kind


def _listed(heading: Heading) -> EachRow | None:
    """Persons or households, if the headings are those of such a list and no other."""
    all_words = [set(split) for split in heading.words]
    named = [w for w in all_words if w and not w & words.INFORMANTS]
    if any(_is_count_like(split) for split in named):
        return None
    if any(map(_marks_person, named)) or _has_name_and_phone(named):
        return EachRow.PERSON
    if any(map(_marks_household, named)):
        return EachRow.HOUSEHOLD
    return None


def _is_count_like(split: set[str]) -> bool:
    if split & words.IDENTIFIERS or _marks_household(split):
        return False
    if split <= words.COUNT_LIKE | words.NEUTRAL:
        return True
    has_returnee = any(w.startswith(words.RETURNEE_STEMS) for w in split)
    return has_returnee and not (
        split & (words.NUMBERS | words.PERSON_NAMES | {"name"})
    )


def _marks_person(split: set[str]) -> bool:
    return bool(
        split & (words.PERSON_NAMES | words.BIRTH)
        or ("name" in split and split & words.NAME_PARTS)
        or (split & words.SEX and split <= words.SEX | words.PEOPLE_LISTED)
        or (split & words.AGE and split <= words.AGE | words.AGE_NEUTRAL)
        or (split & words.PEOPLE_LISTED and split & (words.IDENTIFIERS | words.NUMBERS))
    )


def _has_name_and_phone(named: Sequence[set[str]]) -> bool:
    return {"name"} in named and any(split & words.PHONES for split in named)


def _marks_household(split: set[str]) -> bool:
    return bool(
        split & words.HOUSEHOLDS
        and split & (words.SIZES | words.HEADS | words.IDENTIFIERS)
    )


# -- recognising one field ----------------------------------------------------------


def _count_of(kind: frozenset[str], attribute: str) -> Callable[[Heading], int | None]:
    def recognise(heading: Heading) -> int | None:
        tagged = [
            column
            for column, tag in enumerate(heading.tags)
            if tag is not None and _is_count_tag(tag, attribute)
        ]
        if tagged:
            return _only(heading, tagged, attribute)
        tiers = (
            lambda w: _has_returnee(w) and bool(w & kind),
            lambda w: _has_returnee(w) and kind is words.PERSONS,
            lambda w: bool(w & kind),
        )
        for tier in tiers:
            matched = [c for c, w in _unnarrowed(heading, kind) if tier(w)]
            if matched:
                return _only(heading, matched, attribute)
        return None

    return recognise


def _unnarrowed(heading: Heading, kind: frozenset[str]) -> list[tuple[int, set[str]]]:
    """Columns whose heading holds nothing that narrows the count to a part.

    So ``Estimated # of returnee individuals (total)`` is one and ``… individuals
    from abroad`` is not.
    """
    return [
        (column, set(split))
        for column, split in enumerate(heading.words)
        if split
        and all(
            word in words.NEUTRAL
            or word in kind
            or word.startswith(words.RETURNEE_STEMS)
            or re.fullmatch(r"r?\d+", word)
            for word in split
        )
    ]


def _has_returnee(split: set[str]) -> bool:
    return any(word.startswith(words.RETURNEE_STEMS) for word in split)


_HXL_PARTS = frozenset(
    [
        "f",
        "m",
        "i",
        "infants",
        "children",
        "adolescents",
        "adults",
        "elderly",
        "abroad",
        "disabled",
    ]
)


def _is_count_tag(tag: Tag, attribute: str) -> bool:
    """``#affected+returnees+ind`` and kin: all of them, in no sex or age band."""
    if tag.name not in ("affected", "population") or "returnees" not in tag.attributes:
        return False
    if tag.attributes & _HXL_PARTS or any("age" in a for a in tag.attributes):
        return False
    is_households = bool(tag.attributes & {"hh", "households"})
    return is_households == (attribute == "hh")


def _only(heading: Heading, matched: list[int], attribute: str) -> int:
    """The one match, or the one that says “total”; several are refused."""
    if len(matched) > 1:
        totals = [c for c in matched if "total" in heading.words[c]]
        matched = totals if len(totals) == 1 else matched
    if len(matched) == 1:
        return matched[0]
    raise FileRefusedError(
        _("Several columns could be the count: %(names)s.")
        % {"names": " | ".join(heading.label(column) for column in matched)},
        _("Name the one that is meant."),
        field="households" if attribute == "hh" else "individuals",
    )


def _hapi_population(heading: Heading) -> int | None:
    """HDX HAPI calls the count ``population``, beside a ``population_group``."""
    if ("population", "group") not in heading.words:
        return None
    return _exactly("population")(heading)


def _individuals(heading: Heading) -> int | None:
    column = _hapi_population(heading)
    return _count_of(words.PERSONS, "ind")(heading) if column is None else column


def _exactly(*names: str) -> Callable[[Heading], int | None]:
    """Recognise headings that consist of just these words; each name in rank order."""

    def recognise(heading: Heading) -> int | None:
        for name in names:
            for column, split in enumerate(heading.words):
                if " ".join(split) == name:
                    return column
        return None

    return recognise


def _tagged(
    name: str, *attributes: str, without: frozenset[str] = frozenset()
) -> Callable[[Heading], int | None]:
    def recognise(heading: Heading) -> int | None:
        for column, tag in enumerate(heading.tags):
            if (
                tag is not None
                and tag.name == name
                and tag.attributes >= set(attributes)
                and not tag.attributes & without
            ):
                return column
        return None

    return recognise


def _either(
    *recognisers: Callable[[Heading], int | None],
) -> Callable[[Heading], int | None]:
    def recognise(heading: Heading) -> int | None:
        for recogniser in recognisers:
            if (column := recogniser(heading)) is not None:
                return column
        return None

    return recognise


def _household_word(others: frozenset[str]) -> Callable[[Heading], int | None]:
    def recognise(heading: Heading) -> int | None:
        for column, split in enumerate(heading.words):
            if set(split) & words.HOUSEHOLDS and set(split) & others:
                return column
        return None

    return recognise


_LATITUDE = ("latitude", "lat", "gps latitude", "geo lat", "gps lat", "y", "latitud")
_LONGITUDE = (
    "longitude", "lon", "long", "lng", "gps longitude", "geo lon", "gps lon",
    "gps long", "x", "longitud",
)  # fmt: skip
_FROM = frozenset({"origin", "from", "previous"})

_RECOGNISERS: dict[str, Callable[[Heading], int | None]] = {
    "individuals": _individuals,
    "households": _count_of(words.HOUSEHOLDS, "hh"),
    "latitude": _either(_tagged("geo", "lat", without=_FROM), _exactly(*_LATITUDE)),
    "longitude": _either(_tagged("geo", "lon", without=_FROM), _exactly(*_LONGITUDE)),
    "latlon": _either(
        _tagged("geo", "latlon", without=_FROM), _exactly("latlon", "geopoint", "gps")
    ),
    "group": _exactly("population group", "returnee group"),
    "sex": _exactly("gender", "sex", "sexe", "sexo"),
    "age": _exactly("age range", "age group", "age band", "age"),
    "period_start": _exactly("reference period start"),
    "period_end": _exactly("reference period end"),
    "round": _either(
        _tagged("round", "code"), _exactly("round", "round number", "reporting round")
    ),
    "household_id": _household_word(words.IDENTIFIERS),
    "household_size": _household_word(words.SIZES),
}


# -- area codes -----------------------------------------------------------------------

_PLACE_CODE = re.compile(r"(?:.*\s)?p ?codes?|adm(?:in)? ?\d? ?p?codes?")


def _code_columns(heading: Heading) -> tuple[int, ...]:
    """Columns of area codes, finest first: by level if stated, else from the right.

    Tables list areas from coarse to fine, so the rightmost code is the finest.
    """
    tagged = {
        column: level
        for column, tag in enumerate(heading.tags)
        if tag is not None and (level := _tag_level(tag)) is not None
    }
    named = {
        column: _stated_level(" ".join(split))
        for column, split in enumerate(heading.words)
        if _is_place_code(split)
    }
    levels = tagged or named or _hapi_country(heading)
    return tuple(
        sorted(levels, key=lambda column: (levels[column], column), reverse=True)
    )


def _is_place_code(split: tuple[str, ...]) -> bool:
    return not set(split) & words.ELSEWHERE and bool(
        _PLACE_CODE.fullmatch(" ".join(split))
    )


def _stated_level(header: str) -> int:
    """The digit in ``admin2 pcode``; -1 when the heading states no level."""
    match = re.search(r"adm(?:in)? ?(\d)|pcode (?:adm(?:in)? ?)?(\d)", header)
    return int(match[1] or match[2]) if match else -1


def _tag_level(tag: Tag) -> int | None:
    if "code" not in tag.attributes or tag.attributes & _FROM:
        return None
    if tag.name == "country":
        return 0
    match = re.fullmatch(r"adm(\d)", tag.name)
    return int(match[1]) if match else None


def _hapi_country(heading: Heading) -> dict[int, int]:
    """HAPI's returnees are where they came from: the *origin* country."""
    column = _exactly("origin location code")(heading)
    return {} if column is None else {column: 0}


# -- explicit choice ------------------------------------------------------------------


def _chosen(heading: Heading, columns: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, wanted in columns.items():
        if name not in RETURN_FIELDS:
            raise FileRefusedError(
                _("There is no field %(field)s.") % {"field": name},
                _("Fields are: %(fields)s.") % {"fields": ", ".join(RETURN_FIELDS)},
            )
        found[name] = _column_named(heading, name, wanted)
    return found


def _column_named(heading: Heading, name: str, wanted: str) -> int:
    """The column with this heading: exact, else without regard to case and blanks."""
    tag = parse_tag(wanted)
    for matches in (
        lambda column: heading.headers[column] == wanted.strip(),
        lambda column: _loose(heading.headers[column]) == _loose(wanted),
        lambda column: tag is not None and heading.tags[column] == tag,
        lambda column: words_of(heading.headers[column]) == words_of(wanted) != (),
    ):
        columns = [column for column in range(heading.width) if matches(column)]
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
