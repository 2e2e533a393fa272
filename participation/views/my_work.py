"""What waits for the person who signed in."""

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from communities.permissions import (
    current_mandates,
    is_staff,
    is_steward,
    own_areas,
)
from initiatives.queries.initiatives import own_communities
from maps.permissions import may_import
from participation.permissions import routes_of
from participation.queries.delegations import delegations_of
from participation.queries.invitations import own_committees
from participation.queries.meetings import may_call_somewhere
from participation.queries.observers import observed_by
from participation.queries.waiting import voting_near, waiting_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@login_required
@require_safe
def my_work(request: "HttpRequest") -> "HttpResponse":
    """One list by urgency, open votes nearby, and where one's role leads."""
    areas, observing = own_areas(request.user), observed_by(request.user)
    return render(
        request,
        "participation/my_work.html",
        {
            "own_areas": areas,
            "may_review": bool(areas) or is_staff(request.user),
            "waiting": waiting_for(request.user, observing=observing),
            "rounds": voting_near(request.user),
            "observing": observing,
            "mandates": current_mandates(request.user),
            "delegations": delegations_of(request.user),
            "may_see_people": is_staff(request.user)
            or bool(own_committees(request.user)),
            "is_staff": is_staff(request.user),
            "is_steward": is_steward(request.user),
            "may_import": may_import(request.user),
            "may_call": may_call_somewhere(request.user),
            "handles_feedback": bool(routes_of(request.user)),
            "may_propose": bool(own_communities(request.user)),
        },
    )
