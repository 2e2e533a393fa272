"""Who can stand in for whom, and who does."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from communities.enums import Role
from communities.models import Delegation, Mandate
from participation.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet


def possible_stand_ins(mandate: Mandate) -> "QuerySet[User]":
    """People who hold the same role, in the same community, and can sign in, by name.

    Nobody stands in for an observer: see `may_stand_in`.
    """
    if mandate.role == Role.OBSERVER:
        return User.objects.none()
    peers = (
        Mandate.objects.current()
        .filter(role=mandate.role, community=mandate.community_id)
        .exclude(user=mandate.user_id)
    )
    return User.objects.filter(pk__in=peers.values("user"), is_active=True).order_by(
        "name", "pk"
    )


def delegations_of(user: Any) -> "QuerySet[Delegation]":
    """Delegations, now or later, of a person's own roles and those in which they stand in."""
    own = Q(mandate__user=user)
    return (
        Delegation.objects.not_over()
        .filter(own | Q(person=user, mandate__user__is_active=True))
        .select_related(
            "person", "mandate__user", "mandate__community", "mandate__area"
        )
        .defer("mandate__area__geometry")
        .order_by("starts_on", "pk")
    )
