"""What a meeting can be about: what is public, and from where it takes place."""

from typing import TYPE_CHECKING

from initiatives.models import Milestone
from initiatives.queries.initiatives import public_initiatives
from participation.models import Round
from participation.queries.rounds import SHOWN
from participation.queries.scopes import communities_of, rounds_for

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from initiatives.models import Initiative
    from participation.models import Meeting


def initiatives_to_link(meeting: "Meeting") -> "QuerySet[Initiative]":
    """Public initiatives of the communities that a meeting is for, newest change first."""
    return (
        public_initiatives()
        .filter(community__in=communities_of(meeting))
        .order_by("-changed_at", "pk")
    )


def milestones_to_link(meeting: "Meeting") -> "QuerySet[Milestone]":
    """Milestones of these, each with its initiative."""
    return (
        Milestone.objects.filter(initiative__in=initiatives_to_link(meeting))
        .select_related("initiative")
        .order_by("-initiative__changed_at", "initiative", "position", "pk")
    )


def rounds_to_link(meeting: "Meeting") -> "QuerySet[Round]":
    """Rounds that anybody may read about, where the meeting takes place."""
    rounds = Round.objects.filter(state__in=SHOWN)
    if meeting.community is not None:
        rounds = rounds.filter(rounds_for(meeting.community))
    elif meeting.area is not None:
        rounds = rounds.filter(area__pcode=meeting.area.pcode)
    return rounds.order_by("-closes_at", "pk")
