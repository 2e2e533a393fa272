"""Voting at a table on a shared device, opened by the facilitator's PIN for each voter.

The page is locked when it comes. With a script that may encrypt, it stays one page: the
ballot is sealed on the device, and sent when there is a connection (`table_devices`).
Without, it walks through the steps of `Booth`, each page drawn here.
"""

import datetime
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from participation.forms.tables import PinForm
from participation.queries.ballot_papers import ballot_paper
from participation.services.ballots import is_cast
from participation.services.errors import (
    ParticipationError,
    PinError,
    TableError,
    UnknownPassError,
)
from participation.services.signed_forms import SignedField
from participation.services.table_arrivals import cast_at_table
from participation.services.table_devices import (
    is_unlocked_by,
    table_of,
    unlock,
    use_unlocking,
)
from participation.views.booths import Booth
from participation.views.visitors import leaves_no_trace, with_too_many

if TYPE_CHECKING:
    from django.http import HttpRequest

    from participation.models import TableSession, VotingPass
    from participation.services.choices import Choices
    from participation.services.tickets import Ticket

#: What the facilitator's PIN opened: for so long, until the pass is typed, and once.
_UNLOCKED = SignedField(
    "participation.table", datetime.timedelta(minutes=10), TableError
)
#: How long nobody may touch the device before it locks itself.
IDLE_SECONDS = 180
_WORKER = "participation/table_worker.js"


def shown_table(slug: str, key: str) -> "TableSession":
    """The table of an address. Raises Http404."""
    try:
        table = table_of(key)
    except TableError:
        raise Http404 from None
    if table.round.slug != slug:
        raise Http404
    return table


class TableBooth(Booth):
    """The steps of a vote at a table, without script: the PIN comes before the pass."""

    pages = "table"
    steps = {**Booth.steps, "unlock": "unlock"}

    def __init__(self, request: "HttpRequest", table: "TableSession") -> None:
        super().__init__(request, table.round)
        self.table, self.place = table, table.key
        self.unlocked = request.POST.get("unlocked", "")

    def begin(self) -> HttpResponse:
        """The locked page: of the voter before, nothing is left."""
        return self._locked()

    def refuse(self, refusal: ParticipationError) -> HttpResponse:
        """Lock, and say why."""
        return self._locked(refusal)

    @sensitive_variables()
    def unlock(self) -> HttpResponse:
        """Check the PIN; ask for the pass."""
        try:
            drawn = unlock(self.table, self.request.POST.get("pin", ""))
        except TableError as refusal:
            return with_too_many(self._locked(refusal), refusal)
        self.unlocked = _UNLOCKED.sign(drawn.hex)
        return self.ask_for_pass()

    @sensitive_variables()
    def take_pass(self) -> HttpResponse:
        """Take a pass only from the page that the last PIN has opened.

        A slip of the finger is corrected there; the first good pass locks it.
        """
        drawn = self._drawn()
        if drawn is None or not is_unlocked_by(self.table, drawn):
            return self._locked()
        return super().take_pass()

    def admit(self, voting_pass: "VotingPass") -> HttpResponse:
        """One voter for each PIN: whoever goes back finds the table locked."""
        drawn = self._drawn()
        if drawn is None or not use_unlocking(self.table, drawn):
            return self._locked()
        return super().admit(voting_pass)

    def _drawn(self) -> uuid.UUID | None:
        """The unlocking that the page carries; None when it is old or forged."""
        try:
            return uuid.UUID(hex=_UNLOCKED.read(self.unlocked))
        except TableError:
            return None

    @sensitive_variables()
    def show_ballot(
        self,
        ticket: "Ticket",
        marked: "Choices",
        refusal: ParticipationError | None = None,
    ) -> HttpResponse:
        """Never again once it is cast: somebody may have pressed Back."""
        if is_cast(ticket):
            return self._locked()
        return super().show_ballot(ticket, marked, refusal)

    @sensitive_variables()
    def show_choices(self, ticket: "Ticket", marked: "Choices") -> HttpResponse:
        """Neither are the choices."""
        if is_cast(ticket):
            return self._locked()
        return super().show_choices(ticket, marked)

    def store(self, ticket: "Ticket", marked: "Choices") -> str:
        """Cast, and count it at the table."""
        return cast_at_table(self.table, ticket, marked)

    def page(self, name: str, **context: Any) -> HttpResponse:
        """Draw a step; it locks itself when nobody touches it."""
        context |= {
            "unlocked": self.unlocked,
            "idle_seconds": IDLE_SECONDS,
        }
        return super().page(name, **context)

    def _locked(self, refusal: ParticipationError | None = None) -> HttpResponse:
        form = PinForm({"pin": ""} if refusal else None)
        if refusal:
            form.errors.clear()
            form.add_error("pin", str(refusal))
        return self.page(
            "locked",
            form=form,
            table=self.table,
            parts=ballot_paper(self.round),
            words=_words(self.round.most_choices, self.round.points),
        )


@csrf_exempt
@sensitive_post_parameters()
@leaves_no_trace
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: "HttpRequest", slug: str, key: str) -> HttpResponse:
    """The page of a shared device. Nobody may be signed in there."""
    found = shown_table(slug, key)
    if request.user.is_authenticated:
        context = {"round": found.round, "table": found}
        return render(request, "participation/table_signed_in.html", context)
    return TableBooth(request, found).answer()


@require_safe
@never_cache
def worker(request: "HttpRequest", slug: str, key: str) -> HttpResponse:
    """The script that opens the table's page without a connection, and no other page."""
    shown_table(slug, key)
    script = finders.find(_WORKER)
    if script is None:
        raise Http404
    return HttpResponse(Path(script).read_bytes(), content_type="text/javascript")


def _words(most: int | None, points: int | None) -> dict[str, str]:
    """What the page's script says, in the reader's language."""
    return {
        "pin": str(PinError()),
        "first": _("The first time, this table needs a connection, to check the PIN."),
        "shape": ngettext(
            "A pass has %(count)d letter or figure, without 0, O, 1 and I.",
            "A pass has %(count)d letters and figures, without 0, O, 1 and I.",
            16,
        )
        % {"count": 16},
        "unknown": str(UnknownPassError()),
        "again": _(
            "There is no connection. Type the pass once more, so that no slip of the "
            "finger is sent."
        ),
        "differs": _("The two are not the same. Type the pass again."),
        "ended": _("Voting has ended. No more ballots are taken."),
        "empty": _("Mark at least one proposal."),
        "over": _("More than the budget: leave something out."),
        "points": _("More points than you have: take some back."),
        "whole": _("Use whole numbers only, none less than 0."),
        "most": ngettext(
            "Mark %(n)d proposal at most.", "Mark %(n)d proposals at most.", most or 0
        )
        % {"n": most or 0},
        "score": _("The highest mark is %(most)d.") % {"most": points or 0},
        "sealed": _(
            "Your ballot is locked on this device. It is sent when the connection is "
            "back. Nobody can read it here."
        ),
        "taken": _("Your ballot is in"),
        "refused": _(
            "This ballot was not taken: its pass was used before, or the round takes "
            "none any more. Ask the person at the table."
        ),
        "closed": _("This table was closed. No more ballots are taken here."),
        "lost": _("Ballots still on this device can no longer be read by anybody:"),
        "left": _("There are still ballots on this device. Send them first."),
        "offline": _("There is no connection."),
    }
