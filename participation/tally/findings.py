"""What can be wrong or odd in a ballot file, each named by its line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_FAULTS = 100


class Issue(StrEnum):
    """Kinds of findings. The second group are remarks: odd, but countable."""

    ENCODING = "not-utf-8"
    TABLE = "not-a-table"
    QUOTE = "quote-not-closed"
    BEFORE_PARTS = "text-before-the-first-part"
    PART_MISSING = "part-missing"
    PART_REPEATED = "part-repeated"
    COLUMN_MISSING = "column-missing"
    COLUMN_REPEATED = "column-repeated"
    ROW_TOO_LONG = "row-too-long"
    KEY_MISSING = "key-missing"
    KEY_REPEATED = "key-repeated"
    NUMBER = "not-a-number"
    VOTE_TYPE = "unknown-vote-type"
    PROJECT_ID = "unusable-project-id"
    PROJECT_REPEATED = "project-repeated"
    PROJECT_UNKNOWN = "project-unknown"
    POINTS = "points-do-not-match-choices"
    TOO_MANY = "more-faults"

    CHOICE_REPEATED = "choice-repeated"
    CHOICES_OVER = "more-choices-than-allowed"
    VOTER_REPEATED = "voter-repeated"
    SELECTED = "selected-beyond-one"
    VOTES_DIFFER = "votes-differ"
    COUNT_DIFFERS = "count-differs"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or remark.

    ``line`` counts from 1, and is 0 where the whole file is concerned. ``value`` is what
    the file says; ``expected`` what should be there, or what the ballots add up to.
    """

    line: int
    issue: Issue
    value: str = ""
    expected: str = ""

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        value = f" {self.value[:80]!r}" if self.value else ""
        expected = f", expected {self.expected}" if self.expected else ""
        return f"{place}{self.issue.value}{value}{expected}"


class PabulibError(ValueError):
    """A file cannot be counted; ``faults`` says why, in the order of their lines."""

    def __init__(self, faults: Iterable[Finding]) -> None:
        ordered = sorted(faults, key=lambda fault: fault.line)
        self.faults = tuple(ordered[:MOST_FAULTS])
        left_out = len(ordered) - len(self.faults)
        if left_out:
            more = Finding(ordered[MOST_FAULTS].line, Issue.TOO_MANY, str(left_out))
            self.faults += (more,)
        super().__init__("\n".join(str(fault) for fault in self.faults))
