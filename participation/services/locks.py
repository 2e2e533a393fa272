"""Holding a round still while it is changed, or while a ballot is cast in it."""

from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from participation.enums import RoundState, StepState
from participation.models import Round
from participation.permissions import ACTIONS, is_permitted
from participation.services.errors import NotPermittedError, RoundStateError

STATE_REFUSALS = {
    RoundState.DRAFT: _("This round has not been opened yet."),
    RoundState.OPEN: _("This round is open: what voters were shown cannot change."),
    RoundState.SEALING: _("This round is being sealed at this moment."),
    RoundState.CLOSED: _("This round is closed and its result is sealed."),
    RoundState.CANCELLED: _("This round was cancelled."),
}


def held_round(round_: Round, action: str, *, by: Any) -> Round:
    """Read a round again and hold its row until the transaction ends.

    Raises NotPermittedError and RoundStateError, in this order.
    """
    held = (
        Round.objects.select_for_update(of=("self",))
        .select_related("community__area", "area")
        .get(pk=round_.pk)
    )
    if not is_permitted(by, action, held):
        raise NotPermittedError
    if held.state not in ACTIONS[action]:
        raise RoundStateError(STATE_REFUSALS[RoundState(held.state)])
    return held


def check_nothing_asked(held: Round) -> None:
    """Check that no second person was asked to act on a round as it stands.

    Raises RoundStateError.
    """
    if held.steps.filter(state=StepState.ASKED).exists():
        raise RoundStateError(
            _(
                "A second person was asked to act on this round as it stands. Take that "
                "back first."
            )
        )


def why_frozen(round_: Round) -> str:
    """Why a round cannot be prepared any further, in words; "" where it can.

    For pages that would else offer a form; who changes the round asks again, holding it.
    """
    if round_.state not in ACTIONS["edit_round"]:
        return str(STATE_REFUSALS[RoundState(round_.state)])
    try:
        check_nothing_asked(round_)
    except RoundStateError as refusal:
        return str(refusal)
    return ""


def shared_round(round_id: int) -> Round:
    """Read a round and keep it from being closed until the transaction ends.

    Many ballots may be cast side by side, while closing waits for all of them: on
    PostgreSQL by a shared row lock (for which Django has no word), on SQLite because
    only one transaction writes at a time.
    """
    if connection.features.has_select_for_update:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM participation_round WHERE id = %s FOR SHARE", [round_id]
            )
    return Round.objects.get(pk=round_id)
