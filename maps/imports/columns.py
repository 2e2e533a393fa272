"""Which column of a returns file says what: chosen, tagged with HXL, or recognised.

``RETURN_ROLES`` is the table of roles: another column to read is another entry here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maps.enums import Breakdown
from maps.imports import vocabulary as words
from maps.imports.count_columns import households_columns, individuals_columns
from maps.imports.findings import FileRefusedError
from maps.imports.matching import AND, Matching, Role, match, refuse_if_open
from maps.imports.parts import counted
from maps.imports.place_columns import (
    code_proposals,
    eastings,
    latitudes,
    longitudes,
    name_proposals,
    northings,
    points,
    zones,
)
from maps.imports.proposing import BY_WORDS, Finder, Proposal, either, exactly, tagged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from maps.imports.headings import Heading


class EachRow(StrEnum):
    """What one row of the file stands for."""

    PLACE = "place"
    PERSON = "person"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class ReturnColumns:
    """Column numbers by field, and what a row is; codes and names are finest first."""

    each_row: EachRow
    codes: tuple[int, ...]
    by_field: Mapping[str, int] = field(default_factory=dict)
    names: tuple[int, ...] = ()

    def __getitem__(self, name: str) -> int | None:
        """The column of a field, or ``None`` when the file has none."""
        return self.by_field.get(name)


def _household_word(others: frozenset[str]) -> Finder:
    def find(heading: Heading) -> list[Proposal]:
        return [
            Proposal(column, BY_WORDS, _("words for a household and its size or mark"))
            for column, split in enumerate(heading.stems)
            if split & words.HOUSEHOLDS and split & others
        ][:1]

    return find


RETURN_ROLES: tuple[Role, ...] = (
    Role("individuals", gettext_lazy("returnees, persons"), individuals_columns),
    Role("households", gettext_lazy("returnees, households"), households_columns),
    Role("code", gettext_lazy("area code"), code_proposals, several=True),
    Role("name", gettext_lazy("area name"), name_proposals, several=True),
    Role("latitude", gettext_lazy("latitude"), latitudes),
    Role("longitude", gettext_lazy("longitude"), longitudes),
    Role("easting", gettext_lazy("easting, in metres"), eastings),
    Role("northing", gettext_lazy("northing, in metres"), northings),
    Role("zone", gettext_lazy("UTM zone"), zones),
    Role("latlon", gettext_lazy("latitude and longitude in one"), points),
    Role(
        "group",
        gettext_lazy("population group"),
        exactly("population group", "returnee group"),
    ),
    Role("sex", gettext_lazy("sex"), exactly("gender", "sex", "sexe", "sexo")),
    Role(
        "age",
        gettext_lazy("age"),
        exactly("age range", "age group", "age band", "age"),
    ),
    Role(
        "women",
        gettext_lazy("women and girls who returned"),
        counted(Breakdown.FEMALE),
    ),
    Role(
        "men",
        gettext_lazy("men and boys who returned"),
        counted(Breakdown.MALE),
    ),
    Role(
        "period_start",
        gettext_lazy("start of the period"),
        exactly("reference period start"),
    ),
    Role(
        "period_end",
        gettext_lazy("end of the period"),
        exactly("reference period end"),
    ),
    Role(
        "round",
        gettext_lazy("reporting round"),
        either(
            tagged("round", "code"), exactly("round", "round number", "reporting round")
        ),
    ),
    Role(
        "household_id",
        gettext_lazy("household’s identifier"),
        _household_word(words.IDENTIFIERS),
    ),
    Role(
        "household_size",
        gettext_lazy("household’s size"),
        either(_household_word(words.SIZES), exactly("members")),
    ),
)

#: Roles that say something only together.
_PAIRS = (("women", "men"), ("latitude", "longitude"), ("easting", "northing"))

#: Fields that an explicit mapping may name.
RETURN_FIELDS = tuple(role.name for role in RETURN_ROLES)


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
    matching = match(heading, RETURN_ROLES, columns)
    return settled_columns(heading, matching, columns or {}, each_row)


def settled_columns(
    heading: Heading,
    matching: Matching,
    columns: Mapping[str, str],
    each_row: EachRow | None = None,
) -> ReturnColumns:
    """The columns to read, when nothing is open and nothing needed is missing.

    :raises FileRefusedError: else.
    """
    # Households of all beside persons of a part would be a false pair.
    unwanted = {"households"} - columns.keys() if "individuals" in columns else set()
    for role in RETURN_ROLES:
        if role.name not in unwanted:
            refuse_if_open(matching, heading, role)
    found = {
        role.name: taken[0]
        for role in RETURN_ROLES
        if not role.several
        and role.name not in unwanted
        and (taken := matching.chosen.get(role.name))
    }
    for pair in _PAIRS:
        if not set(pair) <= found.keys():
            for half in pair:
                found.pop(half, None)
    has_point = bool({"latitude", "easting", "latlon"} & found.keys())
    codes, names = (matching.chosen.get(name, ()) for name in ("code", "name"))
    if not codes and not has_point and not names:
        raise FileRefusedError(
            _("No column says where: neither an area code nor coordinates."),
            _('Name the column, for example code="adm2_pcode".'),
            field="code",
        )
    kind = _kind_of_row(heading, matching, found, each_row)
    return ReturnColumns(kind, codes, found, names)


# -- what a row is ------------------------------------------------------------------


def _kind_of_row(
    heading: Heading,
    matching: Matching,
    found: Mapping[str, int],
    wanted: EachRow | None,
) -> EachRow:
    """A place if there is a count; else persons or households by their marks."""
    kind = wanted or _kind_by_counts(found) or _listed(heading)
    if kind is None or (kind is EachRow.PLACE and "individuals" not in found):
        raise _no_count(heading, matching)
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


def _no_count(heading: Heading, matching: Matching) -> FileRefusedError:
    doubtful = [p.column for p in matching.proposals.get("individuals", ())]
    return FileRefusedError(
        _("No column is recognised as the number of returnees."),
        _("It could be one of these, so name the one that is meant: %(names)s.")
        % {"names": AND.join(map(heading.label, doubtful))}
        if doubtful
        else _(
            'Name it, for example individuals="Returnees (individuals)"; '
            "or say what each row is: a person or a household."
        ),
        field="individuals",
    )


def _kind_by_counts(found: Mapping[str, int]) -> EachRow | None:
    """A row with a count is a place; with a household's identifier, a household."""
    if "individuals" not in found:
        return None
    is_household = "household_id" in found and "households" not in found
    return EachRow.HOUSEHOLD if is_household else EachRow.PLACE


def _listed(heading: Heading) -> EachRow | None:
    """Persons or households, if the headings are those of such a list and no other."""
    named = [set(split) for split in heading.stems if split]
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
        or (
            split & words.PEOPLE_LISTED
            and split & (words.IDENTIFIERS | words.NUMBERS)
            and split <= words.PEOPLE_LISTED | words.IDENTIFIERS | words.NUMBERS
        )
    )


def _has_name_and_phone(named: Sequence[set[str]]) -> bool:
    return {"name"} in named and any(split & words.PHONES for split in named)


def _marks_household(split: set[str]) -> bool:
    return bool(
        split & words.HOUSEHOLDS
        and split & (words.SIZES | words.HEADS | words.IDENTIFIERS)
    )
