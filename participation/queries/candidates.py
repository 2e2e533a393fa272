"""Which initiatives can stand in a round, and at what price."""

from typing import TYPE_CHECKING

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from initiatives.enums import BudgetKind, State
from initiatives.models import Initiative
from participation.enums import RoundState
from participation.queries.scopes import borders_of, communities_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from participation.models import Round


def candidates(round_: "Round") -> "QuerySet[Initiative]":
    """Eligible initiatives from where a round takes place, that stand in no other open one.

    Each has ``price``: the money planned, without what residents give in work and
    material, in whole units of the currency.
    """
    return (
        with_price(Initiative.objects.filter(community__in=communities_of(round_)))
        .filter(state=State.ELIGIBLE)
        .exclude(round_options__round__state=RoundState.OPEN)
        .select_related("community__area__parent__parent__parent__parent")
        .defer(*borders_of("community__area"))
        .order_by("title", "pk")
    )


def with_price(initiatives: "QuerySet[Initiative]") -> "QuerySet[Initiative]":
    """Annotate each with ``price``, its planned money in whole units."""
    return initiatives.annotate(
        price=Coalesce(
            Sum("budget_lines__planned", filter=Q(budget_lines__kind=BudgetKind.CASH)),
            0,
        )
    )
