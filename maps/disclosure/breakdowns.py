"""Several breakdowns of one whole that is shown: those who came, by sex, by age, …

Breakdowns are never crossed, so they say nothing about each other but through the whole
they share; each is protected by itself once it is settled whether the whole is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from .gate import guard
from .lattice import area_lattice
from .parts import ShownParts
from .protection import UnprotectableCellsError

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

K = TypeVar("K", bound="Hashable")


def shown_breakdown(parts: Mapping[K, int], *, threshold: int) -> ShownParts[K]:
    """What may be shown of one breakdown of a whole that everybody was seen to be in.

    Whoever came is known to the neighbours: that all of them, or none, belong to a group
    tells it of each. So none is protected like few, and with it everybody. The whole is
    shown from the threshold on, whatever the parts are, because other breakdowns rest on
    it; below the threshold nothing is shown at all, nor where the gates do not agree.

    Raises LatticeError for counts that are not whole numbers of zero or more, ValueError
    for a threshold below 2.
    """
    counts = list(parts.values())
    lattice = area_lattice([None] + [0] * len(counts), [0] + [1] * len(counts))
    whole = int(lattice.cell_values(counts)[0])
    nothing: dict[K, int | None] = dict.fromkeys(parts)
    if whole < threshold:
        return ShownParts(None, nothing)
    try:
        guarded = guard(
            lattice,
            counts,
            threshold=threshold,
            fixed_published=lattice.cell_level == 0,
            cover_zeros=True,
        )
    except UnprotectableCellsError:
        return ShownParts(whole, nothing)
    # A single part would be the whole, and tell the group of everybody who came.
    if not guarded.ok or len(counts) == 1:
        return ShownParts(whole, nothing)
    _whole, *hidden = guarded.hidden.tolist()
    return ShownParts(
        whole,
        {
            part: None if is_hidden else count
            for (part, count), is_hidden in zip(parts.items(), hidden, strict=True)
        },
    )
