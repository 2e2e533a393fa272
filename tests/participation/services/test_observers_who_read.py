"""Who reads the sealed ballots of a small round: those named for it, and nobody by a role."""

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from participation.enums import RoundState
from participation.models import RoundObserver
from participation.permissions import may
from participation.services.errors import (
    NotPermittedError,
)
from participation.services.observers import (
    agree_to_observer,
    lay_down_observing,
    take_out_observer,
)
from tests.factories.communities import MandateFactory
from tests.factories.participation import (
    closed_round,
    in_state,
    observer_of,
    open_round_with_options,
    staff_member,
)
from tests.participation.observing import STATES, WHO, named

pytestmark = pytest.mark.django_db


# --- who may read ---------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", WHO)
def test_no_role_reads_the_sealed_ballots(who, state):
    round_ = in_state(state)

    assert not may(WHO[who](round_), "read_sealed_ballots", round_)


@pytest.mark.parametrize("state", [RoundState.DRAFT, RoundState.OPEN])
def test_an_observer_reads_nothing_before_the_sealing(state):
    kept = observer_of(in_state(state))

    assert not may(kept.person, "read_sealed_ballots", kept.round)


def test_an_observer_reads_the_ballots_of_their_round_and_of_no_other():
    kept, other = observer_of(closed_round()), observer_of(closed_round())

    assert may(kept.person, "read_sealed_ballots", kept.round)
    assert not may(kept.person, "read_sealed_ballots", other.round)


def test_an_observer_who_organises_rounds_now_reads_nothing():
    kept = observer_of(closed_round())
    MandateFactory(staff=True, user=kept.person)

    assert not may(kept.person, "read_sealed_ballots", kept.round)


def test_whoever_lays_it_down_reads_nothing_any_more_and_it_is_kept():
    kept = observer_of(closed_round())

    lay_down_observing(kept.round, by=kept.person)

    kept.refresh_from_db()
    assert kept.laid_down_on == timezone.localdate()
    assert not may(kept.person, "read_sealed_ballots", kept.round)
    with pytest.raises(NotPermittedError):
        lay_down_observing(kept.round, by=kept.person)


def test_nobody_lays_down_what_somebody_else_observes():
    kept = observer_of(closed_round())

    for person in (staff_member(), kept.named_by, kept.agreed_by):
        with pytest.raises(NotPermittedError):
            lay_down_observing(kept.round, by=person)


def test_every_step_is_on_record():
    round_ = open_round_with_options()
    take_out_observer(named(round_), by=staff_member())
    agree_to_observer(named(round_), by=staff_member())
    lay_down_observing(round_, by=RoundObserver.objects.get().person)

    found = ModelLogEntry.objects.filter(object_id=str(round_.pk))
    assert {each.action.removeprefix("participation.") for each in found} == {
        *("name_observer", "take_out_observer"),
        *("agree_to_observer", "lay_down_observing"),
    }
