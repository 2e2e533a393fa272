"""The rules once more, written as their definitions read: voter by voter, in fractions.

Nothing here is shared with the code under test, and nothing is quick.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass
class Vote:
    """One voter: what they gain from each project they support."""

    gains: dict[str, Fraction]


@dataclass
class Case:
    """An election with each voter apart. ``order`` is the tie order of equals."""

    costs: dict[str, Fraction]
    budget: Fraction
    votes: list[Vote]
    scores: dict[str, Fraction]
    order: list[str]

    def supporters(self, project):
        return [vote for vote in self.votes if vote.gains.get(project, 0) > 0]

    def preferred(self, tied):
        return min(
            tied,
            key=lambda p: (
                self.costs[p],
                -len(self.supporters(p)),
                self.order.index(p),
            ),
        )

    def supported(self):
        return [p for p in self.costs if self.supporters(p)]


def greedy(case, *, stop=False, taken=()):
    left = case.budget - sum(case.costs[p] for p in taken)
    waiting = [p for p in case.supported() if p not in taken]
    won = []
    while waiting:
        best = max(case.scores[p] for p in waiting)
        project = case.preferred([p for p in waiting if case.scores[p] == best])
        waiting.remove(project)
        if case.costs[project] <= left:
            won.append(project)
            left -= case.costs[project]
        elif stop:
            break
    return won


def price(cost, purses):
    """The rho at which sum(min(money, rho * gain)) is cost: by its breakpoints."""

    def paid(rho):
        return sum(min(money, rho * gain) for money, gain in purses)

    if sum(money for money, _ in purses) < cost:
        return None
    before = Fraction(0)
    for breakpoint_ in sorted({money / gain for money, gain in purses}):
        if paid(breakpoint_) >= cost:
            below, above = paid(before), paid(breakpoint_)
            return before + (breakpoint_ - before) * (cost - below) / (above - below)
        before = breakpoint_
    raise AssertionError


def equal_shares(case, share):
    purses = {id(vote): share for vote in case.votes}
    won = sorted(
        (p for p in case.supported() if case.costs[p] == 0), key=_by_preference(case)
    )
    waiting = [p for p in case.supported() if case.costs[p] > 0]
    while True:
        rho = {}
        for project in waiting:
            mine = [(purses[id(v)], v.gains[project]) for v in case.supporters(project)]
            rho[project] = price(case.costs[project], mine)
        affordable = {p: r for p, r in rho.items() if r is not None}
        if not affordable:
            return won
        best = min(affordable.values())
        project = case.preferred([p for p, r in affordable.items() if r == best])
        for vote in case.supporters(project):
            money = purses[id(vote)]
            purses[id(vote)] = money - min(money, best * vote.gains[project])
        won.append(project)
        waiting.remove(project)


def _by_preference(case):
    return lambda p: (case.costs[p], -len(case.supporters(p)), case.order.index(p))


def add1(case, step, *, exhaustive):
    share = case.budget / len(case.votes)
    won = equal_shares(case, share)
    while True:
        spent = sum(case.costs[p] for p in won)
        left = [p for p in case.supported() if p not in won]
        if not left:
            return won, share
        if exhaustive and all(spent + case.costs[p] > case.budget for p in left):
            return won, share
        following = equal_shares(case, share + step)
        if sum(case.costs[p] for p in following) > case.budget:
            return won, share
        won, share = following, share + step


def phragmen(case):
    loads = {id(vote): Fraction(0) for vote in case.votes}
    waiting = [p for p in case.supported() if case.costs[p] <= case.budget]
    won, spent = [], Fraction(0)
    while waiting:
        due = {}
        for project in waiting:
            mine = case.supporters(project)
            due[project] = (
                case.costs[project] + sum(loads[id(vote)] for vote in mine)
            ) / len(mine)
        first = min(due.values())
        tied = [p for p in waiting if due[p] == first]
        if any(spent + case.costs[p] > case.budget for p in tied):
            return won
        project = case.preferred(tied)
        for vote in case.supporters(project):
            loads[id(vote)] = first
        spent += case.costs[project]
        won.append(project)
        waiting.remove(project)
    return won
