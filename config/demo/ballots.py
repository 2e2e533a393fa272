"""The ballots of the demo's votes: seeded, and of every kind that a round can have.

A ballot holds what was marked and the way it came, and nothing about a voter.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from config.demo.terrain import Floats, Ints

WAYS = ("web", "table", "paper")
WAY_SHARES = (0.44, 0.32, 0.24)
#: From which pull on a voter marks an option at all; and how often one would mark 1 to 4.
_APPEALS = 0.9
_PATIENCE = (0.14, 0.32, 0.34, 0.20)
#: How far pulls lie apart that are worth one mark more.
_A_MARK = 1.1


@dataclass(frozen=True)
class BallotSketch:
    """One ballot, and the way it came.

    ``choices`` are numbers of options: ascending, or (in a ranking) the best liked first.
    ``points`` has what each of them was given, where the ballot asks for points.
    """

    choices: tuple[int, ...]
    way: str
    points: tuple[int, ...] = ()

    @property
    def marked(self) -> tuple[int, ...] | dict[int, int]:
        """The same as the services take it: numbers, or points by number."""
        if not self.points:
            return self.choices
        return dict(zip(self.choices, self.points, strict=True))


def draw_ballots(
    entry: dict[str, Any], costs: Ints, rng: np.random.Generator
) -> tuple[BallotSketch, ...]:
    """Return the ballots of one vote in random order.

    ``entry`` is that of the data file; ``costs`` are in MAR, in the order of the ballot.
    """
    leanings = np.array(entry["leanings"])
    count = entry["ballots"]
    kinds = rng.choice(len(leanings), count, p=leanings[:, 0])
    pulls = leanings[kinds, 1:] + rng.gumbel(0.0, 0.9, (count, len(costs)))
    patience = rng.choice([1, 2, 3, 4], count, p=_PATIENCE)
    ways = rng.choice(WAYS, count, p=entry.get("ways", WAY_SHARES))
    mark = _MARKED[entry.get("ballot_type", "knapsack")]
    return tuple(
        mark(entry, _Voter(pulls[row], costs, int(patience[row]), str(ways[row])))
        for row in range(count)
    )


@dataclass(frozen=True)
class _Voter:
    """What one voter is drawn to, what it costs, how much they would mark, and how."""

    pulls: Floats
    costs: Ints
    patience: int
    way: str

    @property
    def liking(self) -> list[int]:
        """Rows of the options, the best liked first."""
        return [int(row) for row in np.argsort(-self.pulls)]


def _within_the_budget(entry: dict[str, Any], voter: _Voter) -> BallotSketch:
    """Mark what appeals, at most so much of it, and the best liked one in any case."""
    chosen: list[int] = []
    left = entry["budget"]
    for row in voter.liking:
        is_open = voter.pulls[row] > _APPEALS and len(chosen) < voter.patience
        if (is_open or not chosen) and voter.costs[row] <= left:
            chosen.append(row + 1)
            left -= int(voter.costs[row])
    return BallotSketch(tuple(sorted(chosen)), voter.way)


def _approved(entry: dict[str, Any], voter: _Voter) -> BallotSketch:
    """Mark all that appeals, and the best liked one in any case."""
    liked = [row + 1 for row in voter.liking if voter.pulls[row] > _APPEALS]
    return BallotSketch(tuple(sorted(liked or [voter.liking[0] + 1])), voter.way)


def _ranked(entry: dict[str, Any], voter: _Voter) -> BallotSketch:
    """Put the best liked ones in order, as many as one cares to."""
    most = min(voter.patience, entry["most_choices"])
    return BallotSketch(tuple(row + 1 for row in voter.liking[:most]), voter.way)


def _shared_out(entry: dict[str, Any], voter: _Voter) -> BallotSketch:
    """Share the points out among the best liked ones, each a little less than the last."""
    rows = voter.liking[: voter.patience]
    weights = np.arange(len(rows), 0, -1)
    given = entry["points"] * weights // weights.sum()
    given[0] += entry["points"] - given.sum()
    return _with_points(dict(zip(rows, given.tolist(), strict=True)), voter.way)


def _scored(entry: dict[str, Any], voter: _Voter) -> BallotSketch:
    """Give each a mark by its pull; the best liked one gets a mark in any case."""
    marks = np.clip(np.round(voter.pulls / _A_MARK), 0, entry["points"]).astype(int)
    marks[voter.liking[0]] = max(1, marks[voter.liking[0]])
    return _with_points(dict(enumerate(marks.tolist())), voter.way)


def _with_points(points: dict[int, int], way: str) -> BallotSketch:
    given = sorted((row + 1, n) for row, n in points.items() if n)
    return BallotSketch(
        tuple(number for number, _n in given), way, tuple(n for _number, n in given)
    )


_MARKED: dict[str, Callable[[dict[str, Any], _Voter], BallotSketch]] = {
    "knapsack": _within_the_budget,
    "approval": _approved,
    "ranking": _ranked,
    "points": _shared_out,
    "score": _scored,
}
