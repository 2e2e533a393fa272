"""Reporting, answering, changing the plan and spending, through the pages."""

import pytest
from django.urls import reverse

from initiatives.enums import MilestoneState, State
from tests.factories.initiatives import (
    InitiativeFactory,
    MilestoneClaimFactory,
    MilestoneFactory,
)
from tests.initiatives.pictures import photograph, upload


@pytest.fixture
def milestone(cast):
    initiative = InitiativeFactory(
        community=cast.community, state=State.IN_IMPLEMENTATION, plan=1
    )
    return initiative.milestones.get()


def address(name, milestone):
    return reverse(
        f"initiatives:{name}", args=[milestone.initiative.reference, milestone.pk]
    )


def test_the_partner_reports_with_a_picture_and_two_members_confirm(
    client, cast, milestone
):
    client.force_login(cast.implementer)
    assert client.get(address("claim", milestone)).status_code == 200
    response = client.post(
        address("claim", milestone),
        {
            "done_on": "2026-05-01",
            "note": "The pump runs",
            "picture": photograph(1000, 500),
            "picture_alt": "Water",
        },
    )
    assert response.status_code == 302
    for member in (cast.committee, cast.others[0]):
        client.force_login(member)
        assert b"The pump runs" in client.get(address("respond", milestone)).content
        client.post(address("respond", milestone), {"verdict": "confirm"})
    milestone.refresh_from_db()
    assert milestone.state == MilestoneState.VERIFIED


@pytest.mark.parametrize("state", [MilestoneState.CLAIMED, MilestoneState.VERIFIED])
def test_no_report_is_asked_for_where_none_can_be_made(client, cast, milestone, state):
    milestone.state = state
    if state == MilestoneState.VERIFIED:
        milestone.verified_on = milestone.planned_on
    milestone.save()
    MilestoneClaimFactory(milestone=milestone)
    client.force_login(cast.implementer)

    answer = client.get(address("claim", milestone), follow=True)

    assert answer.redirect_chain
    assert str(state.label) in answer.content.decode()


@pytest.mark.parametrize(
    ("picture", "words"),
    [(b"<html>", "not a picture"), (b"\xff\xd8" + bytes(11_000_000), "larger than")],
)
def test_a_bad_upload_is_explained_beside_its_field(
    client, cast, milestone, picture, words
):
    client.force_login(cast.implementer)
    response = client.post(
        address("claim", milestone),
        {
            "done_on": "2026-05-01",
            "note": "Runs",
            "picture": upload(picture),
            "picture_alt": "A page",
        },
    )
    assert response.status_code == 200
    assert words in str(response.context["form"].errors["picture"])


def test_a_dispute_without_a_word_is_asked_for_one(client, cast):
    initiative = InitiativeFactory(
        community=cast.community, state=State.IN_IMPLEMENTATION
    )
    milestone = MilestoneFactory(initiative=initiative, state=MilestoneState.CLAIMED)
    MilestoneClaimFactory(milestone=milestone)
    client.force_login(cast.committee)
    response = client.post(address("respond", milestone), {"verdict": "dispute"})
    assert "reason" in response.context["form"].errors


def test_an_answer_to_nothing_leads_back(client, cast, milestone):
    client.force_login(cast.committee)
    response = client.get(address("respond", milestone))
    assert response.url.startswith(f"/initiatives/{milestone.initiative.reference}/")


@pytest.mark.parametrize(
    ("name", "state", "roles"),
    [
        ("claim", MilestoneState.DISPUTED, {"staff", "implementer"}),
        ("respond", MilestoneState.CLAIMED, {"committee"}),
        ("reopen", MilestoneState.CLAIMED, {"staff"}),
    ],
)
def test_each_page_is_for_those_who_do_the_work(client, cast, name, state, roles):
    initiative = InitiativeFactory(
        community=cast.community, state=State.IN_IMPLEMENTATION
    )
    milestone = MilestoneFactory(initiative=initiative, state=state)
    MilestoneClaimFactory(milestone=milestone)
    open_to = set()
    for role in ("committee", "staff", "authority", "implementer", "outsider"):
        client.force_login(cast[role])
        if client.get(address(name, milestone)).status_code == 200:
            open_to.add(role)
    assert open_to == roles


def test_a_milestone_of_another_initiative_is_not_found(client, cast, milestone):
    other = MilestoneFactory()
    client.force_login(cast.implementer)
    url = reverse("initiatives:claim", args=[milestone.initiative.reference, other.pk])
    assert client.get(url).status_code == 404


def test_staff_change_the_plan(client, cast, milestone):
    milestone.state = MilestoneState.DISPUTED
    milestone.save()
    client.force_login(cast.staff)
    client.post(
        address("reopen", milestone),
        {"reason": "A deeper well", "planned_on": "2026-08-01"},
    )
    shown = client.get(f"/initiatives/{milestone.initiative.reference}/")
    assert "A deeper well" in shown.content.decode()


def test_milestones_are_added_and_spending_is_recorded(client, cast, milestone):
    initiative = milestone.initiative
    client.force_login(cast.implementer)
    client.post(
        reverse("initiatives:plan_milestone", args=[initiative.reference]),
        {"title": "Fence", "planned_on": "2026-08-01"},
    )
    assert initiative.milestones.count() == 2
    line = initiative.budget_lines.get()
    url = reverse("initiatives:spending", args=[initiative.reference])
    assert client.post(url, {f"line_{line.pk}": "-1"}).context["form"].errors
    assert client.post(url, {f"line_{line.pk}": "700"}).status_code == 302
    line.refresh_from_db()
    assert line.spent == 700
