"""From a sealed result to initiatives: committee and authority agree to the same."""

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from initiatives.enums import ActingRole, State
from initiatives.models import Initiative, InitiativeEvent
from participation.enums import Body, RoundState
from participation.models import Adoption, Agreement
from participation.permissions import own_bodies
from participation.services.adoption import agree_to_result
from participation.services.errors import (
    AdoptionError,
    NotPermittedError,
    RoundStateError,
)
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.maps import AdminAreaFactory
from tests.factories.participation import (
    RoundFactory,
    closed_round,
    in_state,
    staff_member,
)

pytestmark = pytest.mark.django_db
COMMITTEE, AUTHORITY = Body.COMMITTEE, Body.AUTHORITY
MINUTES = {"decided_where": "Meeting of 12 May, MT-7K3QF", "where_language": "en"}
SLID = {"reason": "The site slid away.", "language": "en"}


def voted(**fields):
    """A closed round in which no. 1 and 3 were chosen."""
    ballots = [(1,), (1,), (1,), (3,), (2, 3)]
    round_ = closed_round(ballots, rule="greedy", **fields)
    assert sorted(round_.result.outcome["winners"]) == [1, 3]
    return round_


def member_of(round_):
    return MandateFactory(community=round_.community).user


def authority_of(round_):
    return MandateFactory(authority=True, area=round_.community.area).user


def agree(round_, body, chosen=(1, 3), by=None, **words):
    speakers = {COMMITTEE: member_of, AUTHORITY: authority_of}
    speaker = by or speakers[body](round_)
    return agree_to_result(round_, body, chosen=chosen, by=speaker, **words)


def states(round_):
    return {
        option.number: option.initiative.state
        for option in round_.options.select_related("initiative")
    }


# --- two bodies -----------------------------------------------------------------------


@pytest.mark.parametrize("first", [COMMITTEE, AUTHORITY])
def test_the_decision_stands_when_both_have_agreed_to_the_same(first):
    round_ = voted()
    second = AUTHORITY if first == COMMITTEE else COMMITTEE

    agree(round_, first)
    assert not Adoption.objects.exists()
    assert set(states(round_).values()) == {State.ELIGIBLE}
    agree(round_, second, chosen=[3, 1, 3])

    adoption = Adoption.objects.get()
    assert (adoption.chosen, adoption.departs, adoption.reason) == ([1, 3], False, "")
    assert states(round_) == {
        1: State.SELECTED,
        2: State.NOT_SELECTED,
        3: State.SELECTED,
    }
    told = [event.display_words for event in InitiativeEvent.objects.all()]
    assert sorted(told) == [
        f"The vote “{round_.title}” chose it.",
        f"The vote “{round_.title}” chose it.",
        f"The vote “{round_.title}” did not choose it.",
    ]
    assert {event.actor_role for event in InitiativeEvent.objects.all()} == {second}


def test_different_texts_are_no_decision():
    round_ = voted()

    agree(round_, COMMITTEE)
    agree(round_, AUTHORITY, chosen=[1], **SLID)

    assert not Adoption.objects.exists()
    assert set(states(round_).values()) == {State.ELIGIBLE}


@pytest.mark.parametrize("words", [{"reason": "Mud."}, {"language": "ar"}])
def test_another_reason_is_another_text(words):
    round_ = voted()

    agree(round_, COMMITTEE, chosen=[1], **SLID)
    agree(round_, AUTHORITY, chosen=[1], **{**SLID, **words})

    assert not Adoption.objects.exists()


def test_a_body_may_come_round_to_what_the_other_said():
    round_ = voted()
    agree(round_, COMMITTEE)
    agree(round_, AUTHORITY, chosen=[1, 2], **SLID)

    agree(round_, COMMITTEE, chosen=[1, 2], **SLID)

    adoption = Adoption.objects.get()
    assert (adoption.chosen, adoption.departs) == ([1, 2], True)
    assert adoption.reason == "The site slid away."
    assert Agreement.objects.count() == 2


@pytest.mark.parametrize("chosen", [[], [1], [1, 2], [1, 2, 3]])
def test_departure_from_the_vote_needs_a_public_reason(chosen):
    round_ = voted()

    with pytest.raises(AdoptionError, match="differs from the vote"):
        agree(round_, COMMITTEE, chosen, reason=" ", language="en")
    for body in Body:
        agree(round_, body, chosen, **SLID)

    assert Adoption.objects.get().departs
    assert {n for n, s in states(round_).items() if s == State.SELECTED} == set(chosen)


def test_a_reason_that_is_not_needed_is_not_kept():
    assert agree(voted(), COMMITTEE, **SLID).text == ([1, 3], "", "")


def test_reason_of_a_departure_stands_in_the_history_of_what_it_concerns():
    round_ = voted()

    for body in Body:
        agree(round_, body, [1, 2], **SLID)

    told = {
        event.initiative.title: "slid away" in event.reason
        for event in InitiativeEvent.objects.select_related("initiative")
    }
    assert told == {"Proposal 1": False, "Proposal 2": True, "Proposal 3": True}


def test_the_history_tells_the_vote_to_each_reader_in_their_language(client):
    round_ = voted(titles={"fr": "Budget de l’eau"})
    slid = {"reason": "انزلق الموقع.", "language": "ar"}
    for body in Body:
        agree(round_, body, [1, 2], **slid)
    second = Initiative.objects.get(title="Proposal 2")

    event = second.events.get()
    with translation.override("fr"):
        told = "Le vote «\xa0Budget de l’eau\xa0» ne l’a pas retenue."
        assert event.display_vote == told
        page = client.get(reverse("initiatives:detail", args=[second.reference])).text
    assert event.display_vote == f"The vote “{round_.title}” did not choose it."
    assert f"<p>{told}</p>" in page
    assert '<p lang="ar" dir="rtl">انزلق الموقع.</p>' in page
    assert '<span lang="ar">العربية</span>' in page


def test_what_was_decided_is_not_decided_again():
    round_ = voted()
    for body in Body:
        agree(round_, body)

    with pytest.raises(AdoptionError, match="already"):
        agree(round_, COMMITTEE)


def test_nobody_adopts_what_was_not_on_the_ballot():
    with pytest.raises(AdoptionError, match="not on the ballot"):
        agree(voted(), COMMITTEE, [7], **SLID)


def test_a_cancelled_initiative_is_left_alone():
    round_ = voted()
    Initiative.objects.filter(title="Proposal 3").update(state=State.CANCELLED)

    for body in Body:
        agree(round_, body)

    assert states(round_)[3] == State.CANCELLED


@pytest.mark.parametrize("body", Body)
@pytest.mark.parametrize(
    "state", [RoundState.DRAFT, RoundState.OPEN, RoundState.CANCELLED]
)
def test_only_a_sealed_result_can_be_agreed_to(state, body):
    with pytest.raises(RoundStateError):
        agree(in_state(state), body, [])


def test_each_agreement_and_the_decision_are_in_the_audit_log():
    round_ = voted()

    agree(round_, COMMITTEE)
    agree(round_, AUTHORITY)

    logged = ModelLogEntry.objects.filter(action__contains="result").order_by("pk")
    assert [entry.action.partition(".")[2] for entry in logged] == [
        "agree_to_result",
        "agree_to_result",
        "adopt_result",
    ]
    assert [entry.data.get("body") for entry in logged][:2] == [COMMITTEE, AUTHORITY]


# --- who speaks for a body ------------------------------------------------------------


@pytest.mark.parametrize("body", Body)
def test_no_body_speaks_for_the_other(body):
    round_ = voted()
    of_the_other = authority_of if body == COMMITTEE else member_of

    with pytest.raises(NotPermittedError):
        agree(round_, body, by=of_the_other(round_))


@pytest.mark.parametrize("body", Body)
def test_those_of_another_place_have_no_say(body):
    round_ = voted()
    stranger = {
        COMMITTEE: lambda: MandateFactory().user,
        AUTHORITY: lambda: MandateFactory(authority=True, area=AdminAreaFactory()).user,
    }[body]()

    with pytest.raises(NotPermittedError):
        agree(round_, body, by=stranger)


def bodies_of(place, **mandate):
    """For which bodies somebody speaks about a sealed round that takes place there."""
    round_ = RoundFactory.build(
        **{"community": None, "area": None, **place}, state=RoundState.CLOSED
    )
    return own_bodies(MandateFactory(**mandate).user, round_)


def test_of_a_round_of_an_area_its_committees_and_its_authority_decide():
    district = AdminAreaFactory(level=2)
    ward = AdminAreaFactory(level=3, parent=district)
    inside = CommunityFactory(area=ward)
    of = {"area": district}

    assert bodies_of(of, community=inside) == [COMMITTEE]
    assert bodies_of(of, community=CommunityFactory()) == []
    assert bodies_of(of, authority=True, area=district) == [AUTHORITY]
    assert bodies_of(of, authority=True, area=ward) == []
    above = {"community": inside}
    assert bodies_of(above, authority=True, area=district) == [AUTHORITY]


def test_of_a_round_of_the_programme_every_committee_and_authority_may_decide():
    assert bodies_of({}, community=CommunityFactory()) == [COMMITTEE]
    assert bodies_of({}, authority=True, area=AdminAreaFactory()) == [AUTHORITY]
    assert bodies_of({}, staff=True) == []


def test_staff_record_what_a_body_decided_and_where():
    round_, staff = voted(), staff_member()

    with pytest.raises(AdoptionError, match="where the body decided"):
        agree(round_, COMMITTEE, by=staff)
    said = agree(round_, COMMITTEE, by=staff, **MINUTES)

    assert said.decided_where == "Meeting of 12 May, MT-7K3QF"
    assert said.where_language == "en"


def test_one_person_does_not_agree_for_both():
    round_, staff = voted(), staff_member()
    agree(round_, COMMITTEE, by=staff, **MINUTES)

    with pytest.raises(AdoptionError, match="cannot agree for both"):
        agree(round_, AUTHORITY, by=staff, **MINUTES)
    agree(round_, AUTHORITY, by=staff_member(), **MINUTES)

    assert Adoption.objects.exists()
    assert {event.actor_role for event in InitiativeEvent.objects.all()} == {
        ActingRole.STAFF
    }


def test_who_speaks_for_a_body_themselves_names_no_minutes():
    assert agree(voted(), COMMITTEE, **MINUTES).decided_where == ""
