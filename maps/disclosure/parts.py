"""The threshold rule for one whole and its parts: votes, attendance, answers by group.

The simplest lattice there is, for figures that are shown once and stand alone: a whole
and the parts that make it up. Small parts are hidden, and whatever else would give them
away; below the threshold the whole is hidden too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from .gate import guard
from .lattice import area_lattice

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
