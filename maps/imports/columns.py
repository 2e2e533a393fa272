"""Which column of a returns file says what: chosen, tagged with HXL, or recognised.

A column is taken only when no other could be meant as well.  What is doubtful is
refused with the candidates named, because a wrong column gives a wrong map without
anybody noticing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from maps.imports import vocabulary as words
from maps.imports.count_columns import households_column, individuals_column
from maps.imports.findings import FileRefusedError
from maps.imports.place_codes import code_columns
from maps.imports.recognising import Recogniser, chosen_columns, either, exactly, tagged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from maps.imports.headings import Heading

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
    found = chosen_columns(heading, columns or {}, fields=RETURN_FIELDS)
    codes = (found.pop("code"),) if "code" in found else tuple(code_columns(heading))
    # Households of all beside persons of a part would be a false pair.
    unwanted = {"households"} if "individuals" in found else set()
    for name, recognise in _RECOGNISERS.items():
        if name not in found.keys() | unwanted:
            column = recognise(heading)
            if column is not None:
                found[name] = column
    has_both = {"latitude", "longitude"} <= found.keys()
    for half in ("latitude", "longitude") if not has_both else ():
        found.pop(half, None)
    has_point = has_both or "latlon" in found
    if not codes and not has_point:
        raise FileRefusedError(
            _("No column says where: neither an area code nor coordinates."),
            _('Name the column, for example code="adm2_pcode".'),
            field="code",
        )
    return ReturnColumns(_kind_of_row(heading, found, each_row), codes, found)


def _household_word(others: frozenset[str]) -> Recogniser:
    def recognise(heading: Heading) -> int | None:
        for column, split in enumerate(heading.words):
            if set(split) & words.HOUSEHOLDS and set(split) & others:
                return column
        return None

    return recognise


_RECOGNISERS: dict[str, Recogniser] = {
    "individuals": individuals_column,
    "households": households_column,
    "latitude": either(
        tagged("geo", "lat"),
        exactly("latitude", "lat", "gps latitude", "geo lat", "gps lat", "latitud", "y"),
    ),
    "longitude": either(
        tagged("geo", "lon"),
        exactly(
            "longitude", "lon", "long", "lng", "gps longitude", "geo lon", "gps lon",
            "gps long", "longitud", "x",
        ),
    ),
    "latlon": either(tagged("geo", "latlon"), exactly("latlon", "geopoint", "gps")),
    "group": exactly("population group", "returnee group"),
    "sex": exactly("gender", "sex", "sexe", "sexo"),
    "age": exactly("age range", "age group", "age band", "age"),
    "period_start": exactly("reference period start"),
    "period_end": exactly("reference period end"),
    "round": either(
        tagged("round", "code"), exactly("round", "round number", "reporting round")
    ),
    "household_id": _household_word(words.IDENTIFIERS),
    "household_size": either(_household_word(words.SIZES), exactly("members")),
}  # fmt: skip


# -- what a row is ------------------------------------------------------------------


def _kind_of_row(
    heading: Heading, found: Mapping[str, int], wanted: EachRow | None
) -> EachRow:
    """A place if there is a count; else persons or households by their marks."""
    kind = wanted or _kind_by_counts(found) or _listed(heading)
    if kind is None or (kind is EachRow.PLACE and "individuals" not in found):
        raise FileRefusedError(
            _("No column is recognised as the number of returnees."),
            _(
                'Name it, for example individuals="Returnees (individuals)"; '
                "or say what each row is: a person or a household."
            ),
            field="individuals",
        )
    if (
        kind is EachRow.HOUSEHOLD
        and not {"household_size", "individuals"} & found.keys()
    ):
        raise FileRefusedError(
            _("Each row is a household, but no column gives its size."),
            _('Name it, for example household_size="members".'),
            field="household_size",
        )
    return kind


def _kind_by_counts(found: Mapping[str, int]) -> EachRow | None:
    """A row with a count is a place; with a household's identifier, a household."""
    if "individuals" not in found:
        return None
    is_household = "household_id" in found and "households" not in found
    return EachRow.HOUSEHOLD if is_household else EachRow.PLACE


def _listed(heading: Heading) -> EachRow | None:
    """Persons or households, if the headings are those of such a list and no other."""
    named = [set(split) for split in heading.words if split]
    named = [split for split in named if not split & words.INFORMANTS]
    if any(map(_is_count_like, named)):
        return None
    if any(map(_marks_person, named)) or _has_name_and_phone(named):
        return EachRow.PERSON
    return EachRow.HOUSEHOLD if any(map(_marks_household, named)) else None


def _is_count_like(split: set[str]) -> bool:
    # A lone "No." numbers the lines of a list.
    if split & words.IDENTIFIERS or _marks_household(split) or split == {"no"}:
        return False
    if split <= words.COUNT_LIKE | words.NEUTRAL:
        return True
    has_returnee = any(word.startswith(words.RETURNEE_STEMS) for word in split)
    return has_returnee and not split & (words.NUMBERS | words.PERSON_NAMES | {"name"})


def _marks_person(split: set[str]) -> bool:
    return bool(
        split & (words.PERSON_NAMES | words.BIRTH)
        or ("name" in split and split & (words.NAME_PARTS | words.PEOPLE_LISTED))
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
