"""Meetings, for anybody."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from communities.models import Community
from participation.exports.meeting_calendars import meetings_calendar
from participation.models import Meeting
from participation.permissions import is_organiser, may_close
from participation.queries.meetings import (
    for_calendars,
    may_call_somewhere,
    meeting_view,
    meetings,
    past_meetings,
    upcoming_meetings,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

A_PAGE = 20
_UPCOMING, _IN_A_CALENDAR = 30, 100


def shown_meeting(reference: str) -> Meeting:
    """The meeting of a reference. Raises Http404."""
    return get_object_or_404(
        Meeting.objects.select_related(
            "community", "area", "body", "confirmation"
        ).defer("area__geometry"),
        reference=reference,
    )


@require_safe
def meeting_list(request: "HttpRequest") -> HttpResponse:
    """What is to come, then what was; of one community where the address asks for it."""
    slug = request.GET.get("community", "")
    community = get_object_or_404(Community, slug=slug) if slug else None
    page = Paginator(past_meetings(community), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "community": community,
        "upcoming": upcoming_meetings(community)[:_UPCOMING],
        "page_obj": page,
        "may_call": may_call_somewhere(request.user),
    }
    return render(request, "participation/meeting_list.html", context)


@require_safe
def meeting_page(request: "HttpRequest", reference: str) -> HttpResponse:
    """What was announced, and of its minutes what is published."""
    meeting = shown_meeting(reference)
    view = meeting_view(meeting)
    for action in view.action_points:
        action.meeting = meeting
    context = {
        "meeting": meeting,
        "view": view,
        "is_organiser": is_organiser(request.user, meeting),
        "may_close": {
            action.pk
            for action in view.action_points
            if may_close(request.user, action)
        },
    }
    return render(request, "participation/meeting.html", context)


@require_safe
@cache_control(public=True, max_age=600)
def all_meetings_calendar(request: "HttpRequest") -> HttpResponse:
    """All meetings, to follow in one's own calendar."""
    newest = meetings().order_by("-starts_at", "pk")[:_IN_A_CALENDAR]
    return _calendar(request, for_calendars(newest), "meetings")


@require_safe
@cache_control(public=True, max_age=600)
def community_calendar(request: "HttpRequest", slug: str) -> HttpResponse:
    """Meetings of a community and those it is part of."""
    community = get_object_or_404(Community, slug=slug)
    newest = meetings(community).order_by("-starts_at", "pk")[:_IN_A_CALENDAR]
    found = for_calendars(newest)
    return _calendar(request, found, f"meetings-{slug}", community.display_name)


@require_safe
@cache_control(public=True, max_age=600)
def meeting_calendar(request: "HttpRequest", reference: str) -> HttpResponse:
    """One meeting for one's own calendar."""
    return _calendar(request, [shown_meeting(reference)], reference)


def _calendar(
    request: "HttpRequest", found: "Iterable[Meeting]", name: str, place: str = ""
) -> HttpResponse:
    def address_of(meeting: Meeting) -> str:
        with override(settings.LANGUAGE_CODE):
            path = reverse("participation:meeting", args=[meeting.reference])
        return request.build_absolute_uri(path)

    return HttpResponse(
        meetings_calendar(found, address_of, name=place),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"'},
    )
