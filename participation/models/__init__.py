"""How people take part: accounts, rounds, passes, ballots and results."""

from participation.models.adoptions import Adoption
from participation.models.ballots import Ballot
from participation.models.invitations import Invitation
from participation.models.passes import PassBatch, VotingPass
from participation.models.questions import Answer, Question, QuestionDecision
from participation.models.results import RoundResult
from participation.models.roll import Entitlement
from participation.models.rounds import BudgetPart, Round, RoundOption
from participation.models.steps import RoundStep
from participation.models.users import User

__all__ = [
    "Adoption",
    "Answer",
    "Ballot",
    "BudgetPart",
    "Entitlement",
    "Invitation",
    "PassBatch",
    "Question",
    "QuestionDecision",
    "Round",
    "RoundOption",
    "RoundResult",
    "RoundStep",
    "User",
    "VotingPass",
]
