"""Who must hear of a change, and who judges a claim: people by their mandates of today."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from communities.enums import Role
from communities.models import Mandate
from communities.permissions import areas_above
from communities.queries.holders import holders
from initiatives import lifecycle
from initiatives.models import Initiative, MilestoneClaim


def people_told(initiative: Initiative, told: Iterable[str]) -> "QuerySet[Any]":
    """Active accounts behind the lifecycle's codes, each once, by name."""
    community = initiative.community
    meaning = {
        lifecycle.PROPOSER: lambda: Q(pk=initiative.proposed_by_id),
        lifecycle.COMMITTEE: lambda: holders(
            Q(role=Role.COMMITTEE, community=community)
        ),
        lifecycle.IMPLEMENTER: lambda: holders(
            Q(role=Role.IMPLEMENTER, community=community)
        ),
        lifecycle.STAFF: lambda: holders(Q(role=Role.STAFF)),
        lifecycle.AUTHORITY: lambda: holders(
            Q(role=Role.AUTHORITY, area__in=areas_above(community))
        ),
    }
    condition = Q(pk__in=[])
    for code in told:
        condition |= meaning[code]()
    return get_user_model().objects.filter(condition, is_active=True).order_by("name")


def staff_of_today() -> "QuerySet[Any]":
    """Active programme staff, by name."""
    return (
        get_user_model()
        .objects.filter(holders(Q(role=Role.STAFF)), is_active=True)
        .order_by("name")
    )


def judges_of(claim: MilestoneClaim) -> "QuerySet[Any]":
    """Committee members of today who may judge a claim: all but whoever made it.

    By roles of their own: a member who is away is nobody's second voice.
    """
    members = Mandate.objects.current().filter(
        role=Role.COMMITTEE, community=claim.milestone.initiative.community_id
    )
    return (
        get_user_model()
        .objects.filter(pk__in=members.values("user"), is_active=True)
        .exclude(pk=claim.claimed_by_id)
    )
