"""Paper ballots: the sheet to print, the tables, and what came back from them."""

import secrets
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from participation.enums import PaperState, RoundState
from participation.forms.paper import (
    AccountForm,
    DrawForm,
    PaperBatchForm,
    RedoForm,
    SheetForm,
    TableForm,
)
from participation.models import PaperBatch
from participation.permissions import ACTIONS, is_permitted, may
from participation.queries.ballot_papers import ballot_sheet
from participation.queries.paper import (
    batches_for,
    draw_is_due,
    given_on_paper,
    paper_of,
)
from participation.services.errors import ParticipationError
from participation.services.paper_entry import draw_paper, redo_entries
from participation.services.paper_tables import (
    account_for_paper,
    give_up_number,
    give_up_pass,
    open_paper_batch,
)
from participation.services.pass_codes import SECRET_LENGTH, SERIAL_LENGTH
from participation.services.roll import is_on_roll
from participation.views.managing import managed_round

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from participation.models import Round

_TAKEN = "participation.paper_taken"


def paper_round(request: "HttpRequest", slug: str, action: str) -> "Round":
    """The round of an address, for somebody who may do this with its paper."""
    round_ = managed_round(slug)
    if not is_permitted(request.user, action, round_):
        raise PermissionDenied
    return round_


def batch_of(round_: "Round", number: int) -> PaperBatch:
    """A batch of a round by its number. Raises Http404."""
    batch = get_object_or_404(PaperBatch, round=round_, number=number)
    batch.round = round_
    return batch


@never_cache
@login_required
@require_safe
def overview(request: "HttpRequest", slug: str) -> "HttpResponse":
    """All tables of a round, and what each of them waits for."""
    round_ = paper_round(request, slug, "see_paper")
    paper, views = paper_of(round_), batches_for(request.user, round_)
    context = {
        "round": round_,
        "views": views,
        "paper": paper,
        "given": given_on_paper(round_),
        "may": _allowed(request, round_),
        "may_count": may(request.user, "count_voters", round_),
        "draw_is_due": draw_is_due(round_, paper, views),
        "has_ended": round_.closes_at <= timezone.now(),
    }
    return render(request, "participation/paper.html", context)


@never_cache
@login_required
@require_safe
def sheet(request: "HttpRequest", slug: str) -> "HttpResponse":
    """One ballot sheet to print or copy; it is the same for everybody."""
    round_ = paper_round(request, slug, "see_paper")
    form = SheetForm(request.GET if "first" in request.GET else None)
    languages = [get_language() or "en"]
    if form.is_valid():
        languages = form.languages()
    context = {
        "round": round_,
        "form": form if form.is_bound else SheetForm(initial={"first": languages[0]}),
        "language_codes": languages,
        "parts": ballot_sheet(round_, languages),
        "is_specimen": round_.state != RoundState.OPEN,
    }
    return render(request, "participation/ballot_sheet.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_batch(request: "HttpRequest", slug: str) -> "HttpResponse":
    """Prepare the sheets of a table."""
    round_ = paper_round(request, slug, "manage_paper")
    last = round_.paper_batches.order_by("number").last()
    seen = last.number if last else 0
    form = PaperBatchForm(request.POST or None, initial={"seen": seen, "issued": 100})
    if form.is_valid():
        answers = form.cleaned_data
        opened = _agreed(
            form, lambda: open_paper_batch(round_, by=request.user, **answers)
        )
        if opened is not None:
            return redirect("participation:paper_batch", slug, opened.number)
    return _form_page(request, form, round_, _("Sheets for a table"), _("Save"))


@never_cache
@login_required
@require_safe
def batch_page(request: "HttpRequest", slug: str, number: int) -> "HttpResponse":
    """One table: its figures, who typed it in, and what is to be done."""
    round_ = paper_round(request, slug, "see_paper")
    views = batches_for(request.user, round_)
    view = next((each for each in views if each.batch.number == number), None)
    if view is None:
        raise Http404
    paper = paper_of(round_)
    context = {
        "round": round_,
        "view": view,
        "batch": view.batch,
        "paper": paper,
        "may_count": may(request.user, "count_voters", round_),
        "waits_for_draw": paper.is_large and paper.drawn is None,
        "may": _allowed(request, round_),
        "is_at_table": view.batch.state == PaperState.AT_TABLE,
        "is_counted": view.batch.state == PaperState.COUNTED,
    }
    return render(request, "participation/paper_batch.html", context)


@never_cache
@login_required
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: "HttpRequest", slug: str, number: int) -> "HttpResponse":
    """At the table: a pass or a number is given up, and a sheet is given out."""
    round_ = paper_round(request, slug, "take_paper")
    batch = batch_of(round_, number)
    has_roll = round_.roll.exists()
    form = _empty_table_form(has_roll)
    is_given = False
    if request.method == "POST":
        form = TableForm(request.POST, has_roll=has_roll)
        is_given = form.is_valid() and _give_up(request, form, batch, has_roll)
        if is_given:
            form = _empty_table_form(has_roll)
    batch.refresh_from_db(fields=["by_pass", "by_number", "state"])
    context = {
        "round": round_,
        "batch": batch,
        "form": form,
        "is_given": is_given,
        "is_open": round_.is_voting_open and batch.state == PaperState.AT_TABLE,
        "may_correct": batch.by_number > 0,
    }
    return render(request, "participation/paper_table.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: "HttpRequest", slug: str, number: int) -> "HttpResponse":
    """Note what came back from a table."""
    round_ = paper_round(request, slug, "take_paper")
    batch = batch_of(round_, number)
    names = ("issued", "spoilt", "unused", "missing", "cast", "explanation")
    initial = {name: getattr(batch, name) for name in names}
    if batch.explanation_language:
        initial["language"] = batch.explanation_language
    form = AccountForm(request.POST or None, initial=initial)
    if form.is_valid():
        counted = form.account()
        if _agreed(form, lambda: account_for_paper(batch, counted, by=request.user)):
            messages.success(request, _("Saved."))
            return redirect("participation:paper_batch", slug, number)
    context = {"round": round_, "batch": batch, "form": form}
    return render(request, "participation/paper_account.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def redo(request: "HttpRequest", slug: str, number: int) -> "HttpResponse":
    """Throw away what was typed of a batch."""
    round_ = paper_round(request, slug, "manage_paper")
    batch = batch_of(round_, number)
    form = RedoForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if _agreed(form, lambda: redo_entries(batch, reason=reason, by=request.user)):
            messages.success(request, _("What was typed in is gone. Type it in anew."))
            return redirect("participation:paper_batch", slug, number)
    heading = _("Type in anew: %(table)s") % {"table": batch}
    return _form_page(
        request, form, round_, heading, _("Throw away what was typed"), "danger"
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: "HttpRequest", slug: str) -> "HttpResponse":
    """Note the digits that were rolled in public."""
    round_ = paper_round(request, slug, "manage_paper")
    form = DrawForm(request.POST or None)
    if form.is_valid():
        digits = form.cleaned_data["digits"]
        if _agreed(form, lambda: draw_paper(round_, digits, by=request.user)):
            messages.success(request, _("The sheets to read twice are drawn."))
            return redirect("participation:paper", slug)
    return _form_page(request, form, round_, _("Digits rolled in public"), _("Draw"))


@sensitive_variables()
def _give_up(
    request: "HttpRequest", form: TableForm, batch: PaperBatch, has_roll: bool
) -> bool:
    """Whether a sheet is to be given out for what was typed.

    A connection that breaks between the vote given up and this page would leave a voter
    with neither: pressing again, on the same page with the same text, says yes again.
    What is kept for that, until the next voter, tells nothing without the page.
    """
    typed = form.cleaned_data["given_up"]
    press = salted_hmac(_TAKEN, f"{form.cleaned_data['once']}\0{typed}").hexdigest()
    if request.session.get(_TAKEN) == press:
        return True
    signs = sum(sign.isalnum() for sign in typed)
    is_short = signs < SERIAL_LENGTH + SECRET_LENGTH
    try:
        if has_roll and (is_short or is_on_roll(batch.round, typed)):
            give_up_number(batch, typed, by=request.user)
        else:
            give_up_pass(batch, typed, by=request.user)
    except ParticipationError as refusal:
        form.add_error("given_up", str(refusal))
        return False
    request.session[_TAKEN] = press
    return True


def forget_press(request: "HttpRequest") -> None:
    """Say no more that a sheet is to be given out: the vote given up was given back."""
    request.session.pop(_TAKEN, None)


def _empty_table_form(has_roll: bool) -> TableForm:
    return TableForm(has_roll=has_roll, initial={"once": secrets.token_urlsafe(12)})


def _allowed(request: "HttpRequest", round_: "Round") -> set[str]:
    return {name for name in ACTIONS if may(request.user, name, round_)}


def _agreed(form: "Form", action: "Callable[[], Any]") -> Any:
    """What the service returned; None where it refused, and then the form says why."""
    try:
        return action()
    except ParticipationError as refusal:
        form.add_error(None, str(refusal))
        return None


def _form_page(
    request: "HttpRequest",
    form: "Form",
    round_: "Round",
    heading: str,
    button: str,
    tone: str = "",
) -> "HttpResponse":
    context = {
        "form": form,
        "round": round_,
        "heading": heading,
        "button": button,
        "tone": tone,
    }
    return render(request, "participation/paper_form.html", context)
