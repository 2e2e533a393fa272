"""Equal shares in proven bounds decides as exact rationals do, also where it is close."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from participation.tally import Ballot, Election, Project, VoteType
from participation.tally.equal_shares import equal_shares, outcomes
from participation.tally.exact import ExactShares
from participation.tally.purses import Scale
from participation.tally.rationals import quotient
from participation.tally.support import support_of


def drawn(seed, *, points=False):
    """A vote of hundreds, with many projects of equal cost and equal support."""
    draw = random.Random(seed)  # noqa: S311 - repeatable
    projects = draw.randint(3, 14)
    voters = draw.randint(20, 400)
    costs = [draw.choice([100, 150, 200, 333, 500]) for _ in range(projects)]
    cast = []
    for _ in range(voters):
        chosen = tuple(sorted(draw.sample(range(projects), draw.randint(1, projects))))
        given = tuple(Fraction(draw.randint(1, 5)) for _ in chosen) if points else ()
        cast.append((Ballot(chosen, given), draw.choice([1, 1, 1, 20])))
    return support_of(
        Election.of(
            [Project(f"p{n}", Fraction(c)) for n, c in enumerate(costs)],
            budget=draw.randint(300, sum(costs)),
            ballots=cast,
            vote_type=VoteType.CUMULATIVE if points else VoteType.APPROVAL,
        )
    )


def exactly(support, share):
    """Every round decided by exact prices of all projects."""
    waiting, winners = set(support.supported), []
    exact = ExactShares(support, share)
    while True:
        exact.advance(winners)
        prices = {j: exact.price(j) for j in waiting}
        values = {
            j: price / support.gain_of(j)
            for j, price in prices.items()
            if price is not None
        }
        if not values:
            return winners
        best = min(values.values())
        tied = [j for j, value in values.items() if value == best]
        winners.append(min(tied, key=support.rank.__getitem__))
        waiting.remove(winners[-1])


@pytest.mark.parametrize("points", [False, True], ids=["approval", "points"])
@pytest.mark.parametrize("seed", range(12))
def test_bounds_and_rationals_choose_alike(seed, points):
    support = drawn(seed, points=points)
    start = quotient(support.budget, support.voters)
    for raised in (0, 1, 2):
        share = start + quotient(raised, 7)
        assert equal_shares(support, share).winners == exactly(support, share)


@pytest.mark.parametrize("points", [False, True], ids=["approval", "points"])
@pytest.mark.parametrize("seed", range(12))
def test_shares_counted_together_come_out_as_each_alone(seed, points):
    support = drawn(100 + seed, points=points)
    start = quotient(support.budget, support.voters)
    shares = [start + quotient(n, 20) for n in range(37)]
    together = []
    for places, run in outcomes(support, shares):
        assert places[0] == len(together)
        together += [(run.winners, run.ties, run.spent)] * len(places)
    alone = [equal_shares(support, share) for share in shares]
    assert together == [(run.winners, run.ties, run.spent) for run in alone]


def test_count_over_the_limit_ends_at_the_purchase_that_passes_it():
    support = drawn(5)
    share = quotient(support.budget, support.voters) * 3
    limit = support.budget // 2
    ((_, run),) = outcomes(support, [share], limit=limit)
    last = support.costs[run.winners[-1]]
    assert run.spent - last <= limit < run.spent


@pytest.mark.parametrize("share", [1, 10**6, 10**15, 10**30])
def test_all_money_together_stays_below_64_bits(share):
    support = drawn(3)
    scale = Scale(support, quotient(share, 1))
    assert 2**61 <= support.voters * scale.up(quotient(share, 1)) <= 2**62


def test_enormous_amounts_are_counted():
    cost = Fraction(10**24 + 1, 3)
    projects = [Project("a", cost), Project("b", cost * 2)]
    cast = [(Ballot((0, 1)), 5), (Ballot((1,)), 4)]
    support = support_of(Election.of(projects, budget=cost * 3, ballots=cast))
    share = quotient(support.budget, support.voters)
    assert equal_shares(support, share).winners == exactly(support, share) == [1]
