"""From a sealed result to initiatives: what committee and authority both agree to.

Each says which options become initiatives and, where that differs from the vote, why.
The decision stands, and the initiatives move, when both have said the same.
"""

import datetime
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from communities.enums import Role
from communities.permissions import acting_for
from initiatives.enums import ActingRole, State, Voted
from initiatives.services.moves import Vote, mark_not_selected, select
from participation.enums import Body, TextLanguage
from participation.models import Adoption, Agreement, Round
from participation.permissions import is_permitted
from participation.queries.second_persons import may_be_one_person
from participation.services.errors import AdoptionError
from participation.services.locks import held_round


@transaction.atomic
def agree_to_result(
    round_: Round,
    body: str,
    *,
    chosen: Collection[int],
    by: Any,
    reason: str = "",
    language: str = "",
    decided_where: str = "",
    where_language: str = "",
    now: datetime.datetime | None = None,
) -> Agreement:
    """Say for a body which options (by number) it adopts; it may change that until both agree.

    Whatever differs from the winners of the vote needs a reason, which is published, and
    its language. Staff may record it for a body, and say where it was decided. Raises
    NotPermittedError, RoundStateError, AdoptionError, and what the initiatives' own
    services refuse.
    """
    agreeing = Body(body)
    held = held_round(round_, _action(agreeing, by, round_), by=by)
    if Adoption.objects.filter(round=held).exists():
        raise AdoptionError(_("This result was adopted already."))
    if not set(chosen) <= set(held.options.values_list("number", flat=True)):
        raise AdoptionError(_("One of these proposals was not on the ballot."))
    is_own = is_permitted(by, f"adopt_as_{agreeing.value}", held)
    where = "" if is_own else decided_where.strip()
    if not is_own and not where:
        raise AdoptionError(
            _("Say where the body decided it: the meeting, and its minutes.")
        )
    other = held.agreements.exclude(body=agreeing).select_related("agreed_by").first()
    if other is not None and may_be_one_person(other.agreed_by, by):
        raise AdoptionError(
            _("One person cannot agree for both. Somebody else has to do this.")
        )
    why = _why(held, chosen, reason)
    agreement, _is_new = Agreement.objects.update_or_create(
        round=held,
        body=agreeing,
        defaults={
            "chosen": sorted(set(chosen)),
            "reason": why,
            "language": TextLanguage(language) if why else "",
            "decided_where": where,
            "where_language": TextLanguage(where_language) if where else "",
            "agreed_at": now or timezone.now(),
            "agreed_by": by,
        },
    )
    _log(held, agreement, by, is_own=is_own)
    if other is not None and other.text == agreement.text:
        role = agreeing.value if is_own else ActingRole.STAFF.value
        _adopt(held, agreement, by=by, role=role)
    return agreement


def _action(body: Body, by: Any, round_: Round) -> str:
    """By which permission a person speaks for a body: as one of it, or for it."""
    own = f"adopt_as_{body.value}"
    return own if is_permitted(by, own, round_) else "adopt_on_behalf"


def _why(held: Round, chosen: Collection[int], reason: str) -> str:
    if set(chosen) == set(held.result.outcome["winners"]):
        return ""
    if not reason.strip():
        raise AdoptionError(
            _("Say why the decision differs from the vote; it is published.")
        )
    return reason.strip()


def _log(held: Round, agreement: Agreement, by: Any, *, is_own: bool) -> None:
    data = {
        "body": str(agreement.body),
        "chosen": agreement.chosen,
        "reason": agreement.reason,
        "decided_where": agreement.decided_where,
    }
    mandate = acting_for(by, Role(agreement.body), held.community) if is_own else None
    if mandate is not None:
        data["for_mandate"] = mandate
    log(instance=held, action="participation.agree_to_result", user=by, data=data)


def _adopt(held: Round, agreed: Agreement, *, by: Any, role: str) -> None:
    """Make it the decision: every option still eligible becomes one, or was not chosen.

    An option whose initiative was cancelled meanwhile is left alone.
    """
    departs = set(agreed.chosen) != set(held.result.outcome["winners"])
    adoption = Adoption.objects.create(
        round=held,
        chosen=agreed.chosen,
        departs=departs,
        reason=agreed.reason,
        adopted_at=agreed.agreed_at,
        adopted_by=by,
    )
    titles = {**held.titles, "": held.title}
    for option in held.options.select_related("initiative"):
        if option.initiative.state != State.ELIGIBLE:
            continue
        is_chosen = option.number in agreed.chosen
        won = option.number in held.result.outcome["winners"]
        move = select if is_chosen else mark_not_selected
        move(
            option.initiative,
            by=by,
            # Where the decision is as voted, the vote is all there is to say.
            reason="" if won == is_chosen else agreed.reason,
            language=agreed.language,
            vote=Vote(Voted.CHOSEN if won else Voted.NOT_CHOSEN, titles),
            decided_as=role,
        )
    log(
        instance=held,
        action="participation.adopt_result",
        user=by,
        data={"chosen": adoption.chosen, "departs": departs, "reason": adoption.reason},
    )
