"""Naming observers: who may, whom, and who has to agree."""

import datetime

import pytest
from django.utils import timezone

from communities.enums import Role
from communities.models import Mandate
from participation.enums import RoundState, Step
from participation.models import RoundObserver
from participation.permissions import may
from participation.services.errors import (
    NotPermittedError,
    RoundSetupError,
    RoundStateError,
    StepError,
)
from participation.services.invitations import Offer, accept, invite
from participation.services.observers import (
    agree_to_observer,
    name_observer,
    refuse_observer,
    take_out_observer,
)
from participation.services.rounds import discard_round
from participation.services.steps import ask_for_step, take_step
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.participation import (
    closed_round,
    ended_round_with_options,
    in_state,
    observer_of,
    opened_by_two,
    round_with_options,
    staff_member,
)
from tests.factories.people import UserFactory
from tests.participation.observing import ORGANISERS, STATES, WHO, named, watcher

pytestmark = pytest.mark.django_db

# --- who names, and when ------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", WHO)
def test_organisers_name_observers_until_a_round_is_cancelled(who, state):
    round_ = in_state(state)
    refusal = (NotPermittedError if who not in ORGANISERS else None) or (
        RoundStateError if state == RoundState.CANCELLED else None
    )

    if refusal is None:
        assert named(round_, by=WHO[who](round_)).agreed_by is None
    else:
        with pytest.raises(refusal):
            named(round_, by=WHO[who](round_))


@pytest.mark.parametrize("who", WHO)
def test_anybody_with_a_role_is_named_but_no_organiser(who):
    round_ = round_with_options()
    person = WHO[who](round_)

    if who in ORGANISERS:
        with pytest.raises(RoundSetupError, match=r"account and a role|watch organis"):
            named(round_, person)
    else:
        assert named(round_, person).person == person


@pytest.mark.parametrize(
    "person",
    [
        UserFactory,
        lambda: MandateFactory(user__is_active=False).user,
        lambda: (
            (
                MandateFactory(
                    ends_on=timezone.localdate() - datetime.timedelta(days=1)
                )
            ).user
        ),
    ],
    ids=["no role", "not active", "role has ended"],
)
def test_nobody_without_a_role_today_is_named(person):
    with pytest.raises(RoundSetupError, match="Invite the person first"):
        named(round_with_options(), person())


def test_whoever_prepared_the_round_once_does_not_observe_it():
    was_staff = watcher()

    with pytest.raises(RoundSetupError, match="Observers watch organisers"):
        named(round_with_options(created_by=was_staff), was_staff)


def test_whoever_was_the_second_person_of_a_round_does_not_observe_it():
    round_ = round_with_options()
    member = MandateFactory(community=round_.community).user
    take_step(ask_for_step(round_, Step.OPEN, by=staff_member()), by=member)

    with pytest.raises(RoundSetupError, match="Observers watch organisers"):
        named(round_, member)


def test_a_person_is_named_once():
    round_, person = round_with_options(), watcher()
    named(round_, person)

    with pytest.raises(RoundSetupError, match="named for this round already"):
        named(round_, person)


def test_nobody_is_named_on_behalf_of_nobody():
    with pytest.raises(RoundSetupError, match="on behalf of whom"):
        name_observer(
            round_with_options(),
            watcher(),
            on_behalf_of=" ",
            language="en",
            by=staff_member(),
        )


def test_whoever_alone_invited_a_person_does_not_name_them_too():
    """It could be the same human with another account."""
    round_, staff = round_with_options(), staff_member()
    offer = Offer(role=Role.OBSERVER, community=round_.community)
    person = UserFactory()
    accept(invite(offer, by=staff).invitation.pk, by=person, named_publicly=False)

    with pytest.raises(RoundSetupError, match="Another organiser"):
        named(round_, person, by=staff)
    assert named(round_, person).person == person


# --- agreed to with the opening -----------------------------------------------------


def test_opening_agrees_to_the_observers():
    round_, organiser, second = round_with_options(), staff_member(), staff_member()
    kept = named(round_, by=organiser)

    asked = ask_for_step(round_, Step.OPEN, by=organiser)
    take_step(asked, by=second)

    kept.refresh_from_db()
    assert kept.agreed_by == second
    assert may(kept.person, "observe", kept.round)


def test_where_the_second_person_named_an_observer_the_first_agreed_by_asking():
    round_, organiser, second = round_with_options(), staff_member(), staff_member()
    kept = named(round_, by=second)

    take_step(ask_for_step(round_, Step.OPEN, by=organiser), by=second)

    kept.refresh_from_db()
    assert kept.agreed_by == organiser


def test_observers_stay_as_they_are_while_a_second_person_is_asked_to_open():
    round_ = round_with_options()
    kept = named(round_)
    ask_for_step(round_, Step.OPEN, by=staff_member())

    with pytest.raises(RoundStateError, match="second person was asked"):
        named(round_)
    with pytest.raises(RoundStateError, match="second person was asked"):
        take_out_observer(kept, by=staff_member())


def test_no_round_is_opened_with_an_observer_who_became_an_organiser():
    round_ = round_with_options()
    MandateFactory(staff=True, user=named(round_).person)

    with pytest.raises(RoundSetupError, match="is named as an observer"):
        ask_for_step(round_, Step.OPEN, by=staff_member())


@pytest.mark.parametrize("step", [Step.OPEN, Step.CLOSE])
def test_an_observer_takes_no_step_of_the_round(step):
    is_open = step == Step.CLOSE
    round_ = ended_round_with_options() if is_open else round_with_options()
    member = MandateFactory(community=round_.community).user
    observer_of(round_, person=member)
    asked = ask_for_step(round_, step, by=staff_member())

    with pytest.raises(StepError, match="take none"):
        take_step(asked, by=member)


def test_a_draft_is_deleted_with_its_observers():
    round_ = round_with_options()
    named(round_)

    discard_round(round_, by=staff_member())

    assert not RoundObserver.objects.exists()


def test_whoever_is_named_in_a_draft_is_taken_out_again():
    kept = named(round_with_options())

    take_out_observer(kept, by=staff_member())

    assert not RoundObserver.objects.exists()


# --- named later ----------------------------------------------------------------------


@pytest.mark.parametrize("state", [RoundState.OPEN, RoundState.CLOSED])
def test_after_the_opening_a_second_person_agrees(state):
    round_ = in_state(state)
    kept = named(round_)
    assert not may(kept.person, "observe", round_)

    agree_to_observer(kept, by=staff_member())

    assert may(kept.person, "observe", round_)
    assert may(kept.person, "read_sealed_ballots", round_) == (state == "closed")


@pytest.mark.parametrize("who", WHO)
def test_organisers_and_the_committee_agree(who):
    round_ = closed_round()
    kept, person = named(round_), WHO[who](round_)

    if who in {*ORGANISERS, "committee"}:
        assert agree_to_observer(kept, by=person).agreed_by == person
    else:
        with pytest.raises(NotPermittedError):
            agree_to_observer(kept, by=person)


def test_the_committee_of_another_place_does_not_agree():
    kept = named(closed_round())

    with pytest.raises(NotPermittedError):
        agree_to_observer(kept, by=MandateFactory().user)


def test_neither_who_named_nor_who_is_meant_agrees():
    round_, organiser = closed_round(), staff_member()
    member = MandateFactory(community=round_.community).user
    kept = named(round_, member, by=organiser)

    for person in (organiser, member):
        with pytest.raises(StepError, match="Another person"):
            agree_to_observer(kept, by=person)


def test_an_agreement_needs_two_humans():
    organiser, second = staff_member(), UserFactory()
    MandateFactory(staff=True, user=second)
    second.set_up_by.add(organiser)
    kept = named(closed_round(), by=organiser)

    with pytest.raises(StepError, match="do not count as"):
        agree_to_observer(kept, by=second)


def test_what_whoever_is_no_organiser_any_more_asked_for_is_not_agreed_to():
    organiser = staff_member()
    kept = named(closed_round(), by=organiser)
    Mandate.objects.filter(user=organiser).delete()

    with pytest.raises(NotPermittedError):
        agree_to_observer(RoundObserver.objects.get(pk=kept.pk), by=staff_member())


@pytest.mark.parametrize("undo", [take_out_observer, refuse_observer])
def test_what_was_asked_for_is_taken_back_or_refused_once(undo):
    kept = named(closed_round())

    undo(kept, by=staff_member())

    assert not RoundObserver.objects.exists()
    for again in (undo, agree_to_observer):
        with pytest.raises(StepError, match="no longer asked for"):
            again(kept, by=staff_member())


@pytest.mark.parametrize("undo", [take_out_observer, refuse_observer])
def test_nobody_takes_out_whom_two_agreed_to(undo):
    kept = observer_of(closed_round())

    with pytest.raises(StepError):
        undo(kept, by=staff_member())


# --- the role -------------------------------------------------------------------------


def test_staff_invite_observers_in_a_community():
    community, person = CommunityFactory(), UserFactory()
    offer = Offer(role=Role.OBSERVER, community=community, title="Women’s association")

    made = invite(offer, by=staff_member()).invitation
    mandate = accept(made.pk, by=person, named_publicly=False)

    assert (mandate.role, mandate.community) == (Role.OBSERVER, community)
    with pytest.raises(NotPermittedError):
        invite(offer, by=MandateFactory(community=community).user)


def test_an_opened_round_keeps_observers_whose_role_has_ended():
    """The role is how somebody comes to be known here; it was the round that named them."""
    round_ = round_with_options()
    kept = named(round_)
    opened_by_two(round_)
    Mandate.objects.filter(user=kept.person).delete()

    found = RoundObserver.objects.get()
    assert may(found.person, "observe", found.round)
