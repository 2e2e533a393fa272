"""What a person decides about a file, where guessing would be silent harm."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class WhenTheyDiffer(StrEnum):
    """Which area counts for a row whose point lies in another than its code names."""

    CODE = "code"
    POINT = "point"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Choices:
    """A person's decisions on one file; by default nothing is corrected.

    ``turn_axes``: the file has longitude under the heading of latitude.  ``grid``: the
    system of points in metres (``metres.Grid``), empty while nobody has said it.  ``codes`` and
    ``places`` are the proposals that were confirmed: the file's codes
    (``unplaced.normal_code``) and names (``gazetteer.place_key``) to area codes.
    """

    when_they_differ: WhenTheyDiffer = WhenTheyDiffer.CODE
    turn_axes: bool = False
    grid: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)


NOTHING_CHOSEN = Choices()
