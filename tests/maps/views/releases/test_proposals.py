"""Data stewards' pages: from what a threshold costs to what is public, under two persons."""

import datetime

import pytest
from django.test import Client

from maps.enums import ProposalState, ReleaseState
from maps.models import ReleaseProposal
from maps.services.approvals import approve_release
from maps.services.outlines import redraw_outlines
from maps.services.preparations import work_out_drafts
from maps.services.releases import publish_release
from tests.factories.releases import (
    blocked,
    counted_round,
    drafted,
    proposed,
    steward,
)
from tests.maps.views.releases.reading import at, text_of

pytestmark = pytest.mark.django_db


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
            round=reporting,
            threshold=threshold,
            households=5,
            state=state,
            prepared_by=signed_in,
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


def test_the_preview_has_a_map_of_households_and_of_each_part(client, signed_in):
    reporting, wards = counted_round(households=(9, 1, 11, 24, 4, 12))
    redraw_outlines(2)
    [draft] = drafted(reporting, by=signed_in)

    page = client.get(
        at("proposal", "R1", draft.pk), {"level": "2", "group": "RET--households"}
    )
    picture = client.get(
        at("proposal_picture", "R1", draft.pk, 2, "RET--households", "light")
    )

    hidden = draft.hidden["RET--households"]["2"]
    assert {wards[1].pcode, wards[4].pcode} <= set(hidden)
    assert "Returned refugees · Households" in text_of(page)
    assert f"District: {len(hidden)} hatched" in text_of(page)
    assert picture.content.decode().count('fill="url(#h)"') == len(hidden)


def test_a_threshold_of_households_is_offered_and_hides_more(client, signed_in):
    reporting, _wards = counted_round(households=(8, 3, 8, 8, 8, 8))
    hidden = []
    for households in (5, 9):
        client.post(
            at("prepare_release", "R1"), {"threshold": "", "households": households}
        )
        work_out_drafts(reporting, by=signed_in)
        draft = reporting.proposals.get(threshold=10)
        hidden.append(len(draft.hidden["RET--households"]["2"]))
        assert draft.report["threshold_households"] == households

    assert hidden[0] < hidden[1] == 6
    assert "9 households" in text_of(client.get(at("release_round", "R1")))


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
