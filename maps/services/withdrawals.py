"""Take a release back: one data steward asks, another confirms."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from maps.enums import ReleaseState, WithdrawalState
from maps.models import Release, ReleaseWithdrawal
from maps.permissions import require_second_person, require_steward
from maps.services.refusals import OutOfTurnError
from maps.signals import withdrawal_moved


@transaction.atomic
def ask_to_withdraw(release: Release, *, reason: str, by: Any) -> ReleaseWithdrawal:
    """Ask a second data steward to take a release back, with a reason for everybody.

    Raises OutOfTurnError, PermissionDenied.
    """
    require_steward(by)
    held = Release.objects.select_for_update().get(pk=release.pk)
    if held.state != ReleaseState.PUBLISHED:
        raise OutOfTurnError(_("This release is withdrawn already."))
    if held.withdrawals.filter(state=WithdrawalState.ASKED).exists():
        raise OutOfTurnError(_("A withdrawal waits for an answer already."))
    if not reason.strip():
        raise OutOfTurnError(_("Say why: people who have used the figures will ask."))
    asked = ReleaseWithdrawal.objects.create(
        release=held, reason=reason.strip(), asked_by=by
    )
    return _recorded(asked, "maps.ask_to_withdraw", by=by)


@transaction.atomic
def confirm_withdrawal(withdrawal: ReleaseWithdrawal, *, by: Any) -> Release:
    """Withdraw: pages stop showing the release, its figures stay as history.

    Raises OutOfTurnError, PermissionDenied.
    """
    held = _held_by_second_person(withdrawal, by)
    held.state = WithdrawalState.CONFIRMED
    held.save()
    release = held.release
    release.state = ReleaseState.WITHDRAWN
    release.save(update_fields=["state"])
    _recorded(held, "maps.withdraw_release", by=by)
    return release


@transaction.atomic
def decline_withdrawal(withdrawal: ReleaseWithdrawal, *, by: Any) -> ReleaseWithdrawal:
    """Leave the release public.

    Raises OutOfTurnError, PermissionDenied.
    """
    held = _held_by_second_person(withdrawal, by)
    held.state = WithdrawalState.DECLINED
    held.save()
    return _recorded(held, "maps.decline_withdrawal", by=by)


def _held_by_second_person(withdrawal: ReleaseWithdrawal, by: Any) -> ReleaseWithdrawal:
    require_steward(by)
    release = Release.objects.select_for_update().get(pk=withdrawal.release_id)
    held = ReleaseWithdrawal.objects.select_for_update().get(pk=withdrawal.pk)
    held.release = release
    if held.state != WithdrawalState.ASKED:
        raise OutOfTurnError(
            _("Somebody has dealt with this meanwhile. Look at how it stands now.")
        )
    require_second_person(by, held.asked_by_id)
    held.decided_by, held.decided_at = by, timezone.now()
    return held


def _recorded(held: ReleaseWithdrawal, action: str, *, by: Any) -> ReleaseWithdrawal:
    log(instance=held.release, action=action, user=by, data={"reason": held.reason})
    transaction.on_commit(
        partial(withdrawal_moved.send, sender=ReleaseWithdrawal, withdrawal_id=held.pk),
        robust=True,
    )
    return held
