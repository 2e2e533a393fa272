"""Standing in: the holder of a role is away for some weeks, and somebody else acts."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from communities.enums import NoStandIn, StandIn
from communities.models import Delegation, Mandate
from communities.models.delegations import LONGEST
from participation.permissions import may_agree_to_stand_in, may_change_term
from participation.queries.delegations import near_mandates, possible_stand_ins
from participation.services.errors import DelegationError, NotPermittedError
from participation.services.terms import held_mandate
from participation.signals import announce_standing_in


@transaction.atomic
def hand_over(
    mandate: Mandate,
    to: Any,
    *,
    starts_on: datetime.date,
    ends_on: datetime.date,
    by: Any,
) -> Delegation:
    """Let somebody stand in for the holder of a role, from one day to another.

    Only the holder hands over, and only a role of their own: who stands in cannot pass
    it on. To a holder of the same role in the same place at once; for anybody else it is
    asked of those who give the role. Raises NotPermittedError, and DelegationError for
    days that cannot be, for who holds no role near it, or where somebody stands in (or is
    asked to) already.
    """
    held = held_mandate(mandate)
    if held.user_id != by.pk:
        raise NotPermittedError
    today = timezone.localdate()
    if not today <= starts_on <= ends_on:
        raise DelegationError(_("Choose days from today on, the first one first."))
    if (ends_on - starts_on).days > LONGEST:
        raise DelegationError(
            _("For more than %(most)d days, lay the role down instead.")
            % {"most": LONGEST}
        )
    if starts_on < held.starts_on or (held.ends_on and ends_on > held.ends_on):
        raise DelegationError(_("You do not hold the role yourself on all these days."))
    asked = _to_be_asked(held, to)
    others = held.delegations.not_over().filter(
        starts_on__lte=ends_on, ends_on__gte=starts_on
    )
    if others.exists():
        raise DelegationError(_("Somebody stands in for you on these days already."))
    made = Delegation.objects.create(
        mandate=held, person=to, starts_on=starts_on, ends_on=ends_on, **asked
    )
    log(
        instance=held,
        action="participation.ask_to_stand_in" if asked else "participation.hand_over",
        user=by,
        data={"delegation": made.pk, "to": to.pk, "days": (ends_on - starts_on).days},
    )
    announce_standing_in(made, by=by)
    return made


def _to_be_asked(held: Mandate, to: Any) -> dict[str, Any]:
    """What a delegation begins with where others have to agree; nothing where it holds."""
    if possible_stand_ins(held).filter(pk=to.pk).exists():
        return {}
    own = near_mandates(held).filter(user=to.pk).first()
    if own is None:
        raise DelegationError(
            _(
                "Only somebody who holds the same role, or one near it, can stand in for "
                "you."
            )
        )
    return {
        "state": StandIn.ASKED,
        "held_as": own,
        "asked_on": timezone.localdate(),
    }


@transaction.atomic
def agree_to_stand_in(delegation: Delegation, *, by: Any) -> Delegation:
    """Let somebody stand in where it adds to their rights, from now or from its first day.

    Whoever gives the role agrees, who is neither its holder nor who would stand in. Raises
    NotPermittedError, and DelegationError where it was answered, is over, or the person no
    longer holds the role by which they were asked.
    """
    held, found = _asked(delegation, by)
    if not near_mandates(held).filter(pk=found.held_as_id or 0).exists():
        raise DelegationError(
            _("This person no longer holds a role by which they can stand in here.")
        )
    return _answer(held, found, StandIn.AGREED, by=by)


@transaction.atomic
def refuse_stand_in(delegation: Delegation, *, why: str, by: Any) -> Delegation:
    """Do not let somebody stand in; ``why`` is a `NoStandIn`. Raises as agreeing does."""
    held, found = _asked(delegation, by)
    return _answer(held, found, StandIn.REFUSED, by=by, why=NoStandIn(why))


def _asked(delegation: Delegation, by: Any) -> tuple[Mandate, Delegation]:
    """The role, then the delegation, held; as everywhere in this order."""
    held = held_mandate(delegation.mandate)
    found = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    found.mandate = held
    if not may_agree_to_stand_in(by, found):
        raise NotPermittedError
    today = timezone.localdate()
    is_over = found.ends_on < today or (held.ends_on and held.ends_on < today)
    if found.state != StandIn.ASKED or found.revoked_on or is_over:
        raise DelegationError(_("This is no longer asked for."))
    return held, found


def _answer(
    held: Mandate, found: Delegation, state: StandIn, *, by: Any, why: str = ""
) -> Delegation:
    found.state, found.refused_why = state, why
    found.decided_by, found.decided_on = by, timezone.localdate()
    found.save(update_fields=["state", "refused_why", "decided_by", "decided_on"])
    verb = "agree_to" if state == StandIn.AGREED else "refuse"
    log(
        instance=held,
        action=f"participation.{verb}_stand_in",
        user=by,
        data={"delegation": found.pk, "to": found.person_id, "reason": str(why)},
    )
    announce_standing_in(found, by=by)
    return found


@transaction.atomic
def end_standing_in(delegation: Delegation, *, by: Any) -> Delegation:
    """End it before its time: the holder, who stands in, or whoever gives the role.

    Raises NotPermittedError and DelegationError.
    """
    held = held_mandate(delegation.mandate)
    found = Delegation.objects.select_for_update().get(pk=delegation.pk)
    is_theirs = by.pk in (held.user_id, found.person_id)
    if not is_theirs and not may_change_term(by, held):
        raise NotPermittedError
    today = timezone.localdate()
    is_refused = found.state == StandIn.REFUSED
    if found.revoked_on or is_refused or found.ends_on < today:
        raise DelegationError(_("This has ended already."))
    found.revoked_on = today
    found.save(update_fields=["revoked_on"])
    log(
        instance=held,
        action="participation.end_standing_in",
        user=by,
        data={"delegation": found.pk},
    )
    announce_standing_in(found, by=by)
    return found
