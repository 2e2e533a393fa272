"""Standing in: the holder of a role is away for some weeks, and somebody else acts."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from communities.models import Delegation, Mandate
from communities.models.delegations import LONGEST
from participation.permissions import may_change_term
from participation.queries.delegations import possible_stand_ins
from participation.services.errors import DelegationError, NotPermittedError
from participation.services.terms import held_mandate


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
    it on. Raises NotPermittedError, and DelegationError for days that cannot be, for
    who holds no such role, or where somebody stands in already.
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
    if not possible_stand_ins(held).filter(pk=to.pk).exists():
        raise DelegationError(
            _("Only somebody who holds the same role can stand in for you.")
        )
    others = held.delegations.filter(
        revoked_on__isnull=True, starts_on__lte=ends_on, ends_on__gte=starts_on
    )
    if others.exists():
        raise DelegationError(_("Somebody stands in for you on these days already."))
    made = Delegation.objects.create(
        mandate=held, person=to, starts_on=starts_on, ends_on=ends_on
    )
    log(
        instance=held,
        action="participation.hand_over",
        user=by,
        data={"delegation": made.pk, "to": to.pk, "days": (ends_on - starts_on).days},
    )
    return made


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
    if found.revoked_on or found.ends_on < today:
        raise DelegationError(_("This has ended already."))
    found.revoked_on = today
    found.save(update_fields=["revoked_on"])
    log(
        instance=held,
        action="participation.end_standing_in",
        user=by,
        data={"delegation": found.pk},
    )
    return found
