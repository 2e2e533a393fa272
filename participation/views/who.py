"""Organisers' page: who takes part, and who is missing while that can be changed."""

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from participation.permissions import may, may_call
from participation.queries.rounds import turnout
from participation.queries.scopes import communities_of
from participation.queries.who_proposed import who_proposed
from participation.queries.who_takes_part import (
    what_can_be_done,
    who_came,
    whom_proposals_reach,
)
from participation.queries.who_votes import who_voted
from participation.views.managing import managed_round

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@login_required
@require_safe
def who(request: "HttpRequest", slug: str) -> "HttpResponse":
    """Groups at meetings, at tables and behind proposals beside the profiles; what is
    left to do."""
    round_ = managed_round(slug)
    if not may(request.user, "see_who", round_):
        raise PermissionDenied
    communities = list(communities_of(round_).select_related("area"))
    context = {
        "round": round_,
        "who": who_came(communities),
        "voters": who_voted(round_, communities),
        "proposed": who_proposed(round_, communities),
        "may_count": may(request.user, "count_voters", round_),
        "reached": whom_proposals_reach(round_),
        "turnout": turnout(round_),
        "to_do": what_can_be_done(round_, communities),
        "may_call": may_call(
            request.user, community=round_.community, area=round_.area
        ),
        "may_hand_out": may(request.user, "hand_out", round_),
        "has_roll": round_.roll.exists(),
    }
    return render(request, "participation/who.html", context)
