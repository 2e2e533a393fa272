"""The result of a round, and the ballots that anybody can count again."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from communities.enums import Dimension
from initiatives.templatetags.initiatives import money as money_text
from maps.plots import Datum, bar_chart
from participation.permissions import may, may_adopt
from participation.queries.ballots_by_way import ballots_by_way
from participation.queries.breakdowns import votes_by_way
from participation.queries.lost_passes import lost_passes
from participation.queries.observers import observers_told
from participation.queries.paper_results import paper_result
from participation.queries.results import ResultView, result_of
from participation.queries.shares import among_residents, cost_by_place
from participation.views.rounds import shown_round

if TYPE_CHECKING:
    from django.http import HttpRequest

    from participation.models import Round


def result_or_404(round_: "Round") -> ResultView:
    """What there is to tell of a round. Raises Http404 before it is sealed."""
    view = result_of(round_)
    if view is None:
        raise Http404
    return view


@require_safe
def result_page(request: "HttpRequest", slug: str) -> HttpResponse:
    """Who won and why, the money, the turnout, the receipts, the file."""
    round_ = shown_round(slug)
    view = result_or_404(round_)
    return render(
        request,
        "participation/result.html",
        {
            "round": round_,
            "view": view,
            "money": _by_dimension(view),
            "plot": _plot(view) if view.winners else "",
            "ways": ballots_by_way(view.result),
            "threshold": settings.RELEASE_THRESHOLD_PERSONS,
            "places": cost_by_place(view),
            "among": among_residents(view),
            "paper": paper_result(view.result),
            "lost": lost_passes(round_),
            "by_way": votes_by_way(round_)
            if may(request.user, "see_votes_by_way", round_)
            else [],
            "can_read_file": _can_read_file(request, round_, view),
            "observers": None if view.is_file_public else observers_told(round_),
            "may_adopt": may_adopt(request.user, round_),
            "minimum": settings.PUBLIC_BALLOTS_MINIMUM,
        },
    )


@require_safe
def ballots_file(request: "HttpRequest", slug: str) -> HttpResponse:
    """The sealed ballots as a Pabulib file; of a small round for its observers only."""
    round_ = shown_round(slug)
    view = result_or_404(round_)
    if not _can_read_file(request, round_, view):
        raise PermissionDenied(
            _(
                "So few people voted that single ballots could be recognised. Only the "
                "observers named for this round read the file; its digest is on the "
                "result page."
            )
        )
    if not view.is_file_public:
        log(instance=round_, action="participation.read_ballots", user=request.user)
    return HttpResponse(
        view.result.pb_file.encode(),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{round_.slug}.pb"'},
    )


def _can_read_file(request: "HttpRequest", round_: "Round", view: ResultView) -> bool:
    return view.is_file_public or may(request.user, "read_sealed_ballots", round_)


def _by_dimension(view: ResultView) -> list[tuple[str, str, int]]:
    """Code, name and money of each dimension, in their fixed order."""
    sums = view.cost_by_dimension
    return [(each.value, str(each.label), sums.get(each, 0)) for each in Dimension]


def _plot(view: ResultView) -> str:
    return bar_chart(
        [
            Datum(label=name, value=amount, text=money_text(amount), tone=code)
            for code, name, amount in _by_dimension(view)
        ],
        title=_("Money by dimension"),
        maximum=float(view.result.outcome["budget"]),
        mirror=get_language_bidi(),
    )
