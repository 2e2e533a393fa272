"""The threshold rule for one whole and its parts: attendance, answers, votes by group.

The simplest lattice there is, for figures that are shown once and stand alone: a whole
and the parts that make it up. Small parts are hidden, and whatever else would give them
away; below the threshold the whole is hidden too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from .gate import guard
from .lattice import area_lattice
from .protection import UnprotectableCellsError

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

K = TypeVar("K", bound="Hashable")


class UnsafePartsError(ValueError):
    """A gate found something to be worked out; nothing may be shown."""


@dataclass(frozen=True)
class ShownParts(Generic[K]):
    """What may be shown: None is hidden, whether small, none or a cover for these."""

    whole: int | None
    parts: dict[K, int | None]


def shown_parts(parts: Mapping[K, int], *, threshold: int) -> ShownParts[K]:
    """What may be shown of parts that make up a whole, each person in one of them.

    Raises UnsafePartsError when the gates do not let it pass, LatticeError for counts
    that are not whole numbers of zero or more, ValueError for a threshold below 2.
    """
    counts = list(parts.values())
    lattice = area_lattice([None] + [0] * len(counts), [0] + [1] * len(counts))
    guarded = guard(lattice, counts or [0], threshold=threshold)
    if not guarded.ok:
        raise UnsafePartsError("The parts could be worked out.")
    whole, *hidden = guarded.hidden.tolist()
    return ShownParts(
        None if whole else sum(counts),
        {
            part: None if is_hidden else count
            for (part, count), is_hidden in zip(parts.items(), hidden, strict=True)
        },
    )


def shown_votes(
    marked: Mapping[K, int], turnout: Mapping[K, int], *, threshold: int
) -> dict[K, int | None]:
    """How many voters of each group marked something; None is hidden.

    The sum of ``marked`` and all of ``turnout`` are public. That nobody of a group marked
    it, or everybody, tells how each of them voted: so both those who did and those who
    did not are protected, none as well as few. Nothing is shown where a group is too
    small for that (under twice the threshold), or where few in all marked it, or did not.

    Raises ValueError for a group in which more marked it than voted.
    """
    groups = [group for group, voters in turnout.items() if voters]
    hidden: dict[K, int | None] = dict.fromkeys(turnout)
    if any(marked[group] > turnout[group] for group in turnout):
        raise ValueError("more marked it than voted")
    total, everybody = sum(marked.values()), sum(turnout.values())
    if any(turnout[group] < 2 * threshold for group in groups) or not (
        threshold <= total <= everybody - threshold
    ):
        return hidden
    lattice = area_lattice(
        [None] + [0] * len(groups),
        [0] + [1] * len(groups),
        breakdown=[[1, 0], [0, 1], [1, 1]],
    )
    counts = [
        each
        for group in groups
        for each in (marked[group], turnout[group] - marked[group])
    ]
    public = (lattice.cell_level == 0) | (lattice.cell_group == 2)
    try:
        guarded = guard(
            lattice,
            np.array(counts),
            threshold=threshold,
            fixed_published=public,
            cover_zeros=True,
        )
    except UnprotectableCellsError:
        return hidden
    if not guarded.ok:
        return hidden
    of_marked = (lattice.cell_level == 1) & (lattice.cell_group == 0)
    for group, is_hidden in zip(groups, guarded.hidden[of_marked], strict=True):
        if not is_hidden:
            hidden[group] = marked[group]
    return hidden
