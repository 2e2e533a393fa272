"""The page of a body: its meetings to come and past, and what it decided."""

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from communities.models import CommunityBody
from participation.queries.bodies import decisions_of
from participation.queries.meetings import past_meetings, upcoming_meetings

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

A_PAGE = 20
_UPCOMING, _DECISIONS = 30, 20


@require_safe
def body_page(request: "HttpRequest", pk: int) -> "HttpResponse":
    """A body, as far as its meetings are public; also one that meets no more."""
    body = get_object_or_404(CommunityBody.objects.select_related("community"), pk=pk)
    page = Paginator(past_meetings(body), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "body": body,
        "upcoming": upcoming_meetings(body)[:_UPCOMING],
        "page_obj": page,
        "decisions": decisions_of(body)[:_DECISIONS],
    }
    return render(request, "participation/body.html", context)
