"""Voting with a pass: type it, mark, look it over, cast, keep the receipt.

All steps are one address. What must be carried from step to step is a signed ticket and
the marks, in hidden fields of the voter's own page: nothing is stored on the server
before the ballot is cast, nothing stands in an address, and no cookie is set. Forms need
no token against forgery: without a pass or its ticket, a forged request does nothing.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from participation.forms.ballots import PassForm, TicketForm, mark_name
from participation.queries.ballot_papers import ballot_paper
from participation.services.ballots import cast_ballot, check_pass, is_trial
from participation.services.choices import Choices, check_choices
from participation.services.errors import (
    BallotError,
    ParticipationError,
    PassRefusedError,
    PassUsedError,
    PassVoidError,
    RoundStateError,
    TicketError,
    UnknownPassError,
)
from participation.services.throttle import note_failure, seconds_to_wait
from participation.services.tickets import Ticket, read_ticket
from participation.views.rounds import shown_round
from participation.views.visitors import (
    address_of,
    leaves_no_trace,
    too_many_tries,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from participation.models import Round


@csrf_exempt
@sensitive_post_parameters()
@leaves_no_trace
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: "HttpRequest", slug: str) -> "HttpResponse":
    """Show the step that the voter's button names; begin with the pass."""
    round_ = shown_round(slug)
    step = _STEPS.get(request.POST.get("step", ""), _ask_for_pass)
    return step(request, round_)


def _ask_for_pass(
    request: "HttpRequest", round_: "Round", form: PassForm | None = None
) -> "HttpResponse":
    context = {"round": round_, "form": form or PassForm()}
    return render(request, "participation/vote_pass.html", context)


@sensitive_variables()
def _take_pass(request: "HttpRequest", round_: "Round") -> "HttpResponse":
    wait = seconds_to_wait("pass-entry", address_of(request))
    if wait:
        return too_many_tries(request, wait)
    form = PassForm(request.POST)
    if not form.is_valid():
        return _ask_for_pass(request, round_, form)
    try:
        voting_pass = check_pass(round_, form.cleaned_data["code"])
    except (PassRefusedError, RoundStateError) as refusal:
        if isinstance(refusal, UnknownPassError):
            note_failure("pass-entry", address_of(request))
        if isinstance(refusal, PassUsedError | PassVoidError | RoundStateError):
            return _ask_for_pass(request, round_, _refused(refusal))
        # A slip of the finger: the voter corrects one letter, not sixteen.
        form.add_error("code", str(refusal))
        return _ask_for_pass(request, round_, form)
    return _show_ballot(request, round_, Ticket.for_pass(voting_pass), [])


@sensitive_variables()
def _show_ballot(
    request: "HttpRequest",
    round_: "Round",
    ticket: Ticket,
    marked: Choices,
    refusal: ParticipationError | None = None,
) -> "HttpResponse":
    context = {
        "round": round_,
        "parts": ballot_paper(round_, marked),
        "places": range(1, (round_.most_choices or round_.options.count()) + 1),
        "is_trial": is_trial(ticket),
        "ticket": ticket.signed(),
        "refusal": refusal,
    }
    return render(request, "participation/vote_ballot.html", context)


def _mark(request: "HttpRequest", round_: "Round") -> "HttpResponse":
    return _with_ticket(request, round_, _show_ballot)


def _look_over(request: "HttpRequest", round_: "Round") -> "HttpResponse":
    return _with_ticket(request, round_, _show_choices)


def _cast(request: "HttpRequest", round_: "Round") -> "HttpResponse":
    return _with_ticket(request, round_, _cast_choices)


@sensitive_variables()
def _show_choices(
    request: "HttpRequest", round_: "Round", ticket: Ticket, marked: Choices
) -> "HttpResponse":
    try:
        chosen = check_choices(round_, marked)
    except BallotError as refusal:
        return _show_ballot(request, round_, ticket, marked, refusal)
    context = {
        "round": round_,
        "chosen": chosen,
        "marks": [
            ("choice", each.option.number)
            if each.points is None
            else (mark_name(each.option.number), each.points)
            for each in chosen
        ],
        "total": sum(each.option.cost for each in chosen),
        "is_trial": is_trial(ticket),
        "ticket": ticket.signed(),
    }
    return render(request, "participation/vote_review.html", context)


@sensitive_variables()
def _cast_choices(
    request: "HttpRequest", round_: "Round", ticket: Ticket, marked: Choices
) -> "HttpResponse":
    try:
        receipt = cast_ballot(ticket, marked)
    except BallotError as refusal:
        return _show_ballot(request, round_, ticket, marked, refusal)
    except (PassRefusedError, RoundStateError) as refusal:
        return _ask_for_pass(request, round_, _refused(refusal))
    context = {"round": round_, "receipt": receipt, "is_trial": is_trial(ticket)}
    return render(request, "participation/vote_receipt.html", context)


@sensitive_variables()
def _with_ticket(
    request: "HttpRequest",
    round_: "Round",
    then: "Callable[[HttpRequest, Round, Ticket, Choices], HttpResponse]",
) -> "HttpResponse":
    """Read ticket and marks; without a good ticket, begin again with the pass."""
    numbers = list(round_.options.values_list("number", flat=True))
    form = TicketForm(request.POST, ballot_type=round_.ballot_type, numbers=numbers)
    form.is_valid()
    try:
        ticket = read_ticket(form.cleaned_data.get("ticket", ""), round_)
    except TicketError as refusal:
        return _ask_for_pass(request, round_, _refused(refusal))
    if "choice" in form.errors:
        # Changed by hand: not on this ballot. The ballot is shown anew, unmarked.
        return _show_ballot(request, round_, ticket, [])
    if not form.is_readable:
        refusal_of_marks = BallotError(_("Use whole numbers only, none less than 0."))
        return _show_ballot(request, round_, ticket, form.choices(), refusal_of_marks)
    return then(request, round_, ticket, form.choices())


def _refused(refusal: ParticipationError) -> PassForm:
    """An empty form that says why."""
    form = PassForm({"code": ""})
    form.errors.clear()
    form.add_error("code", str(refusal))
    return form


_STEPS: Mapping[str, "Callable[[HttpRequest, Round], HttpResponse]"] = {
    "pass": _take_pass,
    "mark": _mark,
    "review": _look_over,
    "cast": _cast,
}
