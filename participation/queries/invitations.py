"""Invitations that a person may see."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from communities.enums import Role
from communities.models import Mandate
from communities.permissions import (
    PROGRAMME_WIDE,
    current_mandates,
    is_appointed_staff,
    is_staff,
    own_mandates,
)
from participation.models import Invitation
from participation.permissions import is_administrator

if TYPE_CHECKING:
    from django.db.models import QuerySet


def invitations_for(user: Any) -> "QuerySet[Invitation]":
    """Invitations that a person may withdraw, newest first.

    Administrators see all, staff those in communities and over areas, a committee those
    of its own members.
    """
    if is_administrator(user):
        seen = Q()
    elif is_staff(user):
        seen = ~Q(role__in=PROGRAMME_WIDE)
    else:
        seen = Q(role=Role.COMMITTEE, community__in=own_committees(user))
    return (
        Invitation.objects.filter(seen)
        .select_related("community", "area", "made_by", "mandate__user")
        .defer("area__geometry")
        .order_by("-made_on", "-pk")
    )


def may_invite_somewhere(user: Any) -> bool:
    """Whether a person gives any role; whoever only stands in for somebody does not."""
    return is_appointed_staff(user) or any(
        mandate.role == Role.COMMITTEE for mandate in own_mandates(user)
    )


def own_committees(user: Any) -> list[int]:
    """Keys of the communities for whose committee a person acts."""
    return [
        mandate.community_id
        for mandate in current_mandates(user)
        if mandate.role == Role.COMMITTEE and mandate.community_id is not None
    ]


def open_of_committees() -> "QuerySet[Invitation]":
    """Open invitations by which committees bring in members of their own."""
    staff = Mandate.objects.current().filter(role=Role.STAFF).values("user")
    return (
        Invitation.objects.open()
        .filter(role=Role.COMMITTEE)
        .exclude(Q(made_by__in=staff) | Q(made_by__is_superuser=True))
        .select_related("community")
        .order_by("made_on", "pk")
    )
