"""What a person decides about a file, where guessing would be silent harm."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class WhenTheyDiffer(StrEnum):
    """Which area counts for a row whose point lies in another than its code names."""

    CODE = "code"
    POINT = "point"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Choices:
    """A person's decisions on one file; by default nothing is corrected.

    ``turn_axes``: the file has longitude under the heading of latitude.
    """

    when_they_differ: WhenTheyDiffer = WhenTheyDiffer.CODE
    turn_axes: bool = False


NOTHING_CHOSEN = Choices()
