"""What would have changed an outcome: another tie rule, a vote more, a lower price.

Each answer is a recount under the same rule and step, not an estimate. Under ``add1`` an
outcome can turn back and forth as votes or prices change; a searched bound is therefore
checked where it is given (the project wins there, and does not one unit before), but
there may be others.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from participation.tally.counting import Outcome, count_support
from participation.tally.election import Ballot, Election, positions_of
from participation.tally.support import support_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from participation.tally.ties import Tie


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


def with_cost(election: Election, project: str, cost: Fraction) -> Election:
    """Return the election with another cost of one project."""
    projects = tuple(
        replace(each, cost=cost) if each.id == project else each
        for each in election.projects
    )
    return replace(election, projects=projects)


def with_votes(election: Election, project: str, voters: int) -> Election:
    """Return the election with so many more voters who want that project alone.

    Where ballots carry points, each gives it the most points that any ballot gives.
    """
    place = positions_of(election.projects)[project]
    points: tuple[Fraction, ...] = ()
    if election.vote_type.has_points:
        given = (max(ballot.points, default=Fraction(0)) for ballot in election.ballots)
        points = (max(given, default=Fraction(1)),)
    alone = Ballot((place,), points)
    ballots = dict(election.ballots)
    ballots[alone] = ballots.get(alone, 0) + voters
    return replace(election, ballots=ballots)


def votes_to_win(
    election: Election, outcome: Outcome, project: str, *, at_most: int
) -> int | None:
    """Return how many more voters for ``project`` alone would let it win.

    ``None`` if not even ``at_most`` would.
    """

    def wins(voters: int) -> bool:
        changed = with_votes(election, project, voters)
        return project in recount(changed, outcome).winners

    return _least(wins, at_most)


def price_to_win(election: Election, outcome: Outcome, project: str) -> int | None:
    """Return at which lower price, in whole units of the currency, it would win.

    ``None`` if not even for nothing, so for want of votes.
    """
    cost = election.projects[positions_of(election.projects)[project]].cost
    most = -(-cost.numerator // cost.denominator)

    def wins(reduction: int) -> bool:
        changed = with_cost(election, project, Fraction(most - reduction))
        return project in recount(changed, outcome).winners

    reduction = _least(wins, most)
    return None if reduction is None else most - reduction


def _least(wins: Callable[[int], bool], most: int) -> int | None:
    """Search a number up to ``most`` that wins while the one before it does not."""
    if most < 1 or not wins(most):
        return None
    fails, succeeds = 0, most
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
