"""Why each project was chosen or not, as numbers and codes.

Sentences are made from these where they can be translated. Amounts are floats in units
of the currency, right to far less than a cent; no decision rests on them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from participation.tally.rationals import quotient

if TYPE_CHECKING:
    from fractions import Fraction

    from numpy.typing import NDArray

    from participation.tally.equal_shares import Run
    from participation.tally.greedy import Ranking
    from participation.tally.phragmen import Savings
    from participation.tally.support import Support

    Amounts = NDArray[np.float64]


# A part of an amount that is only rounding.
TRACE = 1e-9


class Reason(StrEnum):
    """The one reason for a project's fate."""

    PAID_BY_SUPPORTERS = "paid-by-supporters"
    MOST_VOTES = "most-votes"
    FITS_THE_REST = "fits-the-rest"
    NO_SUPPORT = "no-support"
    BELOW_THRESHOLD = "below-threshold"
    SUPPORTERS_CANNOT_PAY = "supporters-cannot-pay"
    DOES_NOT_FIT = "does-not-fit"
    AFTER_THE_STOP = "after-the-stop"
    NOT_YET_SAVED = "not-yet-saved"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What supporters of one project spent on another, ``project``.

    ``supporters`` of the first also support the other, and spent ``amount`` on it.
    """

    project: str
    supporters: int
    amount: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """The facts about one project.

    ``round`` is its place among the winners, from 1. Of its supporters,
    ``paid_in_full`` paid ``price`` (times their points) and ``paid_less`` all they still
    had. ``effective_support`` is the number of supporters (or points) that would carry
    the cost at that price. ``left`` is, under equal shares and Phragmén, what the
    supporters had (just before buying, or at the end of the count), under greedy what
    was left of the budget when the project came up; ``missing`` is what of the cost it
    did not cover. ``elsewhere`` is sorted, largest amount first.
    """

    project: str
    chosen: bool
    reason: Reason
    votes: int
    score: float
    cost: float
    round: int | None = None
    price: float | None = None
    paid_in_full: int | None = None
    paid_less: int | None = None
    effective_support: float | None = None
    left: float | None = None
    missing: float | None = None
    elsewhere: tuple[Elsewhere, ...] = ()


class Explainer:
    """Gathers the facts of one count, rule by rule, over all projects."""

    def __init__(self, support: Support) -> None:
        self._support = support
        self._facts = [self._start(project) for project in range(len(support.costs))]

    def facts(self, winners: list[int]) -> dict[str, Explanation]:
        """Return the explanations by project id, with the rounds of ``winners``."""
        for place, project in enumerate(winners, start=1):
            self._note(project, chosen=True, round=place)
        return {facts.project: facts for facts in self._facts}

    def greedy(self, ranking: Ranking, reason: Reason) -> None:
        """Explain by what was left of the budget; ``reason`` is that of winners."""
        for project, remaining in ranking.left.items():
            left = self._money(remaining)
            missing = max(0.0, self._facts[project].cost - left)
            fate = Reason.DOES_NOT_FIT if missing else reason
            self._note(project, reason=fate, left=left, missing=missing)
        for project in ranking.unseen:
            self._note(project, reason=Reason.AFTER_THE_STOP)

    def equal_shares(self, run: Run, share: Fraction) -> None:
        """Explain by what supporters paid, and what those of the others have left."""
        purses = np.full(self._support.groups, self._money(share))
        spending = _Spending(self._support)
        for purchase in run.purchases:
            mine = self._support.supporters[purchase.project]
            price = self._money((purchase.low + purchase.high) / run.factor / 2)
            asked = price * (1 if mine.points is None else mine.points)
            had = purses[mine.groups]
            paid = np.minimum(had, asked)
            purses[mine.groups] = had - paid
            spending.add(purchase.project, paid)
            in_full = int(mine.voters[paid >= asked * (1 - TRACE)].sum())
            self._note(
                purchase.project,
                reason=Reason.PAID_BY_SUPPORTERS,
                price=price,
                paid_in_full=in_full,
                paid_less=int(mine.voters.sum()) - in_full,
                left=float(had @ mine.voters),
                missing=0.0,
            )
            self._note_effective(purchase.project, price)
        self._unpaid(run.winners, purses, Reason.SUPPORTERS_CANNOT_PAY)
        self._note_spending(spending)

    def phragmen(self, savings: Savings) -> None:
        """Explain by what supporters paid, and what those of the others had saved."""
        times = [self._money(time) for time in savings.times]
        paid_until = np.zeros(self._support.groups)
        spending = _Spending(self._support)
        for project, time in zip(savings.winners, times[1:], strict=True):
            mine = self._support.supporters[project]
            paid = time - paid_until[mine.groups]
            paid_until[mine.groups] = time
            spending.add(project, paid)
            self._note(
                project,
                reason=Reason.PAID_BY_SUPPORTERS,
                price=float(paid.max(initial=0.0)),
                left=self._facts[project].cost,
                missing=0.0,
            )
        purses = self._money(savings.end) - paid_until
        self._unpaid(savings.winners, purses, Reason.NOT_YET_SAVED)
        self._note_spending(spending)

    def _start(self, project: int) -> Explanation:
        support = self._support
        reason = Reason.BELOW_THRESHOLD if support.votes[project] else Reason.NO_SUPPORT
        return Explanation(
            project=support.election.projects[project].id,
            chosen=False,
            reason=reason,
            votes=support.votes[project],
            score=float(support.score[project]),
            cost=self._money(support.costs[project]),
        )

    def _unpaid(self, winners: list[int], purses: Amounts, reason: Reason) -> None:
        won = set(winners)
        for project in self._support.supported:
            if project not in won:
                mine = self._support.supporters[project]
                left = float(purses[mine.groups] @ mine.voters)
                cost = self._facts[project].cost
                missing = max(0.0, cost - left)
                fate = reason if missing > cost * TRACE else Reason.DOES_NOT_FIT
                self._note(project, reason=fate, left=left, missing=missing)

    def _note_effective(self, project: int, price: float) -> None:
        if price:
            self._note(project, effective_support=self._facts[project].cost / price)

    def _note_spending(self, spending: _Spending) -> None:
        for project, elsewhere in enumerate(spending.elsewhere()):
            self._note(project, elsewhere=elsewhere)

    def _note(self, project: int, **facts: Any) -> None:
        self._facts[project] = replace(self._facts[project], **facts)

    def _money(self, amount: Fraction | int) -> float:
        return float(amount / quotient(self._support.unit, 1))


class _Spending:
    """What the supporters of each project spent on each of those bought."""

    def __init__(self, support: Support) -> None:
        self._support = support
        self._groups = np.concatenate(
            [np.zeros(0, dtype=np.intp), *(each.groups for each in support.supporters)]
        )
        self._voters = np.concatenate(
            [np.zeros(0, dtype=np.int64), *(each.voters for each in support.supporters)]
        )
        sizes = [len(each.groups) for each in support.supporters]
        self._project = np.repeat(np.arange(len(sizes)), sizes)
        self._rows: list[tuple[int, Amounts, Amounts]] = []

    def add(self, bought: int, paid: Amounts) -> None:
        """Note what each ballot group that supports ``bought`` paid for it."""
        groups = self._support.supporters[bought].groups
        amounts = np.zeros(self._support.groups)
        amounts[groups] = paid
        also = np.zeros(self._support.groups)
        also[groups] = 1.0
        self._rows.append((bought, self._by_project(also), self._by_project(amounts)))

    def _by_project(self, each: Amounts) -> Amounts:
        weights = each[self._groups] * self._voters
        projects = len(self._support.costs)
        sums = np.bincount(self._project, weights=weights, minlength=projects)
        return sums.astype(np.float64)

    def elsewhere(self) -> list[tuple[Elsewhere, ...]]:
        """Return for every project the spending on others, largest amount first."""
        found: list[list[Elsewhere]] = [[] for _ in self._support.costs]
        for bought, supporters, amounts in self._rows:
            name = self._support.election.projects[bought].id
            for project in np.flatnonzero(supporters).tolist():
                if project != bought:
                    shared = int(supporters[project])
                    spent = float(amounts[project])
                    found[project].append(Elsewhere(name, shared, spent))
        for each in found:
            each.sort(key=lambda part: -part.amount)
        return [tuple(each) for each in found]
