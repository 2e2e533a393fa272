"""The database itself keeps who observes a round, and that two persons agreed to it."""

import datetime

import pytest
from django.utils import timezone

from participation.enums import RoundState, Step
from participation.models import Round, RoundObserver
from tests.factories.participation import (
    agreed,
    cancelled,
    in_state,
    observer_of,
    open_round_with_options,
    opened,
    round_with_options,
)
from tests.factories.people import UserFactory
from tests.participation.freezing import begin_sealing, refused

pytestmark = pytest.mark.django_db

DRAFT, OPEN, CLOSED = RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED


def change(named, **fields):
    return RoundObserver.objects.filter(pk=named.pk).update(**fields)


def agree(named, by=None):
    return change(named, agreed_by=by or UserFactory(), agreed_at=timezone.now())


@pytest.mark.parametrize("state", [DRAFT, OPEN, CLOSED])
def test_an_observer_is_named_first_and_agreed_to_by_another(state):
    round_ = in_state(state)

    assert refused(
        lambda: RoundObserver.objects.create(
            round=round_,
            person=UserFactory(),
            on_behalf_of="Women of the ward",
            language="en",
            named_by=UserFactory(),
            agreed_by=UserFactory(),
            agreed_at=timezone.now(),
        )
    )
    assert not refused(lambda: observer_of(round_))


@pytest.mark.parametrize("whose", ["named_by", "person"])
def test_nobody_agrees_to_whom_they_named_or_to_themselves(whose):
    named = observer_of(open_round_with_options(), is_agreed=False)

    assert refused(lambda: agree(named, getattr(named, whose)))
    assert not refused(lambda: agree(named))


def test_nobody_names_themselves():
    person = UserFactory()

    assert refused(
        lambda: observer_of(round_with_options(), person=person, named_by=person)
    )


def test_a_person_is_named_once_for_a_round():
    named = observer_of(open_round_with_options())
    change(named, laid_down_on=timezone.localdate())

    assert refused(lambda: observer_of(named.round, person=named.person))
    assert not refused(
        lambda: observer_of(open_round_with_options(), person=named.person)
    )


def test_voters_read_on_behalf_of_whom():
    assert refused(lambda: observer_of(round_with_options(), on_behalf_of=""))
    assert refused(lambda: observer_of(round_with_options(), language="xx"))


def test_nobody_is_added_to_a_cancelled_round_or_while_it_is_sealed():
    sealing = open_round_with_options()
    waiting = observer_of(sealing, is_agreed=False)
    begin_sealing(sealing)

    for round_ in (in_state(RoundState.CANCELLED), sealing):
        assert refused(lambda round_=round_: observer_of(round_, is_agreed=False))
    assert refused(lambda: agree(waiting))


@pytest.mark.parametrize("state", [DRAFT, OPEN, CLOSED])
@pytest.mark.parametrize("is_agreed", [False, True])
@pytest.mark.parametrize(
    "field", ["round", "person", "named_by", "on_behalf_of", "language", "named_at"]
)
def test_who_was_named_by_whom_and_for_whom_stays_as_it_was(state, is_agreed, field):
    named = observer_of(in_state(state), is_agreed=is_agreed)
    other = {
        "round": open_round_with_options,
        "on_behalf_of": lambda: "The council",
        "language": lambda: "fr",
        "named_at": timezone.now,
    }.get(field, UserFactory)()

    assert refused(lambda: change(named, **{field: other}))


@pytest.mark.parametrize("state", [OPEN, CLOSED])
def test_what_two_agreed_to_is_kept(state):
    named = observer_of(in_state(state))

    assert refused(lambda: change(named, agreed_by=UserFactory()))
    assert refused(lambda: change(named, agreed_by=None, agreed_at=None))
    assert refused(lambda: change(named, agreed_at=timezone.now()))
    assert refused(RoundObserver.objects.filter(pk=named.pk).delete)


def test_what_was_agreed_to_is_kept_of_a_cancelled_round_too():
    round_ = round_with_options()
    named = observer_of(round_)
    cancelled(round_)

    assert refused(RoundObserver.objects.filter(pk=named.pk).delete)


def test_whom_nobody_agreed_to_is_taken_out_again():
    named = observer_of(open_round_with_options(), is_agreed=False)

    assert not refused(RoundObserver.objects.filter(pk=named.pk).delete)


def test_observing_is_laid_down_once_by_whom_two_agreed_to():
    waiting = observer_of(open_round_with_options(), is_agreed=False)
    named = observer_of(open_round_with_options())
    today = timezone.localdate()

    assert refused(lambda: change(waiting, laid_down_on=today))
    assert not refused(lambda: change(named, laid_down_on=today))
    assert refused(lambda: change(named, laid_down_on=None))
    yesterday = today - datetime.timedelta(days=1)
    assert refused(lambda: change(named, laid_down_on=yesterday))


def test_no_round_is_opened_with_observers_that_nobody_agreed_to():
    round_ = round_with_options()
    named = observer_of(round_, is_agreed=False)
    agreed(round_, Step.OPEN)

    assert refused(lambda: Round.objects.filter(pk=round_.pk).update(state=OPEN))
    agree(named)
    assert not refused(lambda: Round.objects.filter(pk=round_.pk).update(state=OPEN))


def test_a_draft_is_removed_with_its_observers():
    round_ = round_with_options()
    observer_of(round_)

    assert not refused(round_.observers.all().delete)
    assert not refused(lambda: opened(round_))
