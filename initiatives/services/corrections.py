"""Corrections of the map: proposed, accepted, declined."""

from functools import partial
from typing import TYPE_CHECKING, Any

import rules
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from communities.models import Community
from initiatives.enums import CorrectionState
from initiatives.models import Correction, Initiative
from initiatives.services.errors import (
    NotAllowedError,
    PlanError,
    ReasonMissingError,
    WrongStateError,
)
from initiatives.signals import correction_moved
from maps.models import AdminArea
from maps.services.versions import VersionError, begin_version

if TYPE_CHECKING:
    from django.contrib.gis.geos import MultiPolygon, Point


def _record(correction: Correction, action: str, *, by: Any, **data: Any) -> None:
    """Put on record and tell: keys only, never a place."""
    log(
        instance=correction,
        action=f"initiatives.{action}",
        user=by,
        data={"area": correction.within.pk, **data},
    )
    transaction.on_commit(
        partial(
            correction_moved.send,
            sender=Correction,
            correction_id=correction.pk,
            actor_id=by.pk,
        ),
        robust=True,
    )


@transaction.atomic
def propose_correction(
    subject: AdminArea | Community | Initiative,
    *,
    by: Any,
    reason: str,
    name: str = "",
    borders: "MultiPolygon | None" = None,
    point: "Point | None" = None,
) -> Correction:
    """Propose other borders or another name for an area, or another point.

    What is as it is already is no proposal. Raises NotAllowedError, ReasonMissingError,
    PlanError where nothing would change.
    """
    correction = Correction(proposed_by=by, reason=reason.strip())
    if isinstance(subject, AdminArea):
        correction.area = subject
        correction.name = "" if name.strip() == subject.name else name.strip()
        is_new = borders is not None and not borders.equals(subject.geometry)
        correction.borders = borders if is_new else None
        changes = bool(correction.name) or is_new
    else:
        if isinstance(subject, Community):
            correction.community = subject
        else:
            correction.initiative = subject
        correction.point, present = point, correction.present
        changes = point is not None and (present is None or not point.equals(present))
    if not rules.has_perm("initiatives.propose_correction", by, correction.within):
        raise NotAllowedError
    if not correction.reason:
        raise ReasonMissingError
    if not changes:
        raise PlanError(_("Nothing would change. Draw or write what is different."))
    correction.save()
    _record(correction, "propose_correction", by=by)
    return correction


def _held(correction: Correction, by: Any, reason: str) -> Correction:
    """Read again and hold the row; check who decides, that it is open, and the reason."""
    held = Correction.objects.select_for_update(of=("self",)).get(pk=correction.pk)
    if not rules.has_perm("initiatives.decide_correction", by, held):
        raise NotAllowedError
    if held.state != CorrectionState.OPEN:
        raise WrongStateError(
            _("Somebody has acted meanwhile. The correction is now: %(state)s.")
            % {"state": held.get_state_display()}
        )
    if not reason.strip():
        raise ReasonMissingError
    return held


def _decide(held: Correction, state: CorrectionState, *, by: Any, reason: str) -> None:
    held.state, held.decision = state, reason.strip()
    held.decided_by, held.decided_at = by, timezone.now()
    held.save(update_fields=["state", "decision", "decided_by", "decided_at", "area"])


@transaction.atomic
def decline_correction(correction: Correction, *, by: Any, reason: str) -> Correction:
    """Leave the map as it is. Raises NotAllowedError, WrongStateError, ReasonMissingError."""
    held = _held(correction, by, reason)
    _decide(held, CorrectionState.DECLINED, by=by, reason=reason)
    _record(held, "decline_correction", by=by)
    return held


@transaction.atomic
def accept_correction(correction: Correction, *, by: Any, reason: str) -> Correction:
    """Put a correction on the map.

    An area gets a new version from today on, and everything that belongs to it goes
    over; a point is moved. Raises NotAllowedError, WrongStateError, ReasonMissingError,
    PlanError where the area cannot have a new version today.
    """
    held = _held(correction, by, reason)
    data: dict[str, Any] = {}
    if held.area is not None:
        before = held.area
        held.area = _new_version(held, by=by)
        data = {"before": before.pk, "after": held.area.pk}
    elif held.community is not None and held.point is not None:
        held.community.point = held.point
        held.community.save(update_fields=["point"])
    elif held.initiative is not None:
        held.initiative.location = held.point
        held.initiative.save(update_fields=["location", "changed_at"])
    _decide(held, CorrectionState.ACCEPTED, by=by, reason=reason)
    _record(held, "accept_correction", by=by, **data)
    return held


def _new_version(held: Correction, *, by: Any) -> AdminArea:
    """Begin the version; what lies in the area is taken over (`receivers`)."""
    try:
        return begin_version(held.within, by=by, name=held.name, borders=held.borders)
    except VersionError as error:
        raise PlanError(str(error)) from error
