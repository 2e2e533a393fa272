"""Who supports what: an election as whole-number arrays, ready for counting.

Money is scaled by ``unit`` so that every cost and the budget are whole numbers, and
points by their own common denominator (scaling all points alike changes no outcome).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import numpy as np

from participation.tally.election import ElectionError, positions_of
from participation.tally.rationals import common_denominator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from participation.tally.election import Election

    Whole = NDArray[np.int64]
    Index = NDArray[np.intp]

# What asking about one project takes besides its supporters, by the measure of
# ``Effort``; and what it takes in exact rationals.
ASKING, ASKING_EXACTLY = 500, 2_000
# Above this, sums of points times money could leave 64 bits.
LARGEST_POINTS = 2**31


@dataclass(frozen=True, slots=True)
class Supporters:
    """The distinct ballots that support one project.

    ``groups`` are positions of distinct ballots, ``voters`` how many people cast each,
    ``points`` what each of them gives (``None`` where support is yes or no). ``gains``
    are voters times points, ``gain`` is their sum: votes where there are no points.
    """

    groups: Index
    voters: Whole
    points: Whole | None
    gains: Whole
    gain: int

    @classmethod
    def of(cls, groups: Index, voters: Whole, points: Whole | None) -> Supporters:
        """Add the sums."""
        gains = voters if points is None else voters * points
        return cls(groups, voters, points, gains, int(gains.sum()))


@dataclass(slots=True)
class Effort:
    """How much all counts of one layout have looked at, the same on every machine.

    In ballots looked up, with so many more for each question about a project: each takes
    some ten nanoseconds.
    """

    spent: int = 0

    def look(self, groups: int, besides: int = ASKING) -> None:
        """Note a question about a project with so many distinct ballots."""
        self.spent += groups + besides


@dataclass(frozen=True)
class Support:
    """An election in arrays.

    ``costs`` and ``budget`` are in ``1/unit`` of the currency. ``votes[j]`` is the
    number of people who support project ``j``; ``score[j]`` what greedy ranks by: votes,
    the sum of points, or for rankings ``max_length`` for a first place, one less for a
    second, and so on (Borda, as the Pabulib format defines it). ``rank[j]`` is the place
    of ``j`` in the tie order: lower cost, then more votes, then the lot. Points are whole
    in ``1/point_unit``. ``effort`` is shared by all that is counted from this layout,
    with changes too.
    """

    election: Election
    unit: int
    costs: list[int]
    budget: int
    voters: int
    groups: int
    supporters: list[Supporters]
    votes: list[int]
    score: list[Fraction]
    rank: list[int]
    largest_points: int
    point_unit: int
    threshold: Fraction
    effort: Effort = field(default_factory=Effort, compare=False)

    @property
    def has_points(self) -> bool:
        """Whether supporters give points, and so differ in what they gain."""
        return self.election.vote_type.has_points

    @cached_property
    def supported(self) -> list[int]:
        """The projects with a supporter and the threshold reached, in tie order."""
        ranked = sorted(range(len(self.costs)), key=self.rank.__getitem__)
        return [j for j in ranked if self.votes[j] and self.score[j] >= self.threshold]

    def gain_of(self, project: int) -> int:
        """What one vote (or point) for a project is worth to the one who gives it."""
        return 1 if self.has_points else self.costs[project]


def support_of(
    election: Election, lot: Sequence[str] = (), threshold: Fraction | int = 0
) -> Support:
    """Lay out the supporters of every project.

    ``lot`` is the drawn order of project ids, first preferred; projects it leaves out
    follow in listed order. A ``threshold`` is the least score that is eligible: below
    one, it is a share of the ballots cast. Raises ``ElectionError`` on a lot that names
    an unknown project, or points beyond counting.
    """
    least = Fraction(threshold)
    if 0 < least < 1:
        least *= election.votes
    unit = common_denominator([election.budget, *(p.cost for p in election.projects)])
    costs = [int(project.cost * unit) for project in election.projects]
    supporters, point_unit = _supporters(election)
    votes = [int(each.voters.sum()) for each in supporters]
    return Support(
        election=election,
        unit=unit,
        costs=costs,
        budget=int(election.budget * unit),
        voters=election.votes,
        groups=len(election.ballots),
        supporters=supporters,
        votes=votes,
        score=_scores(election, supporters, votes, point_unit),
        rank=tie_ranks(election, costs, votes, lot),
        largest_points=max(
            (
                int(each.points.max(initial=1))
                for each in supporters
                if each.points is not None
            ),
            default=1,
        ),
        point_unit=point_unit,
        threshold=least,
    )


def _supporters(election: Election) -> tuple[list[Supporters], int]:
    ballots = election.ballots
    people = np.fromiter(ballots.values(), dtype=np.int64, count=len(ballots))
    sizes = np.fromiter((len(b.choices) for b in ballots), np.int32, count=len(ballots))
    total = int(sizes.sum())
    chosen = chain.from_iterable(b.choices for b in ballots)
    projects = np.fromiter(chosen, dtype=np.int32, count=total)
    groups = np.repeat(np.arange(len(ballots), dtype=np.int32), sizes)
    points, point_unit = _points(election, total)
    if points is not None:
        given = points > 0
        projects, groups, points = projects[given], groups[given], points[given]
    ends = np.cumsum(np.bincount(projects, minlength=len(election.projects)))
    by_project = np.argsort(projects, kind="stable")
    # What is not needed any more is let go: of a large election these are megabytes.
    del projects
    groups = groups[by_project]
    points = None if points is None else points[by_project]
    del by_project
    supporters = []
    for first, last in pairwise([0, *ends.tolist()]):
        mine = groups[first:last].astype(np.intp)
        theirs = None if points is None else points[first:last].copy()
        supporters.append(Supporters.of(mine, people[mine], theirs))
    return supporters, point_unit


def _points(election: Election, total: int) -> tuple[Whole | None, int]:
    if not election.vote_type.has_points:
        return None, 1
    given = [point for ballot in election.ballots for point in ballot.points]
    point_unit = common_denominator(given)
    whole = [int(point * point_unit) for point in given]
    if max(whole, default=0) > LARGEST_POINTS:
        raise ElectionError("points are too large or too finely divided to count")
    return np.fromiter(whole, dtype=np.int64, count=total), point_unit


def _scores(
    election: Election, supporters: list[Supporters], votes: list[int], point_unit: int
) -> list[Fraction]:
    if election.vote_type.has_points:
        return [Fraction(each.gain, point_unit) for each in supporters]
    if not election.vote_type.is_ranked:
        return [Fraction(count) for count in votes]
    first = election.ranking_length
    ranked = [0] * len(supporters)
    for ballot, voters in election.ballots.items():
        for place, project in enumerate(ballot.choices[:first]):
            ranked[project] += voters * (first - place)
    return [Fraction(points) for points in ranked]


def tie_ranks(
    election: Election, costs: list[int], votes: list[int], lot: Sequence[str]
) -> list[int]:
    """Return the place of each project in the tie order: cost, then votes, then lot."""
    places = positions_of(election.projects)
    unknown = [project for project in lot if project not in places]
    if unknown:
        raise ElectionError(f"the lot names unknown projects: {', '.join(unknown)}")
    drawn = dict.fromkeys([*(places[i] for i in lot), *range(len(costs))])
    lots = {project: place for place, project in enumerate(drawn)}
    preferred = sorted(range(len(costs)), key=lambda j: (costs[j], -votes[j], lots[j]))
    ranks = [0] * len(costs)
    for rank, project in enumerate(preferred):
        ranks[project] = rank
    return ranks
