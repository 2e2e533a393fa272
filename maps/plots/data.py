"""What a plot is made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Datum:
    """One value with its name and its words.

    `value` None means not shown. `text` is the value as the reader sees it ("1,240",
    "not shown"). `tone` names a colour class: accent, economic, social, psychosocial,
    good, warn, bad, quiet. `reference` is a value of the same unit to compare with.
    """

    label: str
    value: float | None
    text: str
    tone: str = "accent"
    reference: float | None = None


@dataclass(frozen=True)
class Series:
    """One line of a line chart: a value for each place on the axis, None where hidden."""

    name: str
    values: Sequence[float | None]
    tone: str = "accent"
    end_text: str = ""
    texts: Sequence[str] = field(default=())


@dataclass(frozen=True)
class Tick:
    """A line of the grid and its words."""

    value: float
    text: str
