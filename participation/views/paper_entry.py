"""Typing in paper ballots, from the keyboard: a line a sheet, twenty to a page.

Nobody is shown what another typed, nor any sum. The page sends twenty sheets at a time;
what is on it stays on the device until they are stored.
"""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from initiatives.views.access import tell_stored
from participation.enums import BallotType
from participation.forms.paper import SHEETS_A_PAGE, SheetsForm, line_name
from participation.models import PaperEntry
from participation.queries.paper import sheets_of
from participation.services.errors import ParticipationError
from participation.services.paper_entry import (
    begin_entry,
    finish_entry,
    store_readings,
)
from participation.views.paper import batch_of, paper_round

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from participation.models import PaperBatch, Round


@never_cache
@login_required
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: "HttpRequest", slug: str, number: int) -> "HttpResponse":
    """Begin the entry that is due, type in its sheets, finish it."""
    round_ = paper_round(request, slug, "enter_paper")
    batch = batch_of(round_, number)
    step = request.POST.get("step", "")
    if step == "begin":
        return _begin(request, batch)
    entry = PaperEntry.objects.filter(batch=batch, clerk_id=request.user.pk).first()
    if entry is None or entry.is_finished:
        return redirect("participation:paper_batch", slug, number)
    entry.batch = batch
    if step == "finish":
        return _finish(request, entry)
    return _lines(request, round_, entry)


def _begin(request: "HttpRequest", batch: "PaperBatch") -> "HttpResponse":
    slug = batch.round.slug
    try:
        begin_entry(batch, by=request.user)
    except ParticipationError as refusal:
        messages.error(request, str(refusal))
        return redirect("participation:paper_batch", slug, batch.number)
    return redirect("participation:paper_entry", slug, batch.number)


def _finish(request: "HttpRequest", entry: PaperEntry) -> "HttpResponse":
    slug, number = entry.batch.round.slug, entry.batch.number
    try:
        finish_entry(entry, by=request.user)
    except ParticipationError as refusal:
        messages.error(request, str(refusal))
        return redirect("participation:paper_entry", slug, number)
    messages.success(request, _("Finished. Nobody can change what you typed."))
    return redirect("participation:paper_batch", slug, number)


@sensitive_variables()
def _lines(
    request: "HttpRequest", round_: "Round", entry: PaperEntry
) -> "HttpResponse":
    wanted = sheets_of(entry)
    read = dict(entry.readings.values_list("sheet", "marks"))
    at = _place(request, wanted, read)
    shown = wanted[at : at + SHEETS_A_PAGE] if at < len(wanted) else []
    form = SheetsForm(
        request.POST if request.method == "POST" else None,
        sheets=shown,
        initial={line_name(sheet): read[sheet] for sheet in shown if sheet in read},
    )
    if form.is_bound and form.is_valid():
        try:
            faults = store_readings(entry, form.typed(), by=request.user)
        except ParticipationError as refusal:
            messages.error(request, str(refusal))
            return redirect(
                "participation:paper_batch", round_.slug, entry.batch.number
            )
        for sheet, words in faults.items():
            form.add_error(line_name(sheet), words)
        if not faults:
            tell_stored(request)
            here = [round_.slug, entry.batch.number]
            return redirect(reverse("participation:paper_entry", args=here))
        read = dict(entry.readings.values_list("sheet", "marks"))
    context = {
        "round": round_,
        "batch": entry.batch,
        "entry": entry,
        "form": form,
        "first": shown[0] if shown else 0,
        "before": wanted[max(0, at - SHEETS_A_PAGE)] if at else 0,
        "after": wanted[at + len(shown)]
        if shown and shown[0] in read and at + len(shown) < len(wanted)
        else 0,
        "typed": len(set(read) & set(wanted)),
        "wanted": len(wanted),
        "is_ready": set(wanted) <= set(read),
        "has_points": BallotType(round_.ballot_type).has_points,
    }
    return render(request, "participation/paper_entry.html", context)


def _place(request: "HttpRequest", wanted: list[int], read: dict[int, str]) -> int:
    """Where in the list the page begins: at the sheet asked for, else the next to type.

    Beyond the end where all are typed in and none was asked for.
    """
    asked = request.POST.get("from") or request.GET.get("from", "")
    if asked.isdecimal() and int(asked) in wanted:
        return wanted.index(int(asked))
    missing = (at for at, sheet in enumerate(wanted) if sheet not in read)
    return next(missing, len(wanted))
