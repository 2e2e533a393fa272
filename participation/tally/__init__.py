"""Counting votes: exact, explained, and the same on every machine.

``count(election, rule=…)`` gives an ``Outcome``; ``read_pb`` and ``write_pb`` carry
elections in and out as Pabulib files. Nothing here knows Django.
"""

from participation.tally.alternatives import (
    Alternatives,
    NearMiss,
    is_decisive,
    near_misses,
)
from participation.tally.completions import Completion
from participation.tally.counting import Outcome, Parameters, Rule, count
from participation.tally.election import (
    Ballot,
    Election,
    ElectionError,
    Project,
    VoteType,
)
from participation.tally.explain import Elsewhere, Explanation, Reason
from participation.tally.findings import Finding, Issue, PabulibError
from participation.tally.pabulib import (
    PabulibFile,
    load_pb,
    parse_amount,
    parse_pb,
    read_pb,
)
from participation.tally.pabulib_writer import write_pb
from participation.tally.parts import (
    InParts,
    budget_in_meta,
    budget_of_parts,
    count_in_parts,
    shares_in_meta,
)
from participation.tally.served import voters_served
from participation.tally.ties import DecidedBy, Stage, Tie

__all__ = [
    "Alternatives",
    "Ballot",
    "Completion",
    "DecidedBy",
    "Election",
    "ElectionError",
    "Elsewhere",
    "Explanation",
    "Finding",
    "InParts",
    "Issue",
    "NearMiss",
    "Outcome",
    "PabulibError",
    "PabulibFile",
    "Parameters",
    "Project",
    "Reason",
    "Rule",
    "Stage",
    "Tie",
    "VoteType",
    "budget_in_meta",
    "budget_of_parts",
    "count",
    "count_in_parts",
    "is_decisive",
    "load_pb",
    "near_misses",
    "parse_amount",
    "parse_pb",
    "read_pb",
    "shares_in_meta",
    "voters_served",
    "write_pb",
]
