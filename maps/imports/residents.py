"""Giving residents their areas: by code, else by what a person has confirmed.

A code or name that is not a loaded area's own is proposed, ranked as for returns, and
used only if it is among the choices.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from maps.imports.choices import NOTHING_CHOSEN, Choices
from maps.imports.code_spellings import CodeProposal, propose_codes
from maps.imports.findings import Finding, FindingKind, FindingLog
from maps.imports.gazetteer import (
    Gazetteer,
    PlaceProposal,
    place_key,
    places_finding,
)
from maps.imports.population import PopulationFile, PopulationRow, repeated
from maps.imports.unplaced import normal_code
from maps.imports.values import quotable_code

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Residents:
    """Residents by area code and year, and what is open.

    ``code_proposals`` and ``place_proposals`` are for a person to confirm in
    ``Choices``; ``choices`` are those that were used. ``bad_rows`` and ``findings`` are
    of rows that are not in ``persons``.
    """

    persons: Mapping[tuple[str, int], int]
    findings: list[Finding]
    bad_rows: int
    code_proposals: tuple[CodeProposal, ...]
    place_proposals: tuple[PlaceProposal, ...]
    choices: Choices


def settle_residents(
    file: PopulationFile,
    known: Collection[str],
    gazetteers: Iterable[Gazetteer],
    choices: Choices = NOTHING_CHOSEN,
) -> Residents:
    """Give the rows of a file their areas.

    :param known: codes of all loaded areas.
    :param gazetteers: names of the loaded areas by level, finest first: the level that
        explains the file's names best is proposed.
    """
    persons: dict[tuple[str, int], int] = {}
    log = FindingLog()
    codes: Counter[str] = Counter()
    names: Counter[tuple[str, ...]] = Counter()
    for row in file.rows:
        area = _area(row, known, choices)
        if not area:
            if row.code:
                codes[row.code] += 1
            if any(row.names):
                names[row.names] += 1
        if not area:
            log.add(_without_area(row))
        elif (area, row.year) in persons:
            log.add(repeated(row))
        else:
            persons[area, row.year] = row.persons
    places = _proposed(gazetteers, names)
    if places:
        log.add(places_finding(places))
    rules = propose_codes(codes, known)
    for rule in rules:
        log.add(rule.finding(quotes=True))
    return Residents(persons, log.kept, log.bad_rows, rules, places, choices)


def _area(row: PopulationRow, known: Collection[str], choices: Choices) -> str:
    """The code of a row's area, empty where there is none as yet."""
    theirs = choices.codes.get(normal_code(row.code), "")
    # Never by the name of an area around it alone: its residents are of a part.
    keys = [place_key(row.names), place_key(row.names[:1])]
    places = [choices.places.get(key, "") for key in keys]
    return next((code for code in (row.code, theirs, *places) if code in known), "")


def _proposed(
    gazetteers: Iterable[Gazetteer], names: Mapping[tuple[str, ...], int]
) -> tuple[PlaceProposal, ...]:
    """Areas for names of the finest column, of the level whose areas are nearest."""
    finest = {place_key(each) for each in names}
    by_level = [
        tuple(place for place in each.propose(names) if place.key in finest)
        for each in (gazetteers if names else ())
    ]
    return max(
        by_level,
        key=lambda places: sum(place.rows * place.best.score for place in places),
        default=(),
    )


def _without_area(row: PopulationRow) -> Finding:
    if row.code:
        message = _("The area code is not loaded.")
        remedy = _("Correct the code, or load that area first.")
    else:
        message = _("There is only a name, which no person has confirmed.")
        remedy = _("Confirm the area that is proposed, or give its code.")
    return Finding(
        FindingKind.VALUE,
        message,
        remedy,
        row.row,
        "code",
        quotable_code(row.code),
    )
