"""Opening, closing and cancelling take two persons."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from participation.enums import RoundState, Step, StepState
from participation.services.errors import (
    NotPermittedError,
    RoundSetupError,
    RoundStateError,
    StepError,
)
from participation.services.passes import issue_passes
from participation.services.roll import set_roll
from participation.services.rounds import set_options
from participation.services.steps import ask_for_step, take_back, take_step
from tests.factories.communities import MandateFactory
from tests.factories.participation import (
    cast,
    in_state,
    open_round_with_options,
    round_with_options,
    staff_member,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_a_round_is_opened_by_two_persons_and_both_are_on_record():
    round_, first, second = round_with_options(), staff_member(), staff_member()

    asked = ask_for_step(round_, Step.OPEN, by=first)
    opened = take_step(asked, by=second)

    assert opened.state == RoundState.OPEN
    asked.refresh_from_db()
    assert (asked.state, asked.asked_by, asked.decided_by) == ("done", first, second)
    entry = ModelLogEntry.objects.get(action="participation.take_step")
    assert (entry.user, entry.data["asked_by"]) == (second, first.pk)


def test_a_round_is_closed_by_two_persons_after_its_time():
    round_, first, second = open_round_with_options(), staff_member(), staff_member()
    cast(round_, [1], [2])

    with pytest.raises(RoundStateError, match="goes on until"):
        ask_for_step(round_, Step.CLOSE, by=first)
    asked = ask_for_step(round_, Step.CLOSE, by=first, now=round_.closes_at)
    take_step(asked, by=second, now=round_.closes_at)

    round_.refresh_from_db()
    assert round_.result.ballot_count == 2


def test_a_round_is_cancelled_by_two_persons_with_a_reason():
    round_, first, second = open_round_with_options(), staff_member(), staff_member()

    with pytest.raises(StepError, match="Say why"):
        ask_for_step(round_, Step.CANCEL, by=first, reason=" ", language="en")
    take_step(
        ask_for_step(round_, Step.CANCEL, by=first, reason="Flood.", language="en"),
        by=second,
    )

    round_.refresh_from_db()
    assert (round_.state, round_.cancel_reason) == (RoundState.CANCELLED, "Flood.")


def test_nobody_does_what_they_asked_for_themselves():
    staff = staff_member()
    asked = ask_for_step(round_with_options(), Step.OPEN, by=staff)

    with pytest.raises(StepError, match="Another person"):
        take_step(asked, by=staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(asked).objects.update(
            state=StepState.DONE, decided_by=staff, decided_at=timezone.now()
        )


def test_who_asks_is_an_organiser_and_who_does_it_is_of_the_place():
    round_ = round_with_options()
    member = MandateFactory(community=round_.community).user

    with pytest.raises(NotPermittedError):
        ask_for_step(round_, Step.OPEN, by=member)
    asked = ask_for_step(round_, Step.OPEN, by=staff_member())
    for stranger in (MandateFactory().user, UserFactory()):
        with pytest.raises(NotPermittedError):
            take_step(asked, by=stranger)
    assert take_step(asked, by=member).state == RoundState.OPEN


def test_who_asked_has_to_be_an_organiser_still_when_it_is_done():
    mandate = MandateFactory(staff=True)
    asked = ask_for_step(round_with_options(), Step.OPEN, by=mandate.user)
    mandate.ends_on = timezone.localdate() - datetime.timedelta(days=1)
    mandate.starts_on = mandate.ends_on - datetime.timedelta(days=30)
    mandate.save()

    with pytest.raises(NotPermittedError):
        take_step(asked, by=staff_member())
    asked.refresh_from_db()
    assert asked.state == StepState.ASKED


def test_what_is_asked_for_is_checked_at_once():
    with pytest.raises(RoundSetupError, match="at least two proposals"):
        ask_for_step(round_with_options(costs=()), Step.OPEN, by=staff_member())


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.CANCELLED])
def test_nothing_is_asked_for_after_the_round(state, step):
    with pytest.raises(RoundStateError):
        ask_for_step(
            in_state(state), step, by=staff_member(), reason="Flood.", language="en"
        )


def test_one_step_at_a_time():
    round_, staff = round_with_options(), staff_member()
    asked = ask_for_step(round_, Step.OPEN, by=staff)

    with pytest.raises(StepError, match="Take it back first"):
        ask_for_step(round_, Step.CANCEL, by=staff, reason="Flood.", language="en")
    take_back(asked, by=staff)
    ask_for_step(round_, Step.CANCEL, by=staff, reason="Flood.", language="en")
    with pytest.raises(StepError, match="no longer asked for"):
        take_step(asked, by=staff_member())


def test_a_round_stays_as_it_is_while_somebody_is_asked():
    round_, staff = round_with_options(), staff_member()
    initiatives = [option.initiative for option in round_.options.all()]
    ask_for_step(round_, Step.OPEN, by=staff)

    with pytest.raises(RoundStateError, match="as it stands"):
        set_options(round_, initiatives[:2], by=staff)
    with pytest.raises(RoundStateError, match="as it stands"):
        set_roll(round_, ["1", "2"], by=staff)
    with pytest.raises(RoundStateError, match="as it stands"):
        issue_passes(round_, label="Hall", count=2, by=staff)
