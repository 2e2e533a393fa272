"""Who acts where: the predicates that every upper room builds its rules on."""

import datetime
from typing import TYPE_CHECKING, Any

import rules
from django.db.models import Q
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from communities.enums import Role, StandIn

if TYPE_CHECKING:
    from collections.abc import Collection

    from communities.models import Community, Mandate
    from maps.models import AdminArea

#: Roles held for the whole programme; only an administrator gives them.
PROGRAMME_WIDE = frozenset({Role.STAFF, Role.STEWARD})


def current_mandates(user: Any) -> "list[Mandate]":
    """Mandates by which a person acts today, read once a request (kept on the user).

    Their own, then those of others who are away and made them stand in: as long as they
    hold such a role themselves, or the one by which it was agreed (`Delegation.in_force`).
    """
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    today = timezone.localdate()
    cached: tuple[Any, list[Mandate]] | None = getattr(user, "_current_mandates", None)
    if cached is None or cached[0] != today:
        found = list(
            user.mandates.model._default_manager.acted_on_by(user, today)
            .select_related("user", "community", "area")
            .order_by("pk")
        )
        # One's own first.
        acting = sorted(found, key=lambda each: each.user_id != user.pk)
        cached = (today, acting)
        user._current_mandates = cached
    return cached[1]


def own_mandates(user: Any) -> "list[Mandate]":
    """A person's own mandates in force today."""
    return [each for each in current_mandates(user) if each.user_id == user.pk]


def last_day_in(user: Any, roles: "Collection[str]") -> "datetime.date | None":
    """The last day on which a person held, or stood in for, one of some roles anywhere.

    Not what they may do today, but what they had a part in. A day that never comes where
    they hold one still; None where they never did.
    """
    days = [until for mandate, until in _begun(user) if mandate.role in roles]
    return max(days, default=None)


def has_spoken_for(user: Any, community: "Community", since: "datetime.date") -> bool:
    """Whether a person was of a community's committee, partners or authority since a day."""
    return any(
        until >= since
        and mandate.role not in (*PROGRAMME_WIDE, Role.OBSERVER)
        and _covers(mandate, community)
        for mandate, until in _begun(user)
    )


def _begun(user: Any) -> "list[tuple[Mandate, datetime.date]]":
    """Mandates that have begun, their own and those stood in for, each with the last day.

    Read once a request (kept on the user).
    """
    if not getattr(user, "is_authenticated", False):
        return []
    today = timezone.localdate()
    cached: tuple[Any, list[tuple[Mandate, datetime.date]]] | None = getattr(
        user, "_begun_mandates", None
    )
    if cached is None or cached[0] != today:
        mandates = user.mandates.model._default_manager
        # One row for each delegation of a mandate, and one for a mandate without any.
        rows = mandates.filter(
            Q(user=user, starts_on__lte=today)
            | Q(
                delegations__person=user,
                delegations__state=StandIn.AGREED,
                delegations__starts_on__lte=today,
            )
        ).annotate(
            handed_until=Least(
                "delegations__ends_on",
                Coalesce("delegations__revoked_on", "delegations__ends_on"),
            )
        )
        found = [
            (
                mandate,
                (mandate.ends_on or datetime.date.max)
                if mandate.user_id == user.pk
                else mandate.handed_until,
            )
            for mandate in rows.order_by("pk")
        ]
        cached = (today, found)
        user._begun_mandates = cached
    return cached[1]


def acting_for(user: Any, role: Role, community: "Community | None") -> int | None:
    """Key of the mandate of somebody away by which alone a person acts in a role here.

    For the audit log; None for whoever acts by a mandate of their own.
    """
    fitting = [
        mandate
        for mandate in current_mandates(user)
        if mandate.role == role and _covers(mandate, community)
    ]
    if not fitting or any(mandate.user_id == user.pk for mandate in fitting):
        return None
    return fitting[0].pk


def _covers(mandate: "Mandate", community: "Community | None") -> bool:
    if mandate.community_id is not None:
        return community is not None and mandate.community_id == community.pk
    if mandate.area_id is not None:
        return community is not None and mandate.area_id in areas_above(community)
    return True


def has_role(user: Any, role: Role) -> bool:
    """Whether the person holds a role anywhere."""
    return any(mandate.role == role for mandate in current_mandates(user))


def areas_above(community: "Community") -> set[int]:
    """Keys of the community's area and of all areas that contain it."""
    return areas_from(community.area)


def areas_from(area: "AdminArea | None") -> set[int]:
    """Keys of an area and of all areas that contain it."""
    found: set[int] = set()
    while area is not None:
        found.add(area.pk)
        area = area.parent
    return found


def own_areas(user: Any) -> "list[AdminArea]":
    """Areas that the person answers for as their local authority, by name."""
    found = {
        mandate.area.pk: mandate.area
        for mandate in current_mandates(user)
        if mandate.role == Role.AUTHORITY and mandate.area is not None
    }
    return sorted(found.values(), key=lambda area: area.display_name)


@rules.predicate
def is_staff(user: Any) -> bool:
    """Programme staff, or an administrator."""
    return bool(user.is_active and user.is_superuser) or has_role(user, Role.STAFF)


@rules.predicate
def is_steward(user: Any) -> bool:
    """A data steward: may see what a release would reveal before it is published."""
    return bool(user.is_active and user.is_superuser) or has_role(user, Role.STEWARD)


@rules.predicate
def is_committee_member(user: Any, community: "Community | None") -> bool:
    """A member of this community's committee."""
    return community is not None and any(
        mandate.role == Role.COMMITTEE and mandate.community_id == community.pk
        for mandate in current_mandates(user)
    )


@rules.predicate
def sits_on_committee(user: Any, community: "Community | None") -> bool:
    """A member of this community's committee by a role of their own.

    Whoever stands in for a member brings nobody else in, and does not judge what was built:
    that is for those who see it.
    """
    return community is not None and any(
        mandate.role == Role.COMMITTEE and mandate.community_id == community.pk
        for mandate in own_mandates(user)
    )


@rules.predicate
def is_appointed_staff(user: Any) -> bool:
    """Programme staff by a role of their own, or an administrator: they give roles."""
    return bool(user.is_active and user.is_superuser) or any(
        mandate.role == Role.STAFF for mandate in own_mandates(user)
    )


@rules.predicate
def is_implementer(user: Any, community: "Community | None") -> bool:
    """An implementing partner in this community."""
    return community is not None and any(
        mandate.role == Role.IMPLEMENTER and mandate.community_id == community.pk
        for mandate in current_mandates(user)
    )


@rules.predicate
def is_authority(user: Any, community: "Community | None") -> bool:
    """The local authority of an area that contains this community."""
    held = {
        mandate.area_id
        for mandate in current_mandates(user)
        if mandate.role == Role.AUTHORITY
    }
    return bool(held) and community is not None and bool(held & areas_above(community))


@rules.predicate
def is_authority_over(user: Any, area: "AdminArea | None") -> bool:
    """The local authority of this area, or of one that contains it."""
    held = {own.pk for own in own_areas(user)}
    return bool(held) and area is not None and bool(held & areas_from(area))


def open_the_cms() -> None:
    """Let data stewards into the CMS, to keep areas, population and rounds.

    Their mandate is the key: when it ends, the door closes, and no group has to be
    kept in step with it. Editors and moderators hold theirs by group.
    """
    rules.set_perm("wagtailadmin.access_admin", is_steward)
    for model in ("adminarea", "population", "reportinground"):
        for action in ("add", "change", "view"):
            rules.set_perm(f"maps.{action}_{model}", is_steward)
