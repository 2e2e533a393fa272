"""What standing in gives, whom it is told to, and how it ends."""

import pytest
from django.core import mail
from wagtail.models import ModelLogEntry

from communities.enums import Role, StandIn
from communities.models import Delegation, Mandate
from communities.permissions import (
    is_committee_member,
    is_staff,
)
from initiatives.enums import State
from initiatives.queries.audience import judges_of, people_told
from initiatives.queries.place_comments import people_over
from initiatives.queries.waiting import review_queue
from initiatives.services.errors import NotReadyError
from initiatives.services.moves import decline, endorse, pass_to_authority
from initiatives.services.proposals import start_proposal
from participation.permissions import may_change_term, may_invite
from participation.queries.waiting import waiting_for
from participation.services.delegations import (
    agree_to_stand_in,
    end_standing_in,
    hand_over,
    refuse_stand_in,
)
from participation.services.errors import NotPermittedError
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.delegations import after, agreed_delegation, fresh, handed, ward
from tests.factories.feedback import feedback
from tests.factories.initiatives import InitiativeFactory, MilestoneClaimFactory
from tests.factories.participation import staff_member

pytestmark = pytest.mark.django_db


# --- what it gives, and how it ends -------------------------------------------------


@pytest.fixture
def answered(here):
    """A proposal that waits for the local authority, passed on by somebody of staff."""
    initiative = InitiativeFactory(community=here, state=State.SCREENING)
    return pass_to_authority(initiative, by=staff_member(), reason="Complete.")


def test_what_waits_for_an_authority_waits_for_who_stands_in(away, beside, answered):
    assert answered not in review_queue(fresh(beside.user))
    agree_to_stand_in(handed(away, beside.user), by=staff_member())
    person = fresh(beside.user)

    assert answered in review_queue(person)
    assert answered.display_title in [each.subject for each in waiting_for(person)]
    assert person in people_told(answered, ["authority"])
    assert person in people_over(away.area)
    endorse(answered, by=person, reason="It fits our plan.")

    entry = ModelLogEntry.objects.get(action="initiatives.endorse")
    assert (entry.user, entry.data["for_mandate"]) == (person, away.pk)


def test_rights_end_on_the_day_after_the_last_without_any_job(away, beside, answered):
    made = agreed_delegation(away, beside, -10, -1)

    assert made.state == StandIn.AGREED
    assert answered not in review_queue(fresh(beside.user))
    assert beside.user not in people_told(answered, ["authority"])


@pytest.mark.parametrize("ended", ["holder's role", "own role", "holder's account"])
def test_rights_end_with_either_role_and_with_the_account(
    away, beside, answered, ended
):
    agreed_delegation(away, beside, -5, 5)
    if ended == "holder's account":
        type(away.user).objects.filter(pk=away.user_id).update(is_active=False)
    else:
        role = away if ended == "holder's role" else beside
        Mandate.objects.filter(pk=role.pk).update(ends_on=after(-1))

    assert answered not in review_queue(fresh(beside.user))
    assert beside.user not in people_told(answered, ["authority"])


def committee_next_door(here, district):
    member = MandateFactory(community=here)
    other = MandateFactory(
        community=CommunityFactory(area=ward(district)), named_publicly=True
    )
    agree_to_stand_in(handed(member, other.user), by=staff_member())
    return member, fresh(other.user)


def test_who_stands_in_for_a_committee_member_proposes(here, district):
    _member, person = committee_next_door(here, district)

    assert person.has_perm("initiatives.propose", here)
    assert start_proposal(here, by=person, title="Taps").proposed_by == person


def test_who_stands_in_gives_nobody_a_role(here, district):
    _member, person = committee_next_door(here, district)

    assert is_committee_member(person, here)
    assert not may_invite(person, Role.COMMITTEE, here)
    steward = MandateFactory(steward=True)
    agreed_delegation(MandateFactory(staff=True), steward)
    steward = fresh(steward.user)
    assert is_staff(steward)
    assert not any(may_invite(steward, role, here) for role in Role)
    assert not may_change_term(steward, MandateFactory())


def test_who_stands_in_confirms_no_milestone(here, district):
    member, person = committee_next_door(here, district)
    claim = MilestoneClaimFactory(
        milestone__initiative__community=here,
        milestone__initiative__state=State.IN_IMPLEMENTATION,
    )
    initiative = claim.milestone.initiative

    assert set(judges_of(claim)) == {member.user}
    assert member.user.has_perm("initiatives.judge_claim", initiative)
    assert not person.has_perm("initiatives.judge_claim", initiative)
    assert claim.milestone.display_title not in str(waiting_for(person))


def test_who_stands_in_does_not_pass_it_on(away, beside, district):
    agreed_delegation(away, beside)
    third = MandateFactory(authority=True, area=ward(district))

    with pytest.raises(NotPermittedError):
        hand_over(
            away,
            third.user,
            starts_on=after(20),
            ends_on=after(25),
            by=fresh(beside.user),
        )


@pytest.mark.parametrize("answer", [endorse, decline])
def test_staff_do_not_answer_for_the_authority_what_they_passed_on(away, here, answer):
    staff = MandateFactory(staff=True)
    agreed_delegation(away, staff)
    person = fresh(staff.user)
    passed = pass_to_authority(
        InitiativeFactory(community=here, state=State.SCREENING),
        by=person,
        reason="Complete.",
    )

    with pytest.raises(NotReadyError, match="passed this to the local authority"):
        answer(passed, by=person, reason="It fits our plan.")
    answer(passed, by=away.user, reason="It fits our plan.")


def test_feedback_in_the_hands_of_somebody_away_waits_for_who_stands_in():
    away, colleague = MandateFactory(staff=True), MandateFactory(staff=True)
    feedback(assignee=away.user)
    words = "Feedback in the hands of somebody you stand in for"

    def lines():
        return [each.what for each in waiting_for(fresh(colleague.user))]

    assert words not in lines()
    handed(away, colleague.user)
    assert lines().count(words) == 1


# --- who is told --------------------------------------------------------------------


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Run a service and return its mails by address."""

    def run(verb, *args, **kwargs):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            verb(*args, **kwargs)
        return {message.to[0]: message for message in mail.outbox}

    return run


def test_both_hear_what_becomes_of_it(told, away, beside):
    both = {away.user.email, beside.user.email}
    staff = staff_member()

    asked = told(handed, away, beside.user)
    made = Delegation.objects.get()
    agreed = told(agree_to_stand_in, made, by=staff)
    ended = told(end_standing_in, made, by=beside.user)
    again = told(handed, away, beside.user)
    refused = told(
        refuse_stand_in,
        Delegation.objects.get(state=StandIn.ASKED),
        why="long",
        by=staff,
    )

    assert set(asked) == set(again) == {beside.user.email}
    assert "begins once somebody who gives the role agrees" in asked.popitem()[1].body
    assert set(agreed) == both
    assert "waits for both of them" in agreed[away.user.email].body
    assert set(ended) == {away.user.email}
    assert "Standing in has ended" in ended[away.user.email].subject
    assert set(refused) == both
    assert "It is for too long" in refused[away.user.email].body


def test_a_colleague_hears_that_they_stand_in(told, away):
    same = MandateFactory(authority=True, area=away.area)

    assert set(told(handed, away, same.user)) == {same.user.email}
