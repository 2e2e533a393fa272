"""Naming observers, who may read the ballots of a small round to count them again.

They watch those who organise, and so do not organise themselves: neither programme staff,
nor whoever prepared the round or took one of its steps, is named; and an observer takes no
step of the round. Naming is part of preparing it, and opening, which takes two persons,
agrees to them. Where a round turned out small, or its observers fell away, an organiser
names one more and a second person agrees. Nobody is taken off again but by themselves.
"""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from communities.permissions import own_mandates
from participation.enums import RoundState, StepState, TextLanguage
from participation.models import Round, RoundObserver
from participation.permissions import is_permitted
from participation.queries.second_persons import may_be_one_person
from participation.services.errors import (
    ONE_HAND,
    NotPermittedError,
    RoundSetupError,
    StepError,
)
from participation.services.locks import check_nothing_asked, held_round


@transaction.atomic
def name_observer(
    round_: Round, person: Any, *, on_behalf_of: str, language: str, by: Any
) -> RoundObserver:
    """Name somebody to observe a round; after its opening, a second person has to agree.

    Raises NotPermittedError, RoundStateError, and RoundSetupError for who cannot be named.
    """
    held = _held_for_naming(round_, by)
    if not on_behalf_of.strip():
        raise RoundSetupError(_("Say on behalf of whom: voters read it."))
    _check_can_observe(held, person)
    if may_be_one_person(by, person):
        raise RoundSetupError(
            _(
                "You alone brought this person in, or set up their account, or they "
                "yours. Another organiser has to name them."
            )
        )
    if held.observers.filter(person=person).exists():
        raise RoundSetupError(_("This person was named for this round already."))
    named = RoundObserver.objects.create(
        round=held,
        person=person,
        on_behalf_of=on_behalf_of.strip(),
        language=TextLanguage(language),
        named_by=by,
    )
    _log("name_observer", named, by)
    return named


@transaction.atomic
def take_out_observer(named: RoundObserver, *, by: Any) -> None:
    """Take out whom nobody has agreed to yet: while preparing, or what was asked later.

    Raises NotPermittedError, RoundStateError and StepError.
    """
    _held_for_naming(named.round, by)
    _take_out(_held_unagreed(named), by)


@transaction.atomic
def agree_to_observer(named: RoundObserver, *, by: Any) -> RoundObserver:
    """Agree, as the second person, to somebody named after the round was opened.

    Raises NotPermittedError (also where whoever named may not any more), RoundStateError,
    RoundSetupError where the person cannot observe any more, and StepError for whoever
    named, could be the same person, or is the one who was named.
    """
    round_ = held_round(named.round, "agree_to_observer", by=by)
    held = _held_unagreed(named)
    if not is_permitted(held.named_by, "name_observer", round_):
        raise NotPermittedError
    if by.pk in (held.named_by_id, held.person_id):
        raise StepError(_("Another person than the one who asked has to do this."))
    if may_be_one_person(held.named_by, by):
        raise StepError(ONE_HAND)
    _check_can_observe(round_, held.person)
    _agree(held, by)
    _log("agree_to_observer", held, by)
    return held


@transaction.atomic
def refuse_observer(named: RoundObserver, *, by: Any) -> None:
    """Say no to somebody named after the opening. Raises as `agree_to_observer` does."""
    held_round(named.round, "agree_to_observer", by=by)
    _take_out(_held_unagreed(named), by)


@transaction.atomic
def lay_down_observing(round_: Round, *, by: Any) -> RoundObserver:
    """Observe a round no more; that one did is kept. Raises NotPermittedError."""
    held = (
        RoundObserver.objects.current()
        .select_for_update(of=("self",))
        .filter(round=round_, person=by)
        .first()
    )
    if held is None:
        raise NotPermittedError
    held.laid_down_on = timezone.localdate()
    held.save(update_fields=["laid_down_on"])
    _log("lay_down_observing", held, by)
    return held


def agree_with_the_opening(held: Round, *, asked_by: Any, by: Any) -> None:
    """Agree to the observers of a round that two persons open; the round is held.

    Of the two, one who did not name an observer is the second person for them.
    """
    check_observers(held)
    unagreed = held.observers.filter(agreed_by__isnull=True).select_related("named_by")
    for each in unagreed:
        _agree(each, asked_by if may_be_one_person(each.named_by, by) else by)


def check_observers(held: Round) -> None:
    """Check that all who were named could observe a round opened now.

    Raises RoundSetupError.
    """
    for each in held.observers.select_related("person"):
        try:
            _check_can_observe(held, each.person)
        except RoundSetupError as refusal:
            raise RoundSetupError(
                _("%(name)s is named as an observer. %(why)s")
                % {"name": each.person.name, "why": refusal}
            ) from refusal


def check_does_not_observe(round_: Round, person: Any) -> None:
    """Check that whoever takes a step of a round does not observe it. Raises StepError."""
    if round_.observers.filter(person=person, laid_down_on__isnull=True).exists():
        raise StepError(
            _(
                "You are named as an observer of this round. Observers watch its steps, "
                "and take none."
            )
        )


def _check_can_observe(round_: Round, person: Any) -> None:
    if not person.is_active or not own_mandates(person):
        raise RoundSetupError(
            _("An observer has an account and a role today. Invite the person first.")
        )
    took_a_step = Q(asked_by=person) | Q(decided_by=person, state=StepState.DONE)
    if (
        is_permitted(person, "prepare_rounds")
        or round_.created_by_id == person.pk
        or round_.steps.filter(took_a_step).exists()
    ):
        raise RoundSetupError(
            _(
                "Observers watch organisers: whoever organises rounds, or had a part in "
                "opening or closing this one, does not observe it."
            )
        )


def _held_for_naming(round_: Round, by: Any) -> Round:
    held = held_round(round_, "name_observer", by=by)
    if held.state == RoundState.DRAFT:
        check_nothing_asked(held)
    return held


def _held_unagreed(named: RoundObserver) -> RoundObserver:
    """The round first, then this, as everywhere: no deadlock. Raises StepError."""
    held = (
        RoundObserver.objects.select_for_update(of=("self",))
        .select_related("named_by", "person", "round")
        .filter(pk=named.pk, agreed_by__isnull=True)
        .first()
    )
    if held is None:
        raise StepError(_("This is no longer asked for."))
    return held


def _agree(held: RoundObserver, by: Any) -> None:
    held.agreed_by, held.agreed_at = by, timezone.now()
    held.save(update_fields=["agreed_by", "agreed_at"])


def _take_out(held: RoundObserver, by: Any) -> None:
    _log("take_out_observer", held, by)
    held.delete()


def _log(action: str, named: RoundObserver, by: Any) -> None:
    log(
        instance=named.round,
        action=f"participation.{action}",
        user=by,
        data={"person": named.person_id, "on_behalf_of": named.on_behalf_of},
    )
