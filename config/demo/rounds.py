"""Eight votes: counted and adopted, counted and waiting, open, and over but not closed.

Four of them are on proposals whose further life is told in `data/initiatives`; of the
others the vote itself decides, so that their proposals are "eligible" there.
"""

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from config.demo.ballots import BallotSketch, draw_ballots
from config.demo.initiatives import initiatives
from config.demo.people import area_above
from config.demo.terrain import SEED
from config.demo.words import Words, content, words


@dataclass(frozen=True)
class OptionSketch:
    """A proposal on a ballot: its number, key, price in MAR, and lot for ties."""

    number: int
    initiative: str
    cost: int
    lot: int


@dataclass(frozen=True)
class CameSketch:
    """Who came to a table or the desk, so many days after the opening, by group.

    Codes are those of `participation.enums`: `CameTo` and `AttendanceGroup`.
    """

    came_to: str
    place: str
    days: int
    everybody: int
    groups: dict[str, int]


@dataclass(frozen=True)
class ObserverSketch:
    """Who observes a vote: the address of an account, and on behalf of whom."""

    email: str
    on_behalf_of: str
    language: str


@dataclass(frozen=True)
class AdoptionSketch:
    """What committee and authority agreed to adopt of a vote, and on which day.

    ``committee`` is the community whose committee speaks, ``authority`` the address of
    who speaks for the authority; without one staff record where it was ``decided``.
    ``reason`` says why it departs from the vote; empty where it does not.
    """

    on: datetime.datetime
    chosen: tuple[str, ...]
    committee: str
    authority: str
    decided: str
    reason: str


@dataclass(frozen=True)
class RoundSketch:
    """One vote; `passes` were issued, `ballots` have been cast.

    Codes are those of `participation.enums`; state is "open", "ended" (nobody has closed
    it yet) or "closed". Without a `community` the vote is that of the area whose code is
    `area_pcode`, or the whole programme's. `roll` is how many numbers the register has,
    0 where passes alone say who may vote; `parts` are amounts by part of the budget.
    Where `is_told`, the texts of the proposals tell what the vote chose and what
    followed; elsewhere they wait for it.
    """

    slug: str
    community: str
    area_pcode: str
    title: Words
    entitled: Words
    budget: int
    split_by: str
    parts: dict[str, int]
    opens_at: datetime.datetime
    closes_at: datetime.datetime
    state: str
    ballot_type: str
    points: int | None
    most_choices: int | None
    rule: str
    completion: str
    quorum: int
    roll: int
    passes: int
    options: tuple[OptionSketch, ...]
    ballots: tuple[BallotSketch, ...]
    came: tuple[CameSketch, ...]
    observers: tuple[ObserverSketch, ...]
    is_told: bool
    adoption: AdoptionSketch | None


def _options(keys: list[str], rng: np.random.Generator) -> tuple[OptionSketch, ...]:
    """Return the options in ballot order, with a drawn lot each."""
    costs = {entry.key: entry.cost for entry in initiatives()}
    lots = rng.permutation(len(keys)) + 1
    return tuple(
        OptionSketch(number, key, costs[key], int(lot))
        for number, (key, lot) in enumerate(zip(keys, lots, strict=True), start=1)
    )


def _adoption(entry: dict[str, Any] | None) -> AdoptionSketch | None:
    if entry is None:
        return None
    return AdoptionSketch(
        on=entry["on"],
        chosen=tuple(entry["chosen"]),
        committee=entry["committee"],
        authority=entry.get("authority", ""),
        decided=entry.get("decided", ""),
        reason=entry.get("reason", ""),
    )


def _sketch(entry: dict[str, Any], number: int) -> RoundSketch:
    """Return one vote of the data file."""
    rng = np.random.default_rng(SEED + 20 + number)
    options = _options(entry["options"], rng)
    costs = np.array([option.cost for option in options])
    return RoundSketch(
        slug=entry["slug"],
        community=entry.get("community", ""),
        area_pcode=area_above(entry["area_of"], entry["area_level"])
        if "area_of" in entry
        else "",
        title=words(entry["title"]),
        entitled=words(entry.get("entitled", content("rounds")["entitled"])),
        budget=entry["budget"],
        split_by=entry.get("split_by", ""),
        parts=entry.get("parts", {}),
        opens_at=entry["opens_at"],
        closes_at=entry["closes_at"],
        state=entry["state"],
        ballot_type=entry.get("ballot_type", "knapsack"),
        points=entry.get("points"),
        most_choices=entry.get("most_choices"),
        rule=entry.get("rule", "equal-shares"),
        completion=entry.get("completion", "add1"),
        quorum=entry.get("quorum", 0),
        roll=entry.get("roll", 0),
        passes=entry["passes"],
        options=options,
        ballots=draw_ballots(entry, costs, rng),
        came=tuple(CameSketch(*row) for row in entry.get("came", [])),
        observers=tuple(ObserverSketch(*row) for row in content("rounds")["observers"])
        if entry.get("is_observed")
        else (),
        is_told=entry.get("is_told", False),
        adoption=_adoption(entry.get("adoption")),
    )


@cache
def rounds() -> tuple[RoundSketch, ...]:
    """Return the votes, in the order of the data file, the same on every call."""
    return tuple(
        _sketch(entry, number)
        for number, entry in enumerate(content("rounds")["round"])
    )
