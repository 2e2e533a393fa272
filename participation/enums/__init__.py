"""Closed vocabularies of this room, by what they are about."""

from participation.enums.feedback import (
    Channel,
    ClosingReason,
    FeedbackAction,
    FeedbackCategory,
    FeedbackState,
    OutsideKind,
    Priority,
    Sensitivity,
    Voice,
)
from participation.enums.meetings import (
    _GROUPS,
    AttendanceGroup,
    Breakdown,
    DecidedHow,
    HandsFor,
    MeetingKind,
    MeetingState,
)
from participation.enums.paper import (
    EntryPlace,
    PaperState,
)
from participation.enums.people import (
    InvitationState,
    TermReason,
)
from participation.enums.questions import (
    QuestionState,
    Reason,
    TextLanguage,
    Verdict,
)
from participation.enums.representation import CameTo, Finding
from participation.enums.rounds import (
    NOT_ON_THE_ROLL,
    BallotType,
    Completion,
    GivenBack,
    PassState,
    RoundState,
    Rule,
    Scope,
    Split,
    Step,
    StepState,
    TakenAs,
    Way,
)

__all__ = [
    "NOT_ON_THE_ROLL",
    "_GROUPS",
    "AttendanceGroup",
    "BallotType",
    "Breakdown",
    "CameTo",
    "Channel",
    "ClosingReason",
    "Completion",
    "DecidedHow",
    "EntryPlace",
    "FeedbackAction",
    "FeedbackCategory",
    "FeedbackState",
    "Finding",
    "GivenBack",
    "HandsFor",
    "InvitationState",
    "MeetingKind",
    "MeetingState",
    "OutsideKind",
    "PaperState",
    "PassState",
    "Priority",
    "QuestionState",
    "Reason",
    "RoundState",
    "Rule",
    "Scope",
    "Sensitivity",
    "Split",
    "Step",
    "StepState",
    "TakenAs",
    "TermReason",
    "TextLanguage",
    "Verdict",
    "Voice",
    "Way",
]
