"""Two readings of the same sheets: where they differ, what stands, and who erred."""

from collections.abc import Mapping
from dataclasses import dataclass

#: What was read of each sheet, by its running number within the batch.
Readings = Mapping[int, str]


@dataclass(frozen=True)
class Agreement:
    """What stands of each sheet, and how often each of the two clerks had read another."""

    standing: dict[int, str]
    read_twice: int
    first_errors: int
    second_errors: int


def differing(first: Readings, second: Readings) -> list[int]:
    """Sheets that both clerks read, and not alike, in ascending order."""
    return sorted(
        sheet for sheet in first.keys() & second.keys() if first[sheet] != second[sheet]
    )


def agree(first: Readings, second: Readings, third: Readings) -> Agreement:
    """What stands: the third reading where there is one, else the first.

    Raises ValueError while a sheet on which the clerks differ was not read a third time,
    and for a sheet that the first clerk did not read.
    """
    if not (set(second) | set(third)) <= set(first):
        raise ValueError("a sheet was read by the second clerk only")
    if open_ones := [sheet for sheet in differing(first, second) if sheet not in third]:
        raise ValueError(f"not resolved: {open_ones}")
    standing = {**first, **third}
    return Agreement(
        standing=standing,
        read_twice=len(second),
        first_errors=sum(first[sheet] != standing[sheet] for sheet in second),
        second_errors=sum(second[sheet] != standing[sheet] for sheet in second),
    )
