"""Sequential Phragmén: every voter earns at the same pace, and supporters save together.

A project is bought as soon as its supporters have saved its cost, and they then start
again from nothing. The count ends at the moment when a project that is due no longer
fits the budget, as in the literature (so that no tie rule can put that moment off);
projects that cost more than the whole budget are left out from the beginning.

Voters who have paid at the same moment have saved the same, so times are kept for
classes of distinct ballots, as exact rationals.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from participation.tally.rationals import quotient
from participation.tally.support import ASKING_EXACTLY
from participation.tally.ties import settle

if TYPE_CHECKING:
    from fractions import Fraction

    from participation.tally.support import Support


@dataclass(slots=True)
class Savings:
    """What was bought and when.

    Times are what a voter who never paid has earned by then, in ``1/support.unit`` of
    the currency. ``end`` is when the count ended: the last purchase, or the moment a due
    project did not fit. ``last_paid[g]`` is the place in ``times`` when ballot group
    ``g`` last paid, ``times[0]`` being the beginning.
    """

    last_paid: np.ndarray
    times: list[Fraction]
    winners: list[int] = field(default_factory=list)
    ties: list[list[int]] = field(default_factory=list)
    end: Fraction = field(default_factory=lambda: quotient(0, 1))
    misfits: list[int] = field(default_factory=list)


def phragmen(support: Support) -> Savings:
    """Count by sequential Phragmén; points count as support, whatever their number."""
    savings = Savings(np.zeros(support.groups, dtype=np.intp), [quotient(0, 1)])
    open_projects = {
        project
        for project in support.supported
        if support.costs[project] <= support.budget
    }
    left = support.budget
    while open_projects:
        due = {
            project: due_time(support, savings, project) for project in open_projects
        }
        moment = min(due.values())
        tied = [project for project, time in due.items() if time == moment]
        savings.end = moment
        savings.misfits = [j for j in tied if support.costs[j] > left]
        if savings.misfits:
            break
        chosen, ordered = settle(support, tied)
        if len(ordered) > 1:
            savings.ties.append(ordered)
        left -= support.costs[chosen]
        open_projects.remove(chosen)
        savings.winners.append(chosen)
        savings.times.append(moment)
        savings.last_paid[support.supporters[chosen].groups] = len(savings.winners)
    return savings


def due_time(support: Support, savings: Savings, project: int) -> Fraction:
    """Return when the supporters of ``project`` have saved its cost."""
    mine = support.supporters[project]
    support.effort.look(len(mine.groups), ASKING_EXACTLY)
    people = np.bincount(savings.last_paid[mine.groups], weights=mine.voters)
    paid = sum(
        (savings.times[c] * int(people[c]) for c in np.flatnonzero(people)),
        quotient(0, 1),
    )
    return (paid + support.costs[project]) / support.votes[project]
