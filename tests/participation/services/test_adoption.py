"""From a sealed result to initiatives."""

import pytest

from initiatives.enums import State
from initiatives.models import Initiative, InitiativeEvent
from participation.enums import RoundState
from participation.models import Adoption
from participation.services.adoption import adopt_result
from participation.services.errors import (
    AdoptionError,
    NotPermittedError,
    RoundStateError,
)
from tests.factories.communities import MandateFactory
from tests.factories.participation import closed_round, in_state, staff_member

pytestmark = pytest.mark.django_db


def voted():
    """A closed round in which no. 1 and 3 were chosen."""
    round_ = closed_round([(1,), (1,), (1,), (3,), (2, 3)], rule="greedy")
    assert sorted(round_.result.outcome["winners"]) == [1, 3]
    return round_


def states(round_):
    return {
        option.number: option.initiative.state
        for option in round_.options.select_related("initiative")
    }


def test_adopt_result_moves_every_initiative():
    round_ = voted()

    adopt_result(round_, chosen=[1, 3], by=staff_member())

    assert states(round_) == {
        1: State.SELECTED,
        2: State.NOT_SELECTED,
        3: State.SELECTED,
    }
    assert InitiativeEvent.objects.filter(reason__contains=round_.title).count() == 3


def test_adopt_result_records_the_decision():
    round_, staff = voted(), staff_member()

    adoption = adopt_result(round_, chosen=[3, 1], by=staff, reason="not needed")

    assert (adoption.chosen, adoption.departs, adoption.reason) == ([1, 3], False, "")
    assert adoption.adopted_by == staff


@pytest.mark.parametrize("chosen", [[], [1], [1, 2], [1, 2, 3]])
def test_departure_from_the_vote_needs_a_public_reason(chosen):
    round_ = voted()

    with pytest.raises(AdoptionError, match="differs from the vote"):
        adopt_result(round_, chosen=chosen, by=staff_member(), reason=" ")
    adopt_result(round_, chosen=chosen, by=staff_member(), reason="The site slid away.")

    assert Adoption.objects.get().departs
    assert {n for n, s in states(round_).items() if s == State.SELECTED} == set(chosen)


def test_reason_of_a_departure_stands_in_the_history_of_what_it_concerns():
    round_ = voted()

    adopt_result(round_, chosen=[1, 2], by=staff_member(), reason="The site slid away.")

    told = {
        event.initiative.title: "slid away" in event.reason
        for event in InitiativeEvent.objects.select_related("initiative")
    }
    assert told == {"Proposal 1": False, "Proposal 2": True, "Proposal 3": True}


def test_adopt_result_happens_once():
    round_ = voted()
    adopt_result(round_, chosen=[1, 3], by=staff_member())

    with pytest.raises(AdoptionError, match="already"):
        adopt_result(round_, chosen=[1, 3], by=staff_member())


def test_adopt_result_refuses_what_was_not_on_the_ballot():
    with pytest.raises(AdoptionError, match="not on the ballot"):
        adopt_result(voted(), chosen=[7], by=staff_member(), reason="Why not.")


def test_adopt_result_leaves_a_cancelled_initiative_alone():
    round_ = voted()
    Initiative.objects.filter(title="Proposal 3").update(state=State.CANCELLED)

    adopt_result(round_, chosen=[1, 3], by=staff_member())

    assert states(round_)[3] == State.CANCELLED


@pytest.mark.parametrize(
    "state", [RoundState.DRAFT, RoundState.OPEN, RoundState.CANCELLED]
)
def test_adopt_result_needs_a_sealed_result(state):
    with pytest.raises(RoundStateError):
        adopt_result(in_state(state), chosen=[], by=staff_member())


def test_adopt_result_is_for_staff():
    round_ = voted()
    member = MandateFactory(community=round_.community).user

    with pytest.raises(NotPermittedError):
        adopt_result(round_, chosen=[1, 3], by=member)
