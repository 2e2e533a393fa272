"""How people take part: accounts, rounds, passes, ballots and results."""

from participation.models.adoptions import Adoption
from participation.models.ballots import Ballot
from participation.models.feedback import Feedback, FeedbackMessage
from participation.models.help_contacts import HelpContact, OutsideCount
from participation.models.passes import PassBatch, VotingPass
from participation.models.public_answers import FeedbackQuarter, PublicAnswer
from participation.models.results import RoundResult
from participation.models.roll import Entitlement
from participation.models.rounds import BudgetPart, Round, RoundOption
from participation.models.steps import RoundStep
from participation.models.users import User

__all__ = [
    "Adoption",
    "Ballot",
    "BudgetPart",
    "Entitlement",
    "Feedback",
    "FeedbackMessage",
    "FeedbackQuarter",
    "HelpContact",
    "OutsideCount",
    "PassBatch",
    "PublicAnswer",
    "Round",
    "RoundOption",
    "RoundResult",
    "RoundStep",
    "User",
    "VotingPass",
]
