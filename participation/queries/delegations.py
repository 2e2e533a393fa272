"""Who can stand in for whom, and who does."""

from typing import TYPE_CHECKING, Any

from communities.models import Delegation, Mandate
from participation.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet


def possible_stand_ins(mandate: Mandate) -> "QuerySet[User]":
    """People who hold the same role, in the same community, and can sign in, by name."""
    peers = (
        Mandate.objects.current()
        .filter(role=mandate.role, community=mandate.community_id)
        .exclude(user=mandate.user_id)
    )
    return User.objects.filter(pk__in=peers.values("user"), is_active=True).order_by(
        "name", "pk"
    )


def standing_in_for(user: Any) -> "QuerySet[Delegation]":
    """By whom a person is stood in for, now or later."""
    return (
        Delegation.objects.not_over()
        .filter(mandate__user=user)
        .select_related("person", "mandate__community", "mandate__area")
        .defer("mandate__area__geometry")
        .order_by("starts_on", "pk")
    )


def stood_in_by(user: Any) -> "QuerySet[Delegation]":
    """For whom a person stands in, now or later."""
    return (
        Delegation.objects.not_over()
        .filter(person=user, mandate__user__is_active=True)
        .select_related("mandate__user", "mandate__community", "mandate__area")
        .defer("mandate__area__geometry")
        .order_by("starts_on", "pk")
    )
