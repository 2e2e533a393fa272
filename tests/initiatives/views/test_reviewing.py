"""Screening and answering, through the pages."""

import pytest
from django.urls import reverse

from initiatives.enums import State
from tests.factories.initiatives import InitiativeFactory

QUEUE = "/initiatives/review/"


def take(client, user, initiative, action, reason="", seen=None):
    client.force_login(user)
    return client.post(
        reverse("initiatives:take", args=[initiative.reference]),
        {"action": action, "reason": reason, "seen": seen or initiative.state},
    )


def test_staff_and_authority_find_their_own_desk(client, cast):
    submitted = InitiativeFactory(community=cast.community, state=State.SUBMITTED)
    asked = InitiativeFactory(community=cast.community, state=State.AUTHORITY_REVIEW)
    InitiativeFactory(state=State.AUTHORITY_REVIEW)
    desks = {}
    for role in ("staff", "authority"):
        client.force_login(cast[role])
        desks[role] = list(client.get(QUEUE).context["page_obj"])
    assert desks == {"staff": [submitted], "authority": [asked]}


@pytest.mark.parametrize("role", ["committee", "implementer", "outsider"])
def test_others_have_no_desk(client, cast, role):
    client.force_login(cast[role])
    assert client.get(QUEUE).status_code == 403


def test_visitors_are_asked_to_sign_in(client, db):
    assert client.get(QUEUE).status_code == 302


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_desk_asks_as_much_for_three_as_for_one(
    client, cast, item_count, django_assert_num_queries
):
    InitiativeFactory.create_batch(
        item_count, community=cast.community, state=State.SUBMITTED
    )
    client.force_login(cast.staff)
    with django_assert_num_queries(5):
        assert len(client.get(QUEUE).context["page_obj"]) == item_count


def test_the_authority_endorses_with_a_reason(client, cast):
    initiative = InitiativeFactory(
        community=cast.community, state=State.AUTHORITY_REVIEW
    )
    response = take(client, cast.authority, initiative, "endorse", "In the plan")
    assert response.status_code == 302
    initiative.refresh_from_db()
    assert initiative.state == State.ELIGIBLE
    assert initiative.events.get().reason == "In the plan"


def test_a_missing_reason_is_asked_for_beside_the_field(client, cast):
    initiative = InitiativeFactory(
        community=cast.community, state=State.AUTHORITY_REVIEW
    )
    response = take(client, cast.authority, initiative, "decline")
    assert response.status_code == 422
    assert "reason" in response.context["step_form"].errors
    initiative.refresh_from_db()
    assert initiative.state == State.AUTHORITY_REVIEW


def test_sending_twice_moves_once(client, cast):
    initiative = InitiativeFactory(
        community=cast.community, state=State.AUTHORITY_REVIEW
    )
    for _ in range(2):
        response = take(
            client, cast.authority, initiative, "endorse", "Good", "authority_review"
        )
        assert response.status_code == 302
    assert initiative.events.count() == 1


@pytest.mark.parametrize("role", ["committee", "authority", "implementer", "outsider"])
def test_a_made_up_request_moves_nothing(client, cast, role):
    initiative = InitiativeFactory(community=cast.community, state=State.SUBMITTED)
    take(client, cast[role], initiative, "take_up")
    initiative.refresh_from_db()
    assert initiative.state == State.SUBMITTED


def test_steps_are_posted_not_fetched(client, cast):
    initiative = InitiativeFactory(community=cast.community, state=State.SUBMITTED)
    client.force_login(cast.staff)
    url = reverse("initiatives:take", args=[initiative.reference])
    assert client.get(url).status_code == 405
