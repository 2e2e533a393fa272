"""From a sealed result to initiatives: a decision on the record."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from initiatives.enums import State
from initiatives.services.moves import mark_not_selected, select
from participation.models import Adoption, Round
from participation.services.errors import AdoptionError
from participation.services.locks import held_round


@transaction.atomic
def adopt_result(
    round_: Round, *, chosen: Collection[int], by: Any, reason: str = ""
) -> Adoption:
    """Adopt options (by number) as initiatives; all others were not chosen.

    Whatever differs from the winners of the vote needs a reason, which is published.
    An option whose initiative was cancelled meanwhile is left alone. Raises
    NotPermittedError, RoundStateError, AdoptionError, and whatever the initiatives'
    own services refuse.
    """
    held = held_round(round_, "adopt_result", by=by)
    if Adoption.objects.filter(round=held).exists():
        raise AdoptionError(_("This result was adopted already."))
    options = {o.number: o for o in held.options.select_related("initiative")}
    if not set(chosen) <= set(options):
        raise AdoptionError(_("One of these proposals was not on the ballot."))
    departs = set(chosen) != set(held.result.outcome["winners"])
    if departs and not reason.strip():
        raise AdoptionError(
            _("Say why the decision differs from the vote; it is published.")
        )
    adoption = Adoption.objects.create(
        round=held,
        chosen=sorted(chosen),
        departs=departs,
        reason=reason.strip() if departs else "",
        adopted_at=timezone.now(),
        adopted_by=by,
    )
    for number, option in options.items():
        if option.initiative.state != State.ELIGIBLE:
            continue
        move = select if number in chosen else mark_not_selected
        move(option.initiative, by=by, reason=_reason_of(adoption, held, number))
    log(
        instance=held,
        action="participation.adopt_result",
        user=by,
        data={"chosen": adoption.chosen, "departs": departs, "reason": adoption.reason},
    )
    return adoption


def _reason_of(adoption: Adoption, held: Round, number: int) -> str:
    """What the public history of one initiative says about the vote."""
    won = number in held.result.outcome["winners"]
    vote = (
        _("The vote “%(round)s” chose it.")
        if won
        else _("The vote “%(round)s” did not choose it.")
    ) % {"round": held.title}
    if won == (number in adoption.chosen):
        return vote
    return f"{vote} {adoption.reason}"
