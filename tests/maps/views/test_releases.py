"""Data stewards' pages: from what a threshold costs to what is public, under two persons."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse

from maps.enums import ProposalState, ReleaseState
from maps.models import ReleaseProposal
from maps.services.approvals import approve_release, refuse_release
from maps.services.outlines import redraw_outlines
from maps.services.releases import publish_release
from maps.services.withdrawals import ask_to_withdraw, confirm_withdrawal
from tests.factories.communities import MandateFactory
from tests.factories.maps import AdminAreaFactory, ReportingRoundFactory, return_count
from tests.factories.people import UserFactory
from tests.factories.releases import (
    blocked,
    counted_round,
    drafted,
    proposed,
    steward,
)

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"maps:{name}", args=args)


def text_of(response):
    [main] = re.findall(r"<main.*?</main>", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.fixture
def signed_in(client):
    person = steward()
    client.force_login(person)
    return person


# --- who ------------------------------------------------------------------------------


@pytest.fixture
def addresses():
    """Every address of the stewards, by method, around one proposal and one release."""
    reporting, _wards = counted_round()
    publish_release("R1", by=None, threshold=10)
    proposal = proposed(reporting, by=steward(), threshold=5)
    plan = ("R1", proposal.pk)
    return {
        "get": [
            at("releases"),
            at("release_round", "R1"),
            at("proposal", *plan),
            at("proposal_picture", *plan, 2, "RET", "light"),
            at("compare_releases", "R1", 1),
            at("withdraw_release", "R1", 1),
        ],
        "post": [
            at("prepare_release", "R1"),
            at("prepare_zones", "R1"),
            at("refuse_proposal", *plan),
            at("proposal_figures", *plan),
            at("proposal_step", *plan, "propose"),
            at("proposal_step", *plan, "take-back"),
            at("proposal_step", *plan, "approve"),
            at("proposal_step", *plan, "publish-again"),
            at("withdraw_release", "R1", 1),
            at("answer_withdrawal", "R1", 1, "confirm"),
        ],
    }


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ("visitor", 302),
        ("committee", 403),
        ("staff", 403),
        ("authority", 403),
        ("former steward", 403),
    ],
)
def test_pages_and_buttons_are_for_stewards(client, addresses, who, answer):
    yesterday = datetime.date(2025, 6, 1)
    people = {
        "committee": lambda: MandateFactory().user,
        "staff": lambda: MandateFactory(staff=True).user,
        "authority": lambda: (
            MandateFactory(authority=True, area=AdminAreaFactory()).user
        ),
        "former steward": lambda: MandateFactory(steward=True, ends_on=yesterday).user,
    }
    if who in people:
        client.force_login(people[who]())

    answers = {
        path: getattr(client, method)(path, {"reason": "x"}).status_code
        for method, paths in addresses.items()
        for path in paths
    }

    assert set(answers.values()) == {answer}
    assert ReleaseProposal.objects.get().state == ProposalState.PROPOSED


def test_a_steward_sees_every_page(client, addresses, signed_in):
    assert {client.get(path).status_code for path in addresses["get"]} == {200}


def test_steps_are_not_taken_by_following_a_link(client, addresses, signed_in):
    buttons = [path for path in addresses["post"] if path not in addresses["get"]]

    assert {client.get(path).status_code for path in buttons} == {405}


def test_no_step_is_taken_by_another_site(addresses):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(steward())

    assert {strict.post(path).status_code for path in addresses["post"]} == {403}
    assert ReleaseProposal.objects.get().state == ProposalState.PROPOSED


def test_what_stewards_see_is_kept_by_no_cache(client, addresses, signed_in):
    for path in addresses["get"]:
        assert "no-store" in client.get(path)["Cache-Control"], path


@pytest.mark.parametrize("verb", ["elsewhere", "publish"])
def test_unknown_steps_are_not_found(client, addresses, signed_in, verb):
    proposal = ReleaseProposal.objects.get()

    path = at("proposal_step", "R1", proposal.pk, verb)
    assert client.post(path).status_code == 404


# --- from price to public --------------------------------------------------------------


def test_a_steward_has_thresholds_worked_out_and_sees_their_price(
    client, signed_in, django_capture_on_commit_callbacks
):
    counted_round()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(at("prepare_release", "R1"), {"threshold": "60"})
    page = text_of(client.get(at("release_round", "R1")))

    assert [each.threshold for each in ReleaseProposal.objects.order_by("pk")] == [
        *(5, 10, 15, 20),
        60,
    ]
    assert "60 persons" in page
    assert "33.3% 2 of 6" in page
    assert "people: " in page


def test_a_threshold_below_five_is_sent_back_with_a_reason(client, signed_in):
    counted_round()

    page = client.post(at("prepare_release", "R1"), {"threshold": "4"})

    assert "Please correct this" in page.content.decode()
    assert not ReleaseProposal.objects.exists()


def test_the_page_says_how_far_the_work_is(client, signed_in):
    reporting, _wards = counted_round()
    for threshold, state in ((5, ProposalState.DRAFTED), (10, ProposalState.PLANNING)):
        ReleaseProposal.objects.create(
            round=reporting, threshold=threshold, state=state, prepared_by=signed_in
        )

    assert "1 of 2 thresholds is worked out" in text_of(
        client.get(at("release_round", "R1"))
    )


def test_the_preview_hatches_what_would_be_hidden(client, signed_in):
    reporting, wards = counted_round()
    redraw_outlines(2)
    [draft] = drafted(reporting, by=signed_in)

    picture = client.get(at("proposal_picture", "R1", draft.pk, 2, "RET", "light"))

    hidden = draft.hidden["RET"]["2"]
    assert wards[1].pcode in hidden
    assert picture.content.decode().count('fill="url(#h)"') == len(hidden)
    assert picture.content.decode().count("<path") == len(wards)


@pytest.mark.parametrize(
    ("level", "group", "theme"), [(9, "RET", "light"), (2, "XXX", "light")]
)
def test_there_is_no_picture_of_what_is_not_there(
    client, signed_in, level, group, theme
):
    reporting, _wards = counted_round()
    [draft] = drafted(reporting, by=signed_in)

    path = at("proposal_picture", "R1", draft.pk, level, group, theme)
    assert client.get(path).status_code == 404


def test_the_level_is_chosen_in_the_address(client, signed_in):
    reporting, _wards = counted_round()
    [draft] = drafted(reporting, by=signed_in)

    chosen = client.get(at("proposal", "R1", draft.pk), {"level": "1"})
    nonsense = client.get(at("proposal", "R1", draft.pk), {"level": "7", "group": "?"})

    assert "/picture/1/RET/light.svg" in chosen.content.decode()
    assert "/picture/2/RET/light.svg" in nonsense.content.decode()


def test_two_stewards_publish_from_one_page_to_the_next(
    client, signed_in, django_capture_on_commit_callbacks
):
    reporting, _wards = counted_round()
    [draft] = drafted(reporting, by=signed_in)
    client.post(at("proposal_step", "R1", draft.pk, "propose"))
    own = text_of(client.get(at("proposal", "R1", draft.pk)))
    second = Client()
    second.force_login(steward())
    theirs = text_of(second.get(at("proposal", "R1", draft.pk)))

    with django_capture_on_commit_callbacks(execute=True):
        second.post(at("proposal_step", "R1", draft.pk, "approve"))

    assert "Approve and publish" not in own
    assert "You cannot approve what you proposed yourself" in own
    assert "Approve and publish" in theirs
    assert reporting.releases.get().state == ReleaseState.PUBLISHED
    after = client.get(at("proposal", "R1", draft.pk)).content.decode()
    assert at("release", "R1", 1) in after


def test_whoever_proposed_cannot_approve_or_refuse_by_sending_it_anyway(
    client, signed_in
):
    reporting, _wards = counted_round()
    proposal = proposed(reporting, by=signed_in)

    approve = client.post(at("proposal_step", "R1", proposal.pk, "approve"))
    refuse = client.post(at("refuse_proposal", "R1", proposal.pk), {"reason": "x"})

    proposal.refresh_from_db()
    assert (approve.status_code, refuse.status_code) == (403, 403)
    assert proposal.state == ProposalState.PROPOSED


def test_a_refusal_needs_a_reason_and_shows_it(client, signed_in):
    reporting, _wards = counted_round()
    proposal = proposed(reporting, by=steward())
    path = at("refuse_proposal", "R1", proposal.pk)

    empty = client.post(path, {"reason": ""})
    client.post(path, {"reason": "Wait for the corrected borders."})

    assert "Please correct this" in empty.content.decode()
    for page in (at("proposal", "R1", proposal.pk), at("release_round", "R1")):
        assert "Wait for the corrected borders." in text_of(client.get(page))


def test_a_second_answer_comes_too_late_and_says_so(client, signed_in):
    reporting, _wards = counted_round()
    proposal = proposed(reporting, by=steward())
    approve_release(proposal, by=steward())

    page = client.post(
        at("proposal_step", "R1", proposal.pk, "approve"), follow=True
    ).content.decode()

    assert "Somebody has dealt with this meanwhile" in page


def test_why_a_threshold_is_blocked_is_explained_without_naming_a_place(
    client, signed_in
):
    reporting, wards = counted_round()
    draft = blocked(reporting, by=signed_in)

    page = text_of(client.get(at("proposal", "R1", draft.pk)))

    assert "Earlier versions give figures away" in page
    assert "Wait for the next round" in page
    assert not [ward for ward in wards if ward.name in page]


def test_figures_at_fault_are_shown_when_asked_for(client, signed_in):
    reporting, _wards = counted_round()
    draft = blocked(reporting, by=signed_in)

    page = client.post(at("proposal_figures", "R1", draft.pk))

    assert len(page.context["found"]) > 0
    assert "Confidential" in text_of(page)


@pytest.mark.parametrize("rounds", [1, 3])
def test_list_costs_the_same_however_many_rounds(
    client, signed_in, django_assert_num_queries, rounds
):
    for number in range(rounds):
        day = datetime.date(2026, 1 + number, 28)
        code = f"R{number}"
        reporting, _wards = counted_round(code, reported_on=day)
        publish_release(code, by=None, threshold=10)
        proposed(reporting, by=steward(), threshold=5)
    client.get(at("releases"))

    # Session, person and mandates; two of what waits; a page of rounds and how many
    # there are, with releases, proposals and drafts.
    with django_assert_num_queries(10):
        client.get(at("releases"))


@pytest.mark.parametrize("thresholds", [(5,), (5, 15, 20)])
def test_round_costs_the_same_however_many_thresholds(
    client, signed_in, django_assert_num_queries, thresholds
):
    reporting, _wards = counted_round()
    drafted(reporting, by=signed_in, thresholds=thresholds)
    client.get(at("release_round", "R1"))

    # Session, person and mandates; the round, its thresholds, what waits, what was
    # answered, its releases; the levels that there are.
    with django_assert_num_queries(9):
        client.get(at("release_round", "R1"))


def test_a_round_whose_code_has_a_stroke_has_its_pages(client, signed_in):
    reporting, _wards = counted_round("2026/3")
    [draft] = drafted(reporting, by=signed_in)
    publish_release("2026/3", by=None, threshold=20)

    for path in (
        at("release_round", "2026/3"),
        at("proposal", "2026/3", draft.pk),
        at("release", "2026/3", 1),
    ):
        assert client.get(path).status_code == 200, path


# --- comparing -------------------------------------------------------------------------


def test_two_versions_of_a_round_are_compared_level_by_level(client, signed_in):
    counted_round()
    first = publish_release("R1", by=None, threshold=60)
    publish_release("R1", by=None, threshold=5)

    page = client.get(at("compare_releases", "R1", 2), {"other": first.pk})

    by_level = {each.level: each for each in page.context["compared"].levels}
    assert by_level[2].only_first == 0
    assert by_level[2].only_second > 0
    assert "not shown" in text_of(page)


def test_two_rounds_are_compared_by_what_is_shown(client, signed_in):
    _reporting, wards = counted_round()
    first = publish_release("R1", by=None, threshold=10)
    later = ReportingRoundFactory(code="R2", reported_on=datetime.date(2026, 12, 31))
    for ward, persons in zip(wards, (40, 3, 55, 100, 95, 70), strict=True):
        return_count(ward, persons, round=later)
    publish_release("R2", by=None, threshold=10)

    page = client.get(at("compare_releases", "R2", 1), {"other": first.pk})

    changes = {
        each.area.pcode: each.change for each in page.context["compared"].differences
    }
    assert changes[wards[3].pcode] == -20
    assert changes[wards[4].pcode] == 15
    assert wards[1].pcode not in changes
    assert "-20" in text_of(page)


def test_an_only_release_has_nothing_to_compare_with(client, signed_in):
    counted_round()
    publish_release("R1", by=None)

    page = text_of(client.get(at("compare_releases", "R1", 1)))

    assert "There is no other release" in page


# --- the public report, and taking back ------------------------------------------------


def test_everybody_reads_how_a_release_was_protected(client):
    _reporting, wards = counted_round()
    publish_release("R1", by=None, threshold=10)

    page = text_of(client.get(at("release", "R1", 1)))

    assert "fewer than 10 persons" in page
    assert "No hidden figure can be narrowed down" in page
    assert "33.3%" in page
    assert "Withdraw" not in page
    assert not [ward for ward in wards if ward.name in page]


def test_the_map_leads_to_the_report_of_its_release(client):
    counted_round()
    publish_release("R1", by=None)

    assert at("release", "R1", 1) in client.get(at("map")).content.decode()


@pytest.mark.parametrize("address", [("R9", 1), ("R1", 9)])
def test_there_is_no_report_of_what_was_not_released(client, address):
    counted_round()
    publish_release("R1", by=None)

    assert client.get(at("release", *address)).status_code == 404


def test_the_report_tells_a_hidden_total_by_leaving_the_share_out(client):
    [ward] = [AdminAreaFactory(level=0)]
    return_count(ward, 4, round=ReportingRoundFactory(code="R1"))
    publish_release("R1", by=None)

    page = text_of(client.get(at("release", "R1", 1)))

    assert "because a total is hidden" in page


def test_a_withdrawn_release_says_why_and_is_not_shown_anywhere_else(client, signed_in):
    counted_round()
    release = publish_release("R1", by=None, threshold=10)
    client.post(at("withdraw_release", "R1", 1), {"reason": "Districts were swapped."})
    asked = text_of(Client().get(at("release", "R1", 1)))
    second = Client()
    second.force_login(steward())

    second.post(at("answer_withdrawal", "R1", 1, "confirm"))

    page = text_of(Client().get(at("release", "R1", 1)))
    assert "Districts were swapped." not in asked
    assert "Withdrawn on" in page
    assert "Districts were swapped." in page
    values = reverse("maps:values", args=[release.pk, 2, "RET", "persons"])
    assert Client().get(values).status_code == 404
    assert "Nothing has been released yet" in Client().get(at("map")).content.decode()


def test_whoever_asked_cannot_confirm_by_sending_it_anyway(client, signed_in):
    counted_round()
    release = publish_release("R1", by=None)
    ask_to_withdraw(release, reason="Swapped.", by=signed_in)

    page = text_of(client.get(at("release", "R1", 1)))
    answer = client.post(at("answer_withdrawal", "R1", 1, "confirm"))

    assert "Confirm the withdrawal" not in page
    assert answer.status_code == 403


def test_the_map_falls_back_to_the_newest_release_that_is_public(client):
    counted_round()
    publish_release("R1", by=None, threshold=60)
    newer = publish_release("R1", by=None, threshold=5)
    confirm_withdrawal(
        ask_to_withdraw(newer, reason="Swapped.", by=steward()), by=steward()
    )

    assert at("release", "R1", 1) in client.get(at("map")).content.decode()


# --- where stewards come from ----------------------------------------------------------


def test_what_waits_for_a_second_person_stands_on_their_desk_only(client):
    reporting, _wards = counted_round()
    first, second = steward(), steward()
    release = publish_release("R1", by=None, threshold=10)
    proposal = proposed(reporting, by=first, threshold=5)
    ask_to_withdraw(release, reason="Swapped.", by=first)
    words = ("Approve or refuse the release", "Confirm or decline the withdrawal")

    pages = {}
    for person in (first, second, MandateFactory(staff=True).user):
        client.force_login(person)
        pages[person.pk] = client.get(reverse("participation:my_work")).content.decode()

    assert all(each in pages[second.pk] for each in words)
    assert at("proposal", "R1", proposal.pk) in pages[second.pk]
    assert not [
        (key, each)
        for key, page in pages.items()
        for each in words
        if key != second.pk and each in page
    ]
    assert [at("releases") in page for page in pages.values()] == [True, True, False]


def test_the_cms_says_that_a_release_waits(client):
    reporting, _wards = counted_round()
    proposal = proposed(reporting, by=steward())
    client.force_login(steward())

    before = client.get(reverse("wagtailadmin_home")).content.decode()
    refuse_release(proposal, reason="No.", by=steward())
    after = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "1 release of returns waits for a second data steward" in before
    assert "second data steward" not in after


def test_a_visitor_is_led_to_sign_in_and_back(client):
    counted_round()

    answer = client.get(at("release_round", "R1"))

    assert answer["Location"].endswith(f"next={at('release_round', 'R1')}")


def test_an_administrator_acts_as_a_steward(client):
    counted_round()
    client.force_login(UserFactory(is_superuser=True))

    assert client.get(at("releases")).status_code == 200
