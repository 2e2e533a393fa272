"""What is done with the money that equal shares alone leaves over.

"Add1" has two readings in the literature, which differ in 8.4 % of real elections, so
each has its own name here:

* ``add1`` raises every share step by step, and stops before the first step whose outcome
  would overspend, or when everything supported is funded;
* ``add1-exhaustive`` also stops as soon as nothing more fits what remains of the budget;
* ``add1-greedy`` is ``add1``, and then takes what still fits, most votes first.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from participation.tally.equal_shares import Run, equal_shares, outcomes
from participation.tally.rationals import quotient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from participation.tally.support import Support

# A share above this many units of the currency is raised by its thousandth part.
LARGE_SHARE = 10_000
# So many steps share their first rounds even where each has another outcome.
SMALLEST_BLOCK = 8


class Completion(StrEnum):
    """How equal shares is completed."""

    NONE = "none"
    ADD1 = "add1"
    ADD1_EXHAUSTIVE = "add1-exhaustive"
    ADD1_GREEDY = "add1-greedy"


@dataclass(frozen=True, slots=True)
class Raised:
    """The outcome at the last share that keeps to the budget.

    ``start``, ``step`` and ``share`` (the last) are in units of the currency; ``limit``
    is the count one step further, cut off where it overspent, or ``None``.
    """

    run: Run
    start: Fraction
    step: Fraction
    share: Fraction
    limit: Run | None


def default_step(share: Fraction) -> Fraction:
    """Return one unit of currency, or a thousandth of a share above 10,000 units."""
    return Fraction(1) if share <= LARGE_SHARE else share / 1000


def raise_share(
    support: Support, completion: Completion, step: Fraction | None
) -> Raised:
    """Count by equal shares and raise the share as ``completion`` says.

    Steps are counted in blocks (``outcomes``), which grow while little changes, so the
    work grows with the number of different outcomes more than with that of steps.
    """
    start = Fraction(support.budget, support.voters * support.unit)
    step = step or default_step(start)
    if step <= 0:
        raise ValueError("a step must be more than nothing")
    ladder = _Ladder(support, start, step)
    if completion is not Completion.NONE:
        ladder.climb(stop_when_full=completion is Completion.ADD1_EXHAUSTIVE)
    share = start + step * ladder.steps
    return Raised(ladder.run, start, step, share, ladder.limit)


class _Ladder:
    """Shares by steps, counted in blocks that grow while outcomes stay the same."""

    def __init__(self, support: Support, start: Fraction, step: Fraction) -> None:
        self._support = support
        self._start = start * support.unit
        self._step = step * support.unit
        self.steps = 0
        self.run = equal_shares(support, self._share(0))
        self.limit: Run | None = None

    def _share(self, steps: int) -> Fraction:
        share = self._start + self._step * steps
        return quotient(share.numerator, share.denominator)

    def climb(self, *, stop_when_full: bool) -> None:
        """Raise the share until the next step overspends or the outcome is final."""
        block = SMALLEST_BLOCK
        is_going = not self._is_final(self.run, stop_when_full=stop_when_full)
        while is_going:
            before = self.steps
            changes = 0
            for places, run in self._next(block):
                is_going = self._take(before, places, run, stop_when_full)
                if not is_going:
                    break
                changes += 1
            is_steady = changes <= block // 4
            block = block * 2 if is_steady else max(SMALLEST_BLOCK, block // 2)
        self.run = equal_shares(self._support, self._share(self.steps))

    def _next(self, block: int) -> Iterator[tuple[range, Run]]:
        shares = [self._share(self.steps + 1 + place) for place in range(block)]
        return outcomes(self._support, shares, limit=self._support.budget)

    def _take(self, before: int, places: range, run: Run, stop_when_full: bool) -> bool:
        """Go up to the shares at ``places``; say whether to go on."""
        if run.spent > self._support.budget:
            self.limit = run
            return False
        self.steps = before + 1 + places[0]
        if self._is_final(run, stop_when_full=stop_when_full):
            return False
        self.steps = before + 1 + places[-1]
        return True

    def _is_final(self, run: Run, *, stop_when_full: bool) -> bool:
        won = set(run.winners)
        left = [project for project in self._support.supported if project not in won]
        if not left:
            return True
        remaining = self._support.budget - run.spent
        return stop_when_full and min(self._support.costs[j] for j in left) > remaining
