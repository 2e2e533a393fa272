"""Who holds which role, where and until when; names only for those who may read them."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.enums import Role
from communities.models import Community, Delegation, Mandate
from communities.permissions import is_staff
from participation.queries.invitations import own_committees

if TYPE_CHECKING:
    from django.db.models import QuerySet

#: A term that ends within so many days is to be looked at.
SOON: Final = datetime.timedelta(days=30)


@dataclass(frozen=True)
class StandingIn:
    """Somebody who stands in today, and until when; ``name`` is empty as above."""

    name: str
    until: datetime.date


@dataclass(frozen=True)
class Term:
    """A mandate as a list shows it; ``name`` is empty where it is not for the reader."""

    mandate: Mandate
    name: str
    tone: str
    standing_in: "list[StandingIn]"

    @property
    def words(self) -> str:
        """How the term stands today."""
        return {
            "good": _("Held today"),
            "warn": _("Ends soon"),
            "active": _("Begins later"),
        }.get(self.tone, _("Ended"))


@dataclass
class Ending:
    """Terms of one role in one community (or elsewhere) that end within a month."""

    role: Role
    community: Community | None
    first: datetime.date
    count: int = 0


def mandates_for(user: Any) -> "QuerySet[Mandate]":
    """Mandates that a person may read of: staff all, a committee those of its community."""
    seen = (
        Q()
        if is_staff(user)
        else Q(
            community__in=own_committees(user),
            role__in=[Role.COMMITTEE, Role.IMPLEMENTER],
        )
    )
    return (
        Mandate.objects.filter(seen)
        .select_related("user", "community", "area")
        .defer("area__geometry")
        .prefetch_related(
            Prefetch(
                "delegations",
                Delegation.objects.in_force().select_related("person", "held_as"),
                to_attr="standing_in_today",
            )
        )
    )


def narrowed(
    mandates: "QuerySet[Mandate]", criteria: Mapping[str, str]
) -> "QuerySet[Mandate]":
    """Those of a place and a role, and held today, ending soon, or ended; by place."""
    today = timezone.localdate()
    ended = Q(ends_on__lt=today)
    terms = {
        "soon": Q(ends_on__gte=today, ends_on__lte=today + SOON),
        "ended": ended,
        "all": Q(),
    }
    found = mandates.filter(terms.get(criteria.get("show", ""), ~ended))
    if criteria.get("place"):
        found = found.filter(community__slug=criteria["place"])
    if criteria.get("role"):
        found = found.filter(role=criteria["role"])
    return found.order_by(
        F("community__name").asc(nulls_last=True),
        F("area__name").asc(nulls_last=True),
        "role",
        "ends_on",
        "pk",
    )


def as_term(mandate: Mandate, *, reader: Any) -> Term:
    """A mandate with the name, for staff, fellow members, and who agreed to be named.

    With who stands in, where that was read with it (`mandates_for`).
    """
    today = timezone.localdate()
    is_readable = (
        is_staff(reader)
        or mandate.user_id == reader.pk
        or mandate.role == Role.COMMITTEE
        or mandate.named_publicly
    )
    standing_in = [
        StandingIn(
            each.person.name if _may_read(reader, mandate, each) else "", each.ends_on
        )
        for each in getattr(mandate, "standing_in_today", [])
    ]
    tone = "good"
    if mandate.ends_on and mandate.ends_on < today:
        tone = "neutral"
    elif mandate.starts_on > today:
        tone = "active"
    elif mandate.ends_on and mandate.ends_on <= today + SOON:
        tone = "warn"
    return Term(mandate, mandate.user.name if is_readable else "", tone, standing_in)


def _may_read(reader: Any, mandate: Mandate, delegation: Delegation) -> bool:
    """Whether the name of who stands in is for a reader who sees the role."""
    return (
        is_staff(reader)
        or delegation.person_id == reader.pk
        or mandate.role == Role.COMMITTEE
        or (delegation.held_as is not None and delegation.held_as.named_publicly)
    )


def communities_to_choose(user: Any) -> list[Community]:
    """Communities by name that a person may list people of, or invite to."""
    seen = Q() if is_staff(user) else Q(pk__in=own_committees(user))
    return list(Community.objects.filter(seen).order_by("name"))


def ending_soon() -> list[Ending]:
    """How many terms end within a month, by role and community, the first to end first.

    A term that another of the same person continues is left out.
    """
    today = timezone.localdate()
    # A role has one kind of place, so that an empty one means the same in both.
    goes_on = Mandate.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=today + SOON),
        Q(community=OuterRef("community")) | Q(community__isnull=True),
        Q(area=OuterRef("area")) | Q(area__isnull=True),
        user=OuterRef("user"),
        role=OuterRef("role"),
        starts_on__lte=today + SOON,
    )
    ending = (
        Mandate.objects.filter(
            ~Exists(goes_on),
            ends_on__gte=today,
            ends_on__lte=today + SOON,
            user__is_active=True,
        )
        .select_related("community")
        .order_by("ends_on", "pk")
    )
    groups: dict[tuple[str, int | None], Ending] = {}
    for each in ending:
        found = groups.setdefault(
            (each.role, each.community_id),
            Ending(Role(each.role), each.community, each.ends_on or today),
        )
        found.count += 1
    return list(groups.values())
