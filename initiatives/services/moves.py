"""The steps of an initiative's life: one function a step of the lifecycle's table.

Each returns the initiative as stored, freshly read; each raises NotAllowedError,
WrongStateError, ReasonMissingError or NotReadyError and then has changed nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from communities.enums import Role
from communities.permissions import acting_for
from initiatives import lifecycle
from initiatives.enums import State, TextLanguage, Voted
from initiatives.models import Initiative, InitiativeEvent
from initiatives.permissions import roles_in
from initiatives.services.errors import (
    NotAllowedError,
    NotReadyError,
    ReasonMissingError,
    WrongStateError,
)
from initiatives.services.guards import REMEDIES, unmet_guards
from initiatives.signals import initiative_moved


@dataclass(frozen=True)
class Vote:
    """What a vote decided about an initiative, and what the vote is called by language.

    ``titles`` has the name that stands in for missing ones under ``""``.
    """

    voted: Voted
    titles: Mapping[str, str]


def locked(initiative: Initiative) -> Initiative:
    """Read an initiative again and hold its row until the transaction ends."""
    return (
        Initiative.objects.select_for_update(of=("self",))
        .select_related("community")
        .get(pk=initiative.pk)
    )


@transaction.atomic
def _take(
    action: str,
    initiative: Initiative,
    by: Any,
    reason: str = "",
    decided_as: str | None = None,
    *,
    language: str = "",
    vote: Vote | None = None,
) -> Initiative:
    """Take one step of the table: lock, check, write, record, announce.

    ``language`` is that of the reason, where it was asked for. A vote is a reason too.

    ``decided_as`` is the role in which ``by`` completed a decision whose own rules were
    kept by the caller; otherwise the table says in which role they may act.
    """
    held = locked(initiative)
    transition = lifecycle.BY_ACTION[action]
    if decided_as is not None and held.state in transition.sources:
        role = decided_as
    else:
        role = _allowed_role(transition, held, by)
    reason = reason.strip()
    if transition.needs_reason and not reason and vote is None:
        raise ReasonMissingError
    missing = unmet_guards(held, transition, by=by)
    if missing:
        message = " ".join(str(REMEDIES[guard]) for guard in missing)
        raise NotReadyError(message, missing)
    event = InitiativeEvent(
        actor_role=role,
        reason=reason,
        language=TextLanguage(language) if reason and language else "",
        voted=vote.voted if vote else "",
        vote_titles=dict(vote.titles) if vote else {},
    )
    _write(held, transition, event, by=by)
    return held


def _allowed_role(transition: lifecycle.Transition, held: Initiative, by: Any) -> str:
    """Return the role in which ``by`` takes the step; a wrong state is told to all."""
    roles = roles_in(by, held.community)
    role = lifecycle.acting_role(transition.action, held.state, roles)
    if role is not None:
        return role
    if held.state not in transition.sources and roles & set(transition.roles):
        raise WrongStateError(
            _("This step is not open now. The initiative is: %(state)s.")
            % {"state": held.get_state_display()}
        )
    raise NotAllowedError


def _write(
    held: Initiative,
    transition: lifecycle.Transition,
    event: InitiativeEvent,
    *,
    by: Any,
) -> None:
    """Move the initiative, and store what ``event`` says of it."""
    now = timezone.now()
    before, held.state = held.state, transition.target
    if transition.action == "submit" and held.submitted_at is None:
        held.submitted_at = now
    held.save(update_fields=["state", "submitted_at", "changed_at"])
    event.initiative, event.actor, event.at = held, by, now
    event.from_state, event.to_state = before, held.state
    event.save()
    log(
        instance=held,
        action=f"initiatives.{transition.action}",
        user=by,
        data={
            "from": before,
            "to": held.state,
            "role": event.actor_role,
            "reason": event.reason,
            **({"vote": event.voted} if event.voted else {}),
            **_stood_in(by, event.actor_role, held),
        },
    )
    # Robust: the step is stored; a mail that cannot be queued is logged, not undone.
    transaction.on_commit(
        partial(initiative_moved.send, sender=Initiative, event_id=event.pk),
        robust=True,
    )


def _stood_in(by: Any, role: str, held: Initiative) -> dict[str, int]:
    """For the audit log: the mandate of somebody away, where ``by`` acted by that alone."""
    mandate = acting_for(by, Role(role), held.community)
    return {"for_mandate": mandate} if mandate is not None else {}


def submit(initiative: Initiative, *, by: Any) -> Initiative:
    """Hand in a complete proposal, or hand it in again after a revision."""
    return _take("submit", initiative, by)


def take_up(initiative: Initiative, *, by: Any) -> Initiative:
    """Begin screening."""
    return _take("take_up", initiative, by)


def pass_to_authority(initiative: Initiative, *, by: Any, reason: str) -> Initiative:
    """End screening well: the local authority of the area answers next."""
    return _take("pass_to_authority", initiative, by, reason)


def return_for_revision(initiative: Initiative, *, by: Any, reason: str) -> Initiative:
    """Give a proposal back to the committee with what should change."""
    return _take("return_for_revision", initiative, by, reason)


def decline(initiative: Initiative, *, by: Any, reason: str) -> Initiative:
    """End a proposal; the reason is public."""
    return _take("decline", initiative, by, reason)


def endorse(initiative: Initiative, *, by: Any, reason: str) -> Initiative:
    """Answer for the local authority that the proposal may stand in a vote."""
    return _take("endorse", initiative, by, reason)


def select(
    initiative: Initiative,
    *,
    by: Any,
    reason: str = "",
    language: str = "",
    vote: Vote | None = None,
    decided_as: str | None = None,
) -> Initiative:
    """Record that it is to be carried out, by a vote or, with a reason, against one.

    ``decided_as``: the role of whoever completed the decision of committee and authority
    on the vote, who have agreed to it elsewhere.
    """
    return _take(
        "select", initiative, by, reason, decided_as, language=language, vote=vote
    )


def mark_not_selected(
    initiative: Initiative,
    *,
    by: Any,
    reason: str = "",
    language: str = "",
    vote: Vote | None = None,
    decided_as: str | None = None,
) -> Initiative:
    """Record that it is not to be carried out; everything else as above."""
    return _take(
        "mark_not_selected",
        initiative,
        by,
        reason,
        decided_as,
        language=language,
        vote=vote,
    )


def stand_again(initiative: Initiative, *, by: Any) -> Initiative:
    """Let a proposal that was not chosen stand in a later vote."""
    return _take("stand_again", initiative, by)


def start_implementation(initiative: Initiative, *, by: Any) -> Initiative:
    """Begin the work."""
    return _take("start_implementation", initiative, by)


def suspend(initiative: Initiative, *, by: Any, reason: str) -> Initiative:
    """Let the work rest."""
    return _take("suspend", initiative, by, reason)


def resume(initiative: Initiative, *, by: Any, reason: str) -> Initiative:
    """Take the work up again."""
    return _take("resume", initiative, by, reason)


def complete(initiative: Initiative, *, by: Any) -> Initiative:
    """End the work once the committee has confirmed every milestone."""
    return _take("complete", initiative, by)


def close(initiative: Initiative, *, by: Any, reason: str) -> Initiative:
    """Close a completed initiative; ``reason`` says who looks after it from here on."""
    return _take("close", initiative, by, reason)


def withdraw(initiative: Initiative, *, by: Any, reason: str) -> Initiative:
    """The committee takes its proposal back before the authority has it."""
    return _take("withdraw", initiative, by, reason)


def cancel(initiative: Initiative, *, by: Any, reason: str) -> Initiative:
    """End an initiative before its completion; the reason is public."""
    return _take("cancel", initiative, by, reason)


def take_step(
    initiative: Initiative,
    action: str,
    *,
    by: Any,
    reason: str = "",
    language: str = "",
    seen: str = "",
) -> Initiative:
    """Take the step that somebody chose on a page, with a reason and its language.

    ``seen`` is the state that the page showed: if somebody else has acted since, this
    raises WrongStateError rather than act on what the person did not see. Raises
    NotAllowedError for an unknown action.
    """
    if action not in lifecycle.BY_ACTION:
        raise NotAllowedError
    with transaction.atomic():
        held = locked(initiative)
        if seen and held.state != seen:
            raise WrongStateError(
                _("Somebody has acted meanwhile. The initiative is now: %(state)s.")
                % {"state": State(held.state).label}
            )
        return _take(action, held, by, reason, language=language)
