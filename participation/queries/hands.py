"""Hands raised in a meeting: how many people they tell of, and whether these are too few."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from participation.enums import HandsFor

if TYPE_CHECKING:
    from participation.models import Attendance

#: What hands were raised for, with how many there were (None: forgotten).
Raised = Sequence[tuple[str, int | None]]


def by_kind(hands: Raised) -> tuple[list[int], list[int]]:
    """The numbers of the three plain answers, and those of options."""
    plain = [number or 0 for answer, number in hands if answer != HandsFor.OPTION]
    options = [number or 0 for answer, number in hands if answer == HandsFor.OPTION]
    return plain, options


def people_behind(hands: Raised) -> int:
    """How many people at least raised a hand.

    Each gives one of the three plain answers, but may raise a hand for several options.
    """
    plain, options = by_kind(hands)
    return max([sum(plain), *options])


def are_too_few(
    hands: Raised, attendance: "Attendance | None", *, threshold: int
) -> bool:
    """Whether hands would tell how few came, and what each of them wanted.

    That is where fewer people than the threshold came, or raised a hand where nobody
    counted who came.
    """
    if attendance is None:
        return people_behind(hands) < threshold
    return attendance.everybody is None or attendance.everybody < threshold
