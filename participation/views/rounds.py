"""Rounds, for anybody."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from participation.enums import RoundState
from participation.exports.calendars import calendar_of
from participation.models import Round
from participation.permissions import may
from participation.queries.meetings import meetings_near
from participation.queries.observers import observers_told
from participation.queries.rounds import public_rounds, turnout

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

A_PAGE = 20
MOST_MEETINGS = 6
_IN_A_CALENDAR = 100


def shown_round(slug: str) -> Round:
    """The round of an address, unless it is still in preparation. Raises Http404."""
    round_ = get_object_or_404(
        Round.objects.select_related("community", "area"), slug=slug
    )
    if round_.state == RoundState.DRAFT:
        raise Http404
    return round_


@require_safe
def round_list(request: "HttpRequest") -> HttpResponse:
    """Open rounds, then all others."""
    page = Paginator(public_rounds(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "participation/round_list.html", {"page_obj": page})


@require_safe
@cache_control(public=True, max_age=600)
def rounds_calendar(request: "HttpRequest") -> HttpResponse:
    """All rounds of the last and the coming times, to follow in one's own calendar."""
    return _calendar(request, public_rounds()[:_IN_A_CALENDAR], "rounds")


@require_safe
@cache_control(public=True, max_age=600)
def round_calendar(request: "HttpRequest", slug: str) -> HttpResponse:
    """One round for one's own calendar."""
    return _calendar(request, [shown_round(slug)], slug)


def _calendar(
    request: "HttpRequest", rounds: "Iterable[Round]", name: str
) -> HttpResponse:
    def address_of(round_: Round) -> str:
        with override(settings.LANGUAGE_CODE):
            path = reverse("participation:round", args=[round_.slug])
        return request.build_absolute_uri(path)

    return HttpResponse(
        calendar_of(rounds, address_of),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"'},
    )


@require_safe
def round_page(request: "HttpRequest", slug: str) -> HttpResponse:
    """How the round works and what stands; nothing about choices before it is closed."""
    round_ = shown_round(slug)
    can_see_turnout = may(request.user, "see_turnout", round_)
    return render(
        request,
        "participation/round.html",
        {
            "round": round_,
            "options": round_.options.select_related(
                "initiative__picture"
            ).prefetch_related("initiative__picture__renditions"),
            "meetings": meetings_near(round_, MOST_MEETINGS),
            "turnout": turnout(round_) if can_see_turnout else None,
            "observers": observers_told(round_)
            if round_.state == RoundState.OPEN
            else None,
            "minimum": settings.PUBLIC_BALLOTS_MINIMUM,
            "is_observer": may(request.user, "observe", round_),
            "has_who": may(request.user, "see_who", round_),
            "has_tables": may(request.user, "run_table", round_),
            "has_desk": may(request.user, "hand_out", round_) and round_.roll.exists(),
            "has_paper": may(request.user, "take_paper", round_)
            and round_.paper_batches.exists(),
        },
    )
