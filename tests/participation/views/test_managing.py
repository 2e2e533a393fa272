"""Organisers' pages, from preparing a round to the recorded decision."""

import datetime

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from participation.enums import PassState, RoundState, Step
from participation.models import PaperBatch, Round, VotingPass
from participation.services.paper_tables import open_paper_batch
from participation.services.roll import set_roll
from participation.services.steps import ask_for_step, take_back
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.participation import (
    RoundFactory,
    cast,
    closed_round,
    eligible_initiative,
    in_state,
    open_round_with_options,
    passes,
    round_with_options,
    staff_member,
)
from tests.factories.people import UserFactory
from tests.participation.views.managing import address, ended_round, filled

pytestmark = pytest.mark.django_db

PAGES = [
    "manage_round",
    "manage_edit",
    "manage_options",
    "manage_parts",
    "manage_passes",
    "manage_void_pass",
    "manage_cancel",
]
PREPARING = ["manage_edit", "manage_options", "manage_parts"]
BUTTONS = ["manage_open", "manage_close", "manage_take_back", "manage_discard"]


# --- who ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*PAGES, *BUTTONS])
@pytest.mark.parametrize("method", ["get", "post"])
def test_pages_are_for_organisers(client, name, method):
    round_ = round_with_options()

    visitor = getattr(client, method)(address(name, round_))
    client.force_login(MandateFactory(community=round_.community).user)
    member = getattr(client, method)(address(name, round_))

    assert (visitor.status_code, visitor["Location"][:10]) == (302, "/sign-in/?")
    assert member.status_code == 403


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("state", [s for s in RoundState if s != RoundState.SEALING])
def test_pages_open_in_every_state(client, staff, name, state):
    round_ = in_state(state)

    page = client.get(address(name, round_), follow=True)

    assert page.status_code == 200
    is_frozen = name in PREPARING and state != RoundState.DRAFT
    expected = [(address("manage_round", round_), 302)] if is_frozen else []
    assert page.redirect_chain == expected


# --- preparing ----------------------------------------------------------------------


def test_organiser_prepares_a_round(client, staff):
    community = CommunityFactory()

    answer = client.post(
        "/rounds/manage/new/", filled(place=f"community-{community.pk}")
    )

    round_ = Round.objects.get()
    assert answer["Location"] == address("manage_options", round_)
    assert (round_.community, round_.budget) == (community, 60_000)
    assert round_.titles == {"ar": "اختاروا"}
    assert round_.closes_at == datetime.datetime(2027, 3, 9, 18, tzinfo=datetime.UTC)


def test_organiser_prepares_a_round_of_a_district_with_points(client, staff):
    community = CommunityFactory()
    fields = filled(
        place=f"area-{community.area.pk}",
        ballot_type="points",
        points="10",
        rule="greedy",
        least_votes="3",
        quorum="20",
        entitled="Everybody of 16 and over.",
        entitled_ar="كل من بلغ السادسة عشرة.",
    )

    client.post("/rounds/manage/new/", fields)

    round_ = Round.objects.get()
    assert (round_.community, round_.area) == (None, community.area)
    assert (round_.points, round_.least_votes, round_.quorum) == (10, 3, 20)
    page = client.get(address("manage_round", round_)).text
    assert "You have 10 points" in page
    assert "Everybody of 16 and over." in page
    edit = client.get(address("manage_edit", round_)).text
    assert "كل من بلغ السادسة عشرة." in edit


def test_organiser_divides_the_budget(client, staff):
    community = CommunityFactory()
    fields = filled(place=f"community-{community.pk}", split_by="dimension")

    answer = client.post("/rounds/manage/new/", fields)

    round_ = Round.objects.get()
    assert answer["Location"] == address("manage_parts", round_)
    wrong = client.post(answer["Location"], {"social": "5", "economic": "5"})
    assert "The parts come to 10. They must come to 60000." in wrong.text
    client.post(answer["Location"], {"social": "20000", "economic": "40000"})
    assert dict(round_.parts.values_list("key", "amount")) == {
        "social": 20_000,
        "economic": 40_000,
    }


def test_a_round_of_the_whole_programme(client, staff):
    client.post("/rounds/manage/new/", filled(place="programme"))

    round_ = Round.objects.get()
    assert (round_.community, round_.area) == (None, None)
    assert "The whole programme" in client.get("/rounds/manage/").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"ballot_type": "points"},
        {"quorum": "101"},
        {"budget": "0"},
        {"budget": "much"},
        {"closes_at": "2027-02-01T08:00"},
        {"rule": "loudest"},
        {"place": "community-999999"},
        {"title": ""},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_mistakes_are_told_and_nothing_is_stored(client, staff, wrong):
    fields = filled(place=f"community-{CommunityFactory().pk}")

    page = client.post("/rounds/manage/new/", {**fields, **wrong})

    assert "error-summary" in page.text
    assert not Round.objects.exists()


def test_organiser_changes_a_round_before_opening(client, staff):
    round_ = RoundFactory()

    client.post(address("manage_edit", round_), filled(budget="500"))

    round_.refresh_from_db()
    assert (round_.title, round_.budget) == ("Choose for Upper Maro", 500)


@pytest.mark.parametrize("name", PREPARING)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_open_round_shows_what_stands_and_why_instead_of_a_form(
    client, staff, name, method
):
    round_ = open_round_with_options()

    answer = getattr(client, method)(
        address(name, round_), filled(budget="500"), follow=True
    )

    assert answer.redirect_chain == [(address("manage_round", round_), 302)]
    assert "This round is open: what voters were shown cannot change." in answer.text
    assert "Proposals on the ballot" in answer.text
    assert 'name="budget"' not in answer.text
    round_.refresh_from_db()
    assert round_.budget == 100


def test_organiser_chooses_options(client, staff):
    round_ = RoundFactory()
    stand = [eligible_initiative(round_.community, cost) for cost in (30, 40)]
    foreign = eligible_initiative(CommunityFactory(), 20)

    refused = client.post(
        address("manage_options", round_), {"initiatives": [foreign.pk]}
    )
    client.post(
        address("manage_options", round_), {"initiatives": [each.pk for each in stand]}
    )

    assert "error-summary" in refused.text
    assert {option.initiative for option in round_.options.all()} == set(stand)


# --- my work ------------------------------------------------------------------------


def test_my_work_of_staff_lists_rounds_that_wait(client, staff):
    draft, ended, counted = round_with_options(), ended_round(), closed_round()
    running = open_round_with_options()

    text = client.get("/my/").text

    for round_ in (draft, ended):
        assert address("manage_round", round_) in text
    assert address("adoption", counted) in text
    assert address("manage_round", running) not in text


def test_my_work_of_a_committee_shows_votes_nearby_but_no_organising(client):
    round_, elsewhere = open_round_with_options(), open_round_with_options()
    client.force_login(MandateFactory(community=round_.community).user)

    text = client.get("/my/").text

    assert address("round", round_) in text
    assert address("round", elsewhere) not in text
    assert "/rounds/manage/" not in text


def test_my_work_of_a_person_without_a_role_says_so(client):
    client.force_login(UserFactory(name="Amina"))

    text = client.get("/my/").text

    assert "Nothing waits for you" in text
    assert "You hold no role" in text


@pytest.mark.parametrize("item_count", [1, 3])
def test_my_work_asks_the_same_number_of_questions(
    client, staff, django_assert_max_num_queries, item_count
):
    for _ in range(item_count):
        ended_round()

    with django_assert_max_num_queries(25):
        client.get("/my/")


@pytest.mark.parametrize("key", ["9" * 30, "-1", "x", "999999"])
def test_a_proposal_that_is_not_offered_is_refused_with_the_usual_words(
    client, staff, key
):
    round_ = round_with_options()

    page = client.post(address("manage_options", round_), {"initiatives": [key]})

    assert page.status_code == 200
    assert "Select a valid choice" in page.text
    assert round_.options.count() == 3


# --- drafts that come to nothing ------------------------------------------------------


def test_draft_that_nobody_saw_is_deleted_and_leaves_only_its_record(client, staff):
    draft = round_with_options()
    assert "Delete the draft" in client.get(address("manage_round", draft)).text

    page = client.post(address("manage_discard", draft), follow=True)

    assert "The draft is deleted." in page.text
    assert not Round.objects.exists()
    entry = ModelLogEntry.objects.get(action="participation.discard_round")
    assert (entry.user, entry.label) == (staff, str(draft))


def printed(draft, _staff):
    passes(draft)


def asked_for(draft, staff):
    take_back(ask_for_step(draft, Step.OPEN, by=staff), by=staff)


@pytest.mark.parametrize("happened", [printed, asked_for])
def test_draft_that_somebody_saw_is_cancelled_in_public(client, staff, happened):
    draft = round_with_options()
    happened(draft, staff)
    assert "Delete the draft" not in client.get(address("manage_round", draft)).text

    page = client.post(address("manage_discard", draft), follow=True)

    assert "Cancel it, and say why." in page.text
    assert Round.objects.get() == draft


def test_round_that_was_opened_is_not_deleted(client, staff):
    client.post(address("manage_discard", open_round_with_options()))

    assert Round.objects.exists()


# --- the list of rounds ------------------------------------------------------------------


def with_a_roll_and_paper():
    """Forty on the roll; two voted with a pass, three numbers got a sheet of paper."""
    round_ = open_round_with_options()
    set_roll(round_, [str(number) for number in range(1, 41)], by=staff_member())
    passes(round_, 10)
    batch = open_paper_batch(
        round_,
        label="School",
        officers="Two members",
        shift="Morning",
        issued=20,
        by=staff_member(),
    )
    cast(round_, (1,), (2,))
    PaperBatch.objects.filter(pk=batch.pk).update(by_number=3)
    return round_


def with_passes_void_and_for_trial():
    """Eight passes, one of them lost and not replaced; and one for trying out."""
    round_ = open_round_with_options()
    passes(round_, 7)
    passes(round_, 1, state=PassState.TEST)
    [lost] = passes(round_, 1)
    VotingPass.objects.filter(pk=lost.pk).update(state=PassState.VOID)
    cast(round_, (1,), (2,), (3,))
    return round_


@pytest.mark.parametrize(
    ("prepared", "told"),
    [(with_a_roll_and_paper, "5 of 40"), (with_passes_void_and_for_trial, "3 of 8")],
)
def test_the_list_says_of_a_round_how_many_voted_as_its_own_page_does(
    client, staff, prepared, told
):
    round_ = prepared()

    listed = client.get(reverse("participation:manage_rounds")).text
    own = client.get(reverse("participation:manage_round", args=[round_.slug])).text

    assert "Have voted" in listed
    assert told in listed
    assert f"{told} have voted" in own


def test_the_list_says_nothing_of_turnout_before_a_round_is_opened(client, staff):
    passes(round_with_options(), 6)

    listed = client.get(reverse("participation:manage_rounds")).text

    assert "0 of 6" not in listed
