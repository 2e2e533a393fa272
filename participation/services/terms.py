"""How long a role is held: extended, ended, or laid down by its holder."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from communities.models import Mandate
from participation.enums import TermReason
from participation.permissions import may_change_term
from participation.services.errors import NotPermittedError, TermError

#: A term is extended by so many days at most, so that somebody looks at it again.
FARTHEST = datetime.timedelta(days=5 * 366)


@transaction.atomic
def change_term(
    mandate: Mandate, ends_on: datetime.date | None, *, reason: str, by: Any
) -> Mandate:
    """Let a term end on another day (none: open end); yesterday ends it at once.

    ``reason`` is a `TermReason`. Raises NotPermittedError, also for one's own term, and
    TermError for a day that cannot be, for a term that was over before, or where
    nothing would change.
    """
    held = held_mandate(mandate)
    if not may_change_term(by, held):
        raise NotPermittedError
    why, today = TermReason(reason), timezone.localdate()
    yesterday = today - datetime.timedelta(days=1)
    if held.ends_on and held.ends_on < today:
        raise TermError(_("This term is over. Invite the person again."))
    if ends_on == held.ends_on:
        raise TermError(_("The term ends on this day already."))
    if ends_on is not None:
        if ends_on < max(held.starts_on, yesterday):
            raise TermError(
                _("A term cannot end in the past, nor before its first day.")
            )
        if ends_on > today + FARTHEST:
            raise TermError(_("A term ends within five years."))
    return _end(held, ends_on, "change_term", by, {"reason": why.value})


@transaction.atomic
def lay_down(mandate: Mandate, *, by: Any) -> Mandate:
    """Give one's own role up; today is its last day.

    Raises NotPermittedError for the role of somebody else, TermError for one that is
    over.
    """
    held = held_mandate(mandate)
    today = timezone.localdate()
    if held.user_id != by.pk:
        raise NotPermittedError
    if held.ends_on and held.ends_on <= today:
        raise TermError(_("This role ends today, or has ended."))
    if held.starts_on > today:
        raise TermError(_("This role has not begun yet."))
    return _end(held, today, "lay_down", by, {})


def held_mandate(mandate: Mandate) -> Mandate:
    """Read a mandate again and hold its row until the transaction ends."""
    return (
        Mandate.objects.select_for_update(of=("self",))
        .select_related("user", "community", "area")
        .get(pk=mandate.pk)
    )


def _end(
    held: Mandate,
    ends_on: datetime.date | None,
    action: str,
    by: Any,
    more: dict[str, str],
) -> Mandate:
    before, held.ends_on = held.ends_on, ends_on
    held.save(update_fields=["ends_on"])
    log(
        instance=held,
        action=f"participation.{action}",
        user=by,
        data={
            "from": before.isoformat() if before else "",
            "to": ends_on.isoformat() if ends_on else "",
            **more,
        },
    )
    return held
