"""How people take part: accounts, rounds, passes, ballots and results."""

from participation.models.adoptions import Adoption, Agreement
from participation.models.attendance import Attendance
from participation.models.ballots import Ballot
from participation.models.feedback import Feedback, FeedbackMessage
from participation.models.followings import Following
from participation.models.help_contacts import HelpContact, OutsideCount
from participation.models.invitations import Invitation
from participation.models.meetings import AgendaItem, Meeting
from participation.models.minutes import (
    ActionPoint,
    Decision,
    Hands,
    MeetingPicture,
    MinutesConfirmation,
)
from participation.models.observers import RoundObserver
from participation.models.paper import (
    PaperBatch,
    PaperDraw,
    PaperEntry,
    PaperReading,
)
from participation.models.passes import PassBatch, VotingPass
from participation.models.public_answers import FeedbackQuarter, PublicAnswer
from participation.models.questions import Answer, Question, QuestionDecision
from participation.models.results import RoundResult
from participation.models.roll import Entitlement
from participation.models.rounds import BudgetPart, Round, RoundOption
from participation.models.steps import RoundStep
from participation.models.tables import TableSession
from participation.models.users import User
from participation.models.voidings import BatchVoiding
from participation.models.voter_counts import VoterCount

__all__ = [
    "ActionPoint",
    "Adoption",
    "AgendaItem",
    "Agreement",
    "Answer",
    "Attendance",
    "Ballot",
    "BatchVoiding",
    "BudgetPart",
    "Decision",
    "Entitlement",
    "Feedback",
    "FeedbackMessage",
    "FeedbackQuarter",
    "Following",
    "Hands",
    "HelpContact",
    "Invitation",
    "Meeting",
    "MeetingPicture",
    "MinutesConfirmation",
    "OutsideCount",
    "PaperBatch",
    "PaperDraw",
    "PaperEntry",
    "PaperReading",
    "PassBatch",
    "PublicAnswer",
    "Question",
    "QuestionDecision",
    "Round",
    "RoundObserver",
    "RoundOption",
    "RoundResult",
    "RoundStep",
    "TableSession",
    "User",
    "VoterCount",
    "VotingPass",
]
