"""Who can stand in for whom, who does, and whose agreement is awaited."""

from typing import TYPE_CHECKING, Any

from django.db.models import F, Q

from communities.enums import Role
from communities.models import Delegation, Mandate
from communities.models.delegations import HANDED_OVER
from communities.permissions import PROGRAMME_WIDE, areas_from
from maps.queries.areas import within
from participation.models import User
from participation.permissions import is_administrator, may_agree_to_stand_in

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from maps.models import AdminArea


def possible_stand_ins(mandate: Mandate) -> "QuerySet[User]":
    """People who hold the same role in the same place, and can sign in, by name."""
    return User.objects.filter(
        pk__in=_peers(mandate).values("user"), is_active=True
    ).order_by("name", "pk")


def near_mandates(mandate: Mandate) -> "QuerySet[Mandate]":
    """Roles near one, whose holders may stand in for its holder once others agree.

    For a local authority: that of an area around it, inside it or beside it, and programme
    staff. In a community: the same role in a community beside it, of people who agreed to
    be named; who builds never decides for the committee, nor the other way round. For the
    whole programme: another role for it. By name, the longest held on top of a person's.
    """
    return (
        Mandate.objects.current()
        .filter(_near(mandate), user__is_active=True)
        .exclude(user=mandate.user_id)
        .exclude(user__in=_peers(mandate).values("user"))
        .select_related("user", "community", "area")
        .defer("area__geometry", "community__point")
        .order_by("user__name", "user", F("ends_on").desc(nulls_first=True), "pk")
    )


def _peers(mandate: Mandate) -> "QuerySet[Mandate]":
    """Roles whose holders stand in at once; `Delegation.in_force` asks for one of them."""
    return (
        Mandate.objects.current()
        .filter(role=mandate.role, community=mandate.community, area=mandate.area)
        .filter(role__in=HANDED_OVER)
        .exclude(user=mandate.user_id)
        .order_by()
    )


def _near(mandate: Mandate) -> Q:
    if mandate.role in PROGRAMME_WIDE:
        return Q(role__in=PROGRAMME_WIDE - {Role(mandate.role)})
    if mandate.role == Role.AUTHORITY and mandate.area is not None:
        around = Q(area__in=areas_from(mandate.area)) | Q(
            area__in=within([mandate.area.pk]).values("pk")
        )
        beside = _beside(mandate.area, "area")
        return Q(role=Role.STAFF) | Q(around | beside, role=Role.AUTHORITY)
    here = mandate.community.area if mandate.community is not None else None
    if here is None or mandate.role not in HANDED_OVER:
        return Q(pk__in=[])
    return Q(
        Q(community__area=here) | _beside(here, "community__area"),
        role=mandate.role,
        named_publicly=True,
    )


def _beside(area: "AdminArea", path: str) -> Q:
    """In the same parent area; without one, on the same level."""
    return Q(**{f"{path}__parent": area.parent_id, f"{path}__level": area.level})


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


def waiting_stand_ins(user: Any) -> "list[Delegation]":
    """Delegations to which a person may agree, the longest asked for first."""
    asked = Delegation.objects.asked().select_related(
        "person", "mandate__user", "mandate__community", "mandate__area"
    )
    if not is_administrator(user):
        asked = asked.exclude(mandate__role__in=PROGRAMME_WIDE)
    found = asked.defer("mandate__area__geometry").order_by("asked_on", "pk")
    return [each for each in found if may_agree_to_stand_in(user, each)]
