"""Initiatives as lists and pages show them: who may see which, with progress and money."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import (
    Case,
    Count,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from communities.enums import Role
from communities.models import Community
from communities.permissions import current_mandates, is_staff
from initiatives import lifecycle
from initiatives.enums import BudgetKind, MilestoneState, State
from initiatives.models import (
    BudgetLine,
    Initiative,
    InitiativeEvent,
    Milestone,
    MilestoneClaim,
)

Initiatives = QuerySet[Initiative]

_PUBLIC = ~Q(state__in=[*lifecycle.PRIVATE, State.CANCELLED]) | Q(
    state=State.CANCELLED, submitted_at__isnull=False
)


def public_initiatives() -> Initiatives:
    """What everybody may read: submitted once, and not back with the committee."""
    return Initiative.objects.filter(_PUBLIC)


def initiatives_seen_by(user: Any) -> Initiatives:
    """Public initiatives, one's own, one's committee's, and all for programme staff."""
    if not user.is_authenticated:
        return public_initiatives()
    if is_staff(user):
        return Initiative.objects.all()
    return Initiative.objects.filter(
        _PUBLIC | Q(proposed_by=user) | Q(community__in=own_communities(user))
    )


def own_communities(user: Any) -> list[Community]:
    """Communities on whose committee a person sits; no query of its own."""
    return [
        mandate.community
        for mandate in current_mandates(user)
        if mandate.role == Role.COMMITTEE and mandate.community is not None
    ]


def _money(field: str, **conditions: Any) -> Coalesce:
    """The sum of a budget column as a subquery: joins would count lines twice."""
    lines = (
        BudgetLine.objects.filter(initiative=OuterRef("pk"), **conditions)
        .order_by()
        .values("initiative")
        .annotate(total=Sum(field))
        .values("total")
    )
    return Coalesce(Subquery(lines, output_field=IntegerField()), Value(0))


def with_progress(initiatives: Initiatives) -> Initiatives:
    """Add milestones_total, milestones_verified, planned_total, cost and spent_total.

    ``cost`` is the money alone; ``planned_total`` counts what residents give as well.
    """
    return initiatives.annotate(
        milestones_total=Count("milestones"),
        milestones_verified=Count(
            "milestones", filter=Q(milestones__state=MilestoneState.VERIFIED)
        ),
        planned_total=_money("planned"),
        cost=_money("planned", kind=BudgetKind.CASH),
        spent_total=_money("spent"),
    )


def as_cards(initiatives: Initiatives) -> Initiatives:
    """With what a card shows: community, picture, progress; newest change first."""
    return with_progress(
        initiatives.select_related("community", "picture").prefetch_related(
            "picture__renditions"
        )
    ).order_by("-changed_at", "pk")


def _mentions(text: str) -> Q:
    """Text found in title, idea, reference or community, in any language."""
    found = (
        Q(title__icontains=text)
        | Q(summary__icontains=text)
        | Q(reference__iexact=text)
        | Q(community__name__icontains=text)
    )
    for code, _name in settings.LANGUAGES:
        found |= Q(**{f"translations__{code}__title__icontains": text})
        found |= Q(**{f"translations__{code}__summary__icontains": text})
        found |= Q(**{f"community__names__{code}__icontains": text})
    return found


def filtered(initiatives: Initiatives, criteria: Mapping[str, Any]) -> Initiatives:
    """Narrow by ``dimension``, ``group``, ``community`` (slug) and ``text``; all optional."""
    if dimension := criteria.get("dimension"):
        initiatives = initiatives.filter(
            Q(dimension=dimension) | Q(secondary_dimension=dimension)
        )
    if group := criteria.get("group"):
        initiatives = initiatives.filter(state__in=lifecycle.GROUPS[group])
    if slug := criteria.get("community"):
        initiatives = initiatives.filter(community__slug=slug)
    if text := (criteria.get("text") or "").strip():
        initiatives = initiatives.filter(_mentions(text))
    return initiatives


def communities_with_initiatives() -> QuerySet[Community]:
    """Communities that have a public initiative, by name."""
    return (
        Community.objects.filter(pk__in=public_initiatives().values("community"))
        .only("slug", "name", "names")
        .order_by("name")
    )


def moving_now(limit: int = 6) -> Initiatives:
    """Public initiatives in implementation or chosen or up for a vote, liveliest first."""
    states = [State.IN_IMPLEMENTATION, State.SELECTED, State.ELIGIBLE]
    return as_cards(Initiative.objects.filter(state__in=states)).order_by(
        Case(When(state=State.IN_IMPLEMENTATION, then=0), default=1),
        "-changed_at",
        "pk",
    )[:limit]


def initiatives_under_way() -> int:
    """How many initiatives are being worked on."""
    return Initiative.objects.filter(state__in=lifecycle.UNDER_WAY).count()


def milestones_confirmed() -> tuple[int, int]:
    """(confirmed, planned) milestones of all work that was ever begun."""
    figures = Milestone.objects.filter(
        initiative__state__in=[*lifecycle.UNDER_WAY, *lifecycle.FINISHED]
    ).aggregate(
        confirmed=Count("pk", filter=Q(state=MilestoneState.VERIFIED)),
        planned=Count("pk"),
    )
    return figures["confirmed"], figures["planned"]


def for_page(initiatives: Initiatives) -> Initiatives:
    """With all that the page of one initiative shows, in a fixed number of queries."""
    claims = MilestoneClaim.objects.prefetch_related("responses")
    return with_progress(
        initiatives.select_related(
            "community__area__parent__parent__parent__parent", "picture"
        ).prefetch_related(
            "picture__renditions",
            "budget_lines",
            Prefetch("milestones__claims", queryset=claims),
            "milestones__adjustments",
            Prefetch("events", queryset=InitiativeEvent.objects.order_by("at", "pk")),
        )
    )
