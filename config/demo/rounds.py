"""Four votes: two counted, one open until 4 December 2026, one over and being typed in.

A ballot is seeded, and holds the numbers chosen and the way it came, and nothing about a
voter.
"""

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from config.demo.initiatives import initiatives
from config.demo.terrain import SEED, Floats, Ints
from config.demo.words import Words, content, words

WAYS = ("web", "table", "paper")
WAY_SHARES = (0.44, 0.32, 0.24)


@dataclass(frozen=True)
class OptionSketch:
    """A proposal on a ballot: its number, key, price in MAR, and lot for ties."""

    number: int
    initiative: str
    cost: int
    lot: int


@dataclass(frozen=True)
class BallotSketch:
    """The numbers chosen, ascending, within the budget; and the way it came."""

    choices: tuple[int, ...]
    way: str


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
class RoundSketch:
    """One vote; `passes` were issued, `ballots` have been cast.

    Codes are those of `participation.enums`: ballot type "knapsack", rule
    "equal-shares", completion "add1"; state is "open", "ended" (nobody has closed it yet)
    or "closed". Without a `community` the vote is the whole programme's.
    """

    slug: str
    community: str
    title: Words
    entitled: Words
    budget: int
    opens_at: datetime.datetime
    closes_at: datetime.datetime
    state: str
    ballot_type: str
    rule: str
    completion: str
    passes: int
    options: tuple[OptionSketch, ...]
    ballots: tuple[BallotSketch, ...]
    came: tuple[CameSketch, ...]


def _options(keys: list[str], rng: np.random.Generator) -> tuple[OptionSketch, ...]:
    """Return the options in ballot order, with a drawn lot each."""
    costs = {entry.key: entry.cost for entry in initiatives()}
    lots = rng.permutation(len(keys)) + 1
    return tuple(
        OptionSketch(number, key, costs[key], int(lot))
        for number, (key, lot) in enumerate(zip(keys, lots, strict=True), start=1)
    )


def _choice(pulls: Floats, costs: Ints, budget: int, patience: int) -> tuple[int, ...]:
    """Return the option numbers of one voter: best liked first, while they fit.

    A voter marks what appeals to them, at most `patience` of it, and the best liked
    one in any case.
    """
    chosen: list[int] = []
    left = budget
    for row in np.argsort(-pulls).tolist():
        wanted = not chosen or (pulls[row] > 0.9 and len(chosen) < patience)
        if wanted and costs[row] <= left:
            chosen.append(row + 1)
            left -= int(costs[row])
    return tuple(sorted(chosen))


def _ballots(
    entry: dict[str, Any],
    options: tuple[OptionSketch, ...],
    rng: np.random.Generator,
) -> tuple[BallotSketch, ...]:
    """Return the ballots of one vote in random order."""
    leanings = np.array(entry["leanings"])
    costs = np.array([option.cost for option in options])
    count = entry["ballots"]
    kinds = rng.choice(len(leanings), count, p=leanings[:, 0])
    pulls = leanings[kinds, 1:] + rng.gumbel(0.0, 0.9, (count, len(options)))
    patience = rng.choice([1, 2, 3, 4], count, p=[0.14, 0.32, 0.34, 0.20])
    ways = rng.choice(WAYS, count, p=WAY_SHARES)
    return tuple(
        BallotSketch(
            _choice(pulls[row], costs, entry["budget"], int(patience[row])),
            str(ways[row]),
        )
        for row in range(count)
    )


def _sketch(entry: dict[str, Any], number: int) -> RoundSketch:
    """Return one vote of the data file."""
    rng = np.random.default_rng(SEED + 20 + number)
    options = _options(entry["options"], rng)
    return RoundSketch(
        slug=entry["slug"],
        community=entry["community"],
        title=words(entry["title"]),
        entitled=words(content("rounds")["entitled"]),
        budget=entry["budget"],
        opens_at=entry["opens_at"],
        closes_at=entry["closes_at"],
        state=entry["state"],
        ballot_type="knapsack",
        rule="equal-shares",
        completion="add1",
        passes=entry["passes"],
        options=options,
        ballots=_ballots(entry, options, rng),
        came=tuple(CameSketch(*row) for row in entry.get("came", [])),
    )


@cache
def rounds() -> tuple[RoundSketch, ...]:
    """Return the four votes, in the order of the data file, the same on every call."""
    return tuple(
        _sketch(entry, number)
        for number, entry in enumerate(content("rounds")["round"])
    )
