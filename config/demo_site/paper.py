"""Paper in the votes: tables, sheets typed in twice by the real services, and slips.

In a closed vote everything is agreed before it is sealed. In the open one a box was
counted after its shift and waits for the end of voting, before which nothing is typed in;
a second table still gives out sheets. In the one that is over, one box waits for its second
entry, and of the other a third person has to read the sheets on which two differ.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from participation.enums import EntryPlace, PaperState
from participation.models import PaperBatch, Round, User
from participation.paper import BLANK, UNREADABLE
from participation.queries.paper import sheets_of
from participation.services.paper_entry import begin_entry, finish_entry, store_readings
from participation.services.paper_tables import (
    Account,
    account_for_paper,
    open_paper_batch,
)

OFFICERS = "Secretary, two members of the committee"
#: Sheets of a box that are blank, cannot be read, or were exchanged, of 100.
BLANK_OF_100, UNREADABLE_OF_100, SPOILT_OF_100 = 2, 1, 4
#: Sheets that a clerk mistypes, of 100: what is usual where people are tired.
SLIPS_OF_100 = 2
#: Voters who walked away with a sheet; and who got one at the table still open.
CARRIED_OFF, AT_THE_MARKET = 1, 12


@dataclass(frozen=True)
class Clerks:
    """Who types in: the first, the second, and who decides where they differ."""

    first: User
    second: User
    third: User

    def at(self, place: EntryPlace) -> User:
        """Whose entry it is."""
        return {1: self.first, 2: self.second, 3: self.third}[place.value]


def sheets_in_boxes(valid: Sequence[str], draw: random.Random) -> list[str]:
    """The lines of all sheets: those that count, blank ones and unreadable ones."""
    lines = [*valid]
    lines += [BLANK] * round(len(valid) * BLANK_OF_100 / 100)
    lines += [UNREADABLE] * round(len(valid) * UNREADABLE_OF_100 / 100)
    draw.shuffle(lines)
    return lines


def load_agreed_paper(
    round_: Round, lines: list[str], clerks: Clerks, staff: User, draw: random.Random
) -> None:
    """Two tables, both agreed; from the first, a voter walked away with a sheet."""
    half = len(lines) // 2
    for label, of_table, missing in (
        ("School", lines[:half], CARRIED_OFF),
        ("Market", lines[half:], 0),
    ):
        batch = _counted(round_, label, of_table, staff, missing=missing)
        _type_in(batch, of_table, EntryPlace.FIRST, clerks, draw)
        _type_in(batch, of_table, EntryPlace.SECOND, clerks, draw)
        batch.refresh_from_db()
        if batch.state != PaperState.AGREED:
            _type_in(batch, of_table, EntryPlace.THIRD, clerks, draw)


def load_waiting_paper(round_: Round, lines: list[str], staff: User) -> None:
    """A box that waits for the end of voting, and a table that still gives out sheets."""
    _counted(round_, "School", lines, staff)
    _table(round_, "Market", issued=80, given=AT_THE_MARKET, staff=staff)


def load_paper_being_typed_in(
    round_: Round, lines: list[str], clerks: Clerks, staff: User, draw: random.Random
) -> None:
    """A box that was typed in once, and one that two persons read differently."""
    half = len(lines) // 2
    school = _counted(round_, "School", lines[:half], staff)
    market = _counted(round_, "Market", lines[half:], staff)
    _type_in(school, lines[:half], EntryPlace.FIRST, clerks, draw)
    for place in (EntryPlace.FIRST, EntryPlace.SECOND):
        _type_in(market, lines[half:], place, clerks, draw)


def given_up(lines: list[str], state: str) -> int:
    """Passes that are used up by voters who got a sheet, on whatever table."""
    without_a_sheet = {"closed": CARRIED_OFF, "ended": 0, "open": AT_THE_MARKET}
    return len(lines) + without_a_sheet[state]


def _table(
    round_: Round, label: str, *, issued: int, given: int, staff: User
) -> PaperBatch:
    batch = open_paper_batch(
        round_,
        label=label,
        officers=OFFICERS,
        shift="Saturday, from 8 to 13",
        issued=issued,
        by=staff,
        now=round_.opens_at,
    )
    PaperBatch.objects.filter(pk=batch.pk).update(by_pass=given)
    batch.refresh_from_db()
    return batch


def _counted(
    round_: Round, label: str, lines: list[str], staff: User, *, missing: int = 0
) -> PaperBatch:
    spoilt = round(len(lines) * SPOILT_OF_100 / 100)
    issued = 20 * ((len(lines) + spoilt + missing) // 20 + 1)
    given = len(lines) + missing
    batch = _table(round_, label, issued=issued, given=given, staff=staff)
    account = Account(
        issued=issued,
        spoilt=spoilt,
        unused=issued - spoilt - given,
        missing=missing,
        cast=len(lines),
        explanation="One voter left with the sheet and did not come back."
        if missing
        else "",
        language="en",
    )
    return account_for_paper(batch, account, by=staff)


def _type_in(
    batch: PaperBatch,
    lines: list[str],
    place: EntryPlace,
    clerks: Clerks,
    draw: random.Random,
) -> None:
    """Type in what is due; the third reads each sheet with care."""
    clerk, moment = clerks.at(place), batch.round.closes_at
    entry = begin_entry(batch, by=clerk, now=moment)
    typed = {sheet: lines[sheet - 1] for sheet in sheets_of(entry)}
    if place != EntryPlace.THIRD:
        slips = draw.sample(sorted(typed), max(1, len(typed) * SLIPS_OF_100 // 100))
        typed |= {sheet: _slip(typed[sheet]) for sheet in slips}
    store_readings(entry, typed, by=clerk, now=moment)
    finish_entry(entry, by=clerk, now=moment)


def _slip(line: str) -> str:
    """The last mark of a sheet overlooked, or a blank sheet taken for unreadable."""
    return " ".join(line.split()[:-1]) or UNREADABLE
