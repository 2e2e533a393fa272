"""How people take part: accounts, rounds, passes, ballots and results."""

from participation.models.adoptions import Adoption
from participation.models.ballots import Ballot
from participation.models.passes import PassBatch, VotingPass
from participation.models.results import RoundResult
from participation.models.roll import Entitlement
from participation.models.rounds import BudgetPart, Round, RoundOption
from participation.models.steps import RoundStep
from participation.models.tables import TableSession
from participation.models.users import User

__all__ = [
    "Adoption",
    "Ballot",
    "BudgetPart",
    "Entitlement",
    "PassBatch",
    "Round",
    "RoundOption",
    "RoundResult",
    "RoundStep",
    "TableSession",
    "User",
    "VotingPass",
]
