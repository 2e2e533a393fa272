"""Organisers and committees: tables for assisted voting, opened and closed."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from participation.forms.tables import GiveUpForm, OpenTableForm, TallyForm
from participation.permissions import is_permitted, may
from participation.queries.tables import tables_of
from participation.services.errors import ParticipationError
from participation.services.tables import (
    OpenedTable,
    admit_late,
    close_table,
    open_table,
    renew_pin,
    say_lost,
)
from participation.views.managing import managed_round
from participation.views.qr_codes import qr_code

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from participation.models import Round, TableSession

View = Callable[..., "HttpResponse"]


def _for_those_who_run_tables(view: View) -> View:
    """Only for staff and the committee of the round, whatever its state."""

    @wraps(view)
    @never_cache
    @login_required
    def wrapped(
        request: "HttpRequest", slug: str, *args: Any, **kwargs: Any
    ) -> "HttpResponse":
        round_ = managed_round(slug)
        if not is_permitted(request.user, "run_table", round_):
            raise PermissionDenied
        return view(request, round_, *args, **kwargs)

    return wrapped


@_for_those_who_run_tables
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def tables(request: "HttpRequest", round_: "Round") -> "HttpResponse":
    """All tables of a round; open another."""
    form = OpenTableForm(request.POST or None)
    if form.is_valid():
        try:
            opened = open_table(
                round_, place=form.cleaned_data["place"], by=request.user
            )
        except ParticipationError as refusal:
            form.add_error("place", str(refusal))
        else:
            return _opened(request, round_, opened)
    context = {
        "round": round_,
        "form": form,
        "tables": tables_of(round_),
        "may_count": may(request.user, "count_voters", round_),
        "can_open": may(request.user, "run_table", round_)
        and timezone.now() < round_.closes_at,
    }
    return render(request, "participation/tables.html", context)


@_for_those_who_run_tables
@require_http_methods(["GET", "HEAD"])
def table(request: "HttpRequest", round_: "Round", pk: int) -> "HttpResponse":
    """One table: what came from it, and what can be done with it now."""
    found = _table(round_, pk)
    context = {
        "round": round_,
        "table": found,
        **_address(request, found),
        "has_ended": timezone.now() >= round_.closes_at,
        "is_own": found.opened_by_id == request.user.pk,
        "said_by_me": found.lost_said_by_id == request.user.pk,
        "tally_form": TallyForm(initial={"voters": found.voters}),
        "give_up_form": GiveUpForm(),
        "may_count": may(request.user, "count_voters", round_),
    }
    return render(request, "participation/table.html", context)


@_for_those_who_run_tables
@sensitive_variables()
@require_POST
def new_pin(request: "HttpRequest", round_: "Round", pk: int) -> "HttpResponse":
    """Give a table another PIN, and show it once."""
    try:
        opened = renew_pin(_table(round_, pk), by=request.user)
    except ParticipationError as refusal:
        return _back(request, round_, pk, refusal)
    return _opened(request, round_, opened)


@_for_those_who_run_tables
@require_POST
def tally(request: "HttpRequest", round_: "Round", pk: int) -> "HttpResponse":
    """Let late ballots in, up to the number on the tally sheet."""
    form = TallyForm(request.POST)
    if not form.is_valid():
        return _back(request, round_, pk, _first_error(form))
    try:
        admit_late(
            _table(round_, pk), voters=form.cleaned_data["voters"], by=request.user
        )
    except ParticipationError as refusal:
        return _back(request, round_, pk, refusal)
    messages.success(request, _("Saved."))
    return redirect("participation:manage_table", round_.slug, pk)


@_for_those_who_run_tables
@require_POST
def close(request: "HttpRequest", round_: "Round", pk: int) -> "HttpResponse":
    """Close a table without a device, or whose device another person said to be lost."""
    try:
        close_table(_table(round_, pk), by=request.user)
    except ParticipationError as refusal:
        return _back(request, round_, pk, refusal)
    messages.success(request, _("The table is closed."))
    return redirect("participation:manage_tables", round_.slug)


@_for_those_who_run_tables
@require_POST
def lost(request: "HttpRequest", round_: "Round", pk: int) -> "HttpResponse":
    """Say that the device of a table is lost; a second person gives up its ballots."""
    form = GiveUpForm(request.POST)
    if not form.is_valid():
        return _back(request, round_, pk, _first_error(form))
    because = form.cleaned_data["lost_because"]
    try:
        say_lost(_table(round_, pk), because=because, by=request.user)
    except ParticipationError as refusal:
        return _back(request, round_, pk, refusal)
    messages.success(
        request, _("A second person is asked. They find it under “My work”.")
    )
    return redirect("participation:manage_table", round_.slug, pk)


def _table(round_: "Round", pk: int) -> "TableSession":
    found: TableSession = get_object_or_404(
        round_.tables.select_related(
            "round", "opened_by", "admitted_by", "lost_said_by"
        ),
        pk=pk,
    )
    return found


def _address(request: "HttpRequest", found: "TableSession") -> dict[str, Any]:
    path = reverse("participation:table", args=[found.round.slug, found.key])
    address = request.build_absolute_uri(path)
    return {"qr": qr_code(address), "address": address.partition("://")[2]}


@sensitive_variables()
def _opened(
    request: "HttpRequest", round_: "Round", opened: OpenedTable
) -> "HttpResponse":
    """The one answer that tells the PIN."""
    context = {
        "round": round_,
        "table": opened.table,
        "pin": opened.pin,
        **_address(request, opened.table),
    }
    return render(request, "participation/table_opened.html", context)


def _first_error(form: "TallyForm | GiveUpForm") -> str:
    return str(next(iter(form.errors.values()))[0])


def _back(
    request: "HttpRequest", round_: "Round", pk: int, refusal: object
) -> "HttpResponse":
    messages.error(request, str(refusal))
    return redirect("participation:manage_table", round_.slug, pk)
