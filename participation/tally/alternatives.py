"""What would have changed an outcome: another tie rule, a vote more, a lower price.

Each answer is a recount under the same rule and step, not an estimate. Under ``add1`` an
outcome can turn back and forth as votes or prices change; a searched bound is therefore
checked where it is given (the project wins there, and does not one step before), but
there may be others. Large numbers are given in round steps (``round_step``): fewer
recounts, and easier to repeat.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from participation.tally.counting import Outcome, Rule, count_support, find_winners
from participation.tally.election import Election, positions_of
from participation.tally.parts import parts_of
from participation.tally.support import Supporters, support_of, tie_ranks

if TYPE_CHECKING:
    from collections.abc import Callable

    from participation.tally.parts import InParts
    from participation.tally.support import Support
    from participation.tally.ties import Tie

#: How much recounting may cost in all, by the measure of ``Effort``: some ten seconds, for
#: a hundred thousand ballots too.
MOST_WORK = 1_000_000_000
#: So many figures of a number are told; those after them are nought.
_FIGURES_OF_VOTES, _FIGURES_OF_PRICE = 4, 3


@dataclass(frozen=True, slots=True)
class NearMiss:
    """How near a project came that was not chosen.

    With ``votes`` more voters who want it alone it would have won, which is ``None`` if
    not even ``tried`` more would have let it win. At a price of ``price`` it would have
    won, ``None`` if at none above nothing.
    """

    votes: int | None
    tried: int
    price: int | None


def recount(election: Election, like: Outcome) -> Outcome:
    """Count ``election`` with everything else as it was in the outcome ``like``."""
    parameters = like.parameters
    support = support_of(election, parameters.lot, parameters.threshold)
    return count_support(support, parameters.options)


def is_decisive(election: Election, outcome: Outcome, tie: Tie) -> bool:
    """Say whether preferring another of the tied projects would change who wins."""
    return any(
        set(_preferring(election, outcome, other).winners) != set(outcome.winners)
        for other in tie.projects[1:]
    )


def round_step(number: int, figures: int) -> int:
    """Return the power of ten of which numbers up to ``number`` are told as multiples."""
    return int(10 ** max(0, len(str(number)) - figures))


def near_misses(
    election: Election, counted: InParts, *, most_work: int = MOST_WORK
) -> dict[str, NearMiss]:
    """Return how near each project came that was not chosen, the nearest first.

    ``counted`` is the outcome of ``election``. The work is divided among the parts of
    the budget, and spent on the nearest first: of a very large election the others are
    left out. The same election always gives the same answer.
    """
    share = most_work // len(counted.parts)
    found: dict[str, NearMiss] = {}
    for key, part in parts_of(election).items():
        alternatives = Alternatives(part, counted.parts[key], most_work=share)
        for project in alternatives.losers:
            if not alternatives.has_work_left:
                break
            found[project] = alternatives.near_miss(project)
    return found


class Alternatives:
    """An election laid out once, to be counted again with small changes."""

    def __init__(
        self, election: Election, outcome: Outcome, *, most_work: int = MOST_WORK
    ) -> None:
        parameters = outcome.parameters
        self._outcome = outcome
        self._support = support_of(election, parameters.lot, parameters.threshold)
        self._options = parameters.options
        self._places = positions_of(election.projects)
        self._most_work = most_work

    @property
    def has_work_left(self) -> bool:
        """Whether there may be more recounts."""
        return self._support.effort.spent < self._most_work

    @property
    def losers(self) -> list[str]:
        """Projects not chosen: first those whose supporters had most of the price.

        Under greedy, those with the highest score.
        """
        facts = self._outcome.explanations
        has_purses = self._options.rule in (Rule.EQUAL_SHARES, Rule.PHRAGMEN)

        def distance(project: str) -> tuple[float, float, int]:
            told = facts[project]
            covered = (told.left or 0.0) / told.cost if told.cost else 0.0
            return (-covered if has_purses else 0.0, -told.score, self._places[project])

        won = set(self._outcome.winners)
        return sorted((each for each in self._places if each not in won), key=distance)

    def near_miss(self, project: str) -> NearMiss:
        """Return what would have let a project win that did not."""
        tried = max(1, self._support.voters)
        votes = self.votes_to_win(project, at_most=tried)
        return NearMiss(votes, tried, self.price_to_win(project) or None)

    def votes_to_win(self, project: str, *, at_most: int) -> int | None:
        """Return how many more voters for ``project`` alone would let it win.

        Where ballots carry points, each gives it the most points that any ballot gives.
        ``None`` if not even ``at_most`` would.
        """
        place, told = self._places[project], self._outcome.explanations[project]
        share = self._outcome.parameters.final_share
        guess = (told.missing or 0.0) / float(share) if share else 0.0
        step, lot = round_step(at_most, _FIGURES_OF_VOTES), self._options.lot

        def wins(steps: int) -> bool:
            voters = min(steps * step, at_most)
            return self._wins(place, _with_votes(self._support, place, voters, lot))

        found = _least(wins, -(-at_most // step), int(guess) // step)
        return None if found is None else min(found * step, at_most)

    def price_to_win(self, project: str) -> int | None:
        """Return at which lower price, in whole units of the currency, it would win.

        ``None`` if not even for nothing, so for want of votes.
        """
        place, told = self._places[project], self._outcome.explanations[project]
        most = -(-self._support.costs[place] // self._support.unit)
        step = round_step(most, _FIGURES_OF_PRICE)
        top, lot = -(-most // step), self._options.lot

        def wins(steps: int) -> bool:
            cost = (top - steps) * step * self._support.unit
            return self._wins(place, _at_cost(self._support, place, cost, lot))

        found = _least(wins, top, top - int(told.left or 0.0) // step)
        return None if found is None else (top - found) * step

    def _wins(self, place: int, changed: Support) -> bool:
        return place in find_winners(changed, self._options)


def _at_cost(support: Support, place: int, cost: int, lot: tuple[str, ...]) -> Support:
    costs = [*support.costs]
    costs[place] = cost
    rank = tie_ranks(support.election, costs, support.votes, lot)
    return replace(support, costs=costs, rank=rank)


def _with_votes(
    support: Support, place: int, voters: int, lot: tuple[str, ...]
) -> Support:
    """Add one more group of ballots, of so many voters who want one project alone."""
    mine = support.supporters[place]
    points = None
    score = voters
    if mine.points is not None:
        points = np.append(mine.points, support.largest_points)
        score = voters * support.largest_points
    elif support.election.vote_type.is_ranked:
        score = voters * support.election.ranking_length
    supporters, votes = [*support.supporters], [*support.votes]
    scores = [*support.score]
    supporters[place] = Supporters.of(
        np.append(mine.groups, support.groups), np.append(mine.voters, voters), points
    )
    votes[place] += voters
    scores[place] += Fraction(score, support.point_unit)
    return replace(
        support,
        voters=support.voters + voters,
        groups=support.groups + 1,
        supporters=supporters,
        votes=votes,
        score=scores,
        rank=tie_ranks(support.election, support.costs, votes, lot),
    )


def _least(wins: Callable[[int], bool], most: int, guess: int) -> int | None:
    """Search a number from 1 to ``most`` that wins while the one before it does not.

    Nothing (0) does not win. The search begins at ``guess`` and goes from there in ever
    longer strides.
    """
    start = min(max(guess, 1), most)
    stride = 1
    if wins(start):
        succeeds, fails = start, start - 1
        while fails > 0 and wins(fails):
            succeeds = fails
            stride *= 2
            fails = max(0, fails - stride)
    else:
        fails, succeeds = start, start + 1
        while succeeds < most and not wins(succeeds):
            fails = succeeds
            stride *= 2
            succeeds += stride
        if succeeds >= most:
            if fails >= most or not wins(most):
                return None
            succeeds = most
    while succeeds - fails > 1:
        middle = (fails + succeeds) // 2
        if wins(middle):
            succeeds = middle
        else:
            fails = middle
    return succeeds


def _preferring(election: Election, outcome: Outcome, project: str) -> Outcome:
    parameters = outcome.parameters
    support = support_of(election, parameters.lot, parameters.threshold)
    ranks = list(support.rank)
    ranks[positions_of(election.projects)[project]] = -1
    return count_support(replace(support, rank=ranks), parameters.options)
