"""What is planned and done: initiatives, money, milestones, history and updates."""

from initiatives.models.budget import BudgetLine
from initiatives.models.corrections import Correction
from initiatives.models.events import InitiativeEvent
from initiatives.models.initiatives import Initiative
from initiatives.models.milestones import (
    Milestone,
    MilestoneAdjustment,
    MilestoneClaim,
    MilestoneResponse,
)
from initiatives.models.place_comments import PlaceComment, PlaceCommentReply
from initiatives.models.updates import UpdateIndexPage, UpdatePage

__all__ = [
    "BudgetLine",
    "Correction",
    "Initiative",
    "InitiativeEvent",
    "Milestone",
    "MilestoneAdjustment",
    "MilestoneClaim",
    "MilestoneResponse",
    "PlaceComment",
    "PlaceCommentReply",
    "UpdateIndexPage",
    "UpdatePage",
]
