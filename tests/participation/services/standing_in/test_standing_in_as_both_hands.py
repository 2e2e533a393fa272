"""An adversary: whoever stands in tries to be both of the two persons that a step needs."""

import pytest
from django.db import IntegrityError, transaction

from participation.enums import Body, RoundState, Step
from participation.models import Adoption, Agreement
from participation.permissions import own_bodies
from participation.services.adoption import agree_to_result
from participation.services.errors import AdoptionError, StepError
from participation.services.pass_batches import agree_to_void, ask_to_void
from participation.services.steps import ask_for_step, take_step
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.delegations import after, agreed_delegation, fresh
from tests.factories.maps import AdminAreaFactory
from tests.factories.participation import (
    closed_round,
    ended_round_with_options,
    open_round_with_options,
    passes,
    round_with_options,
    staff_member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["a colleague at once", "another role, agreed to"])
def pair(request):
    """Somebody of staff who is away, and who stands in for them and so is staff."""
    away = MandateFactory(staff=True)
    if request.param == "a colleague at once":
        other = MandateFactory(staff=True)
        away.delegations.create(person=other.user, starts_on=after(0), ends_on=after(5))
    else:
        other = MandateFactory(steward=True)
        agreed_delegation(away, other)
    return away.user, fresh(other.user)


STEPS = {
    Step.OPEN: (round_with_options, ""),
    Step.CLOSE: (ended_round_with_options, ""),
    Step.CANCEL: (open_round_with_options, "Flood."),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_not_asked_for_and_done_by_one_person(pair, step):
    _away, stand_in = pair
    make, reason = STEPS[step]
    asked = ask_for_step(make(), step, by=stand_in, reason=reason, language="en")

    with pytest.raises(StepError, match="Another person"):
        take_step(asked, by=fresh(stand_in))


@pytest.mark.parametrize("step", STEPS)
def test_what_the_holder_asked_for_the_stand_in_may_do_for_they_are_two(pair, step):
    away, stand_in = pair
    make, reason = STEPS[step]
    asked = ask_for_step(make(), step, by=away, reason=reason, language="en")

    done = take_step(asked, by=stand_in)

    assert done.state in (RoundState.OPEN, RoundState.CLOSED, RoundState.CANCELLED)
    asked.refresh_from_db()
    assert (asked.asked_by, asked.decided_by) == (away, stand_in)


def test_a_batch_is_not_declared_void_by_one_person(pair):
    _away, stand_in = pair
    batch = passes(open_round_with_options(), 2)[0].batch
    asked = ask_to_void(batch, reason="Stolen.", by=stand_in)

    with pytest.raises(StepError, match="Another person"):
        agree_to_void(asked, by=fresh(stand_in))
    agree_to_void(asked, by=staff_member())


def test_a_committee_s_seat_and_ones_own_are_one_person():
    """Asked for as staff, done as one who stands in for the committee: refused."""
    round_ = round_with_options()
    member = MandateFactory(community=round_.community)
    near = MandateFactory(community=CommunityFactory(area=round_.community.area))
    agreed_delegation(member, near)
    MandateFactory(staff=True, user=near.user)
    asked = ask_for_step(round_, Step.OPEN, by=near.user)

    with pytest.raises(StepError, match="Another person"):
        take_step(asked, by=fresh(near.user))


@pytest.fixture
def both_bodies():
    """A result, and one person: of the committee, and standing in for the authority."""
    round_ = closed_round([(1,), (1,), (3,)], rule="greedy")
    round_.community.area.parent = AdminAreaFactory(level=1)
    round_.community.area.save()
    authority = MandateFactory(authority=True, area=round_.community.area)
    near = MandateFactory(authority=True, area=round_.community.area.parent)
    agreed_delegation(authority, near)
    MandateFactory(community=round_.community, user=near.user)
    person = fresh(near.user)
    assert set(own_bodies(person, round_)) == set(Body)
    return round_, person


@pytest.mark.parametrize("first", Body)
def test_one_person_does_not_agree_for_both_bodies(both_bodies, first):
    round_, person = both_bodies
    chosen = round_.result.outcome["winners"]
    second = next(body for body in Body if body != first)
    agree_to_result(round_, first, chosen=chosen, by=person)

    with pytest.raises(AdoptionError, match="cannot agree for both"):
        agree_to_result(round_, second, chosen=chosen, by=fresh(person))
    assert not Adoption.objects.exists()


def test_the_database_takes_no_adoption_by_one_person(both_bodies):
    """Past every service: both agreements are there, of one person."""
    round_, person = both_bodies
    chosen = sorted(round_.result.outcome["winners"])
    for body in Body:
        Agreement.objects.create(
            round=round_,
            body=body,
            chosen=chosen,
            agreed_by=person,
            agreed_at=round_.closes_at,
        )

    with pytest.raises(IntegrityError), transaction.atomic():
        Adoption.objects.create(
            round=round_,
            chosen=chosen,
            departs=False,
            adopted_at=round_.closes_at,
            adopted_by=person,
        )
