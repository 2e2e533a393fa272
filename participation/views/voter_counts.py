"""Officers enter who came to a table or to the desk on a day, by group."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from participation.enums import CameTo
from participation.forms.voter_counts import VoterCountForm
from participation.permissions import is_permitted, may
from participation.queries.attendance import attendance_shown
from participation.queries.scopes import communities_of
from participation.queries.who_votes import counts_entered
from participation.services.voter_counts import count_voters, what_is_kept
from participation.views.managing import managed_round
from participation.views.meeting_work import served

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from participation.models import Round, VoterCount


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def count(request: "HttpRequest", slug: str) -> "HttpResponse":
    """Enter the counts, look at what is kept of them, and store that once and for good."""
    round_ = managed_round(slug)
    if not is_permitted(request.user, "count_voters", round_):
        raise PermissionDenied
    if not may(request.user, "count_voters", round_):
        messages.warning(request, _("Voters are not counted any more."))
        return redirect("participation:manage_who", slug)
    form = VoterCountForm(
        request.POST or None,
        communities=list(communities_of(round_)),
        initial={
            "came_to": _place_asked(request),
            "day": timezone.localdate(),
        },
    )
    kept = None
    if form.is_valid() and "change" not in request.POST:
        counted = form.counted()
        if "keep" in request.POST:
            if served(form, lambda: count_voters(round_, counted, by=request.user)):
                messages.success(request, _("Saved."))
                return redirect("participation:manage_who", slug)
        else:
            kept = _preview(form, round_)
    context = {
        "round": round_,
        "form": form,
        "kept": kept,
        "shown": kept and attendance_shown(kept),
        "entered": [(each, attendance_shown(each)) for each in counts_entered(round_)],
    }
    return render(request, "participation/voter_count.html", context)


def _preview(form: VoterCountForm, round_: "Round") -> "VoterCount | None":
    """What would be kept; None where the form says why it cannot be."""
    found: list[VoterCount] = []
    served(form, lambda: found.append(what_is_kept(round_, form.counted())))
    return found[0] if found else None


def _place_asked(request: "HttpRequest") -> str:
    asked = request.GET.get("at")
    return asked if asked in CameTo.values else CameTo.TABLE.value
