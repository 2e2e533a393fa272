"""Screening and answering, through the pages."""

import json
import re

import pytest
from django.contrib.gis.geos import Point
from django.urls import reverse

from initiatives.enums import State
from maps.services.outlines import redraw_outlines
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
    with django_assert_num_queries(8):
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


def ground_of(response):
    page = response.content.decode()
    found = re.search(r'<script id="review-ground"[^>]*>(.*?)</script>', page)
    return [
        feature["properties"]["name"]
        for feature in json.loads(found.group(1))["features"]
    ]


def test_the_map_of_an_authority_shows_its_own_areas_only(client, cast):
    for level in (1, 2):
        redraw_outlines(level)
    client.force_login(cast.authority)
    response = client.get(QUEUE)
    assert ground_of(response) == [cast.community.area.name]
    assert cast.community.area.parent.name in response.content.decode()


def test_each_proposal_is_a_numbered_pin_that_leads_to_its_line(client, cast):
    InitiativeFactory.create_batch(
        2, community=cast.community, state=State.AUTHORITY_REVIEW
    )
    client.force_login(cast.authority)
    page = client.get(QUEUE).content.decode()
    picture = page[page.index('<svg class="review-picture"') :]
    for number in (1, 2):
        assert f'href="#n{number}"' in picture
        assert f'<li id="n{number}"' in page


def test_a_proposal_without_a_place_stands_at_its_community(client, cast):
    InitiativeFactory(
        community=cast.community, state=State.AUTHORITY_REVIEW, location=None
    )
    client.force_login(cast.authority)
    [(pin, _initiative)] = client.get(QUEUE).context["rows"]
    assert (pin.lon, pin.lat) == (cast.community.point.x, cast.community.point.y)


def test_pins_at_one_place_do_not_cover_each_other(client, cast):
    InitiativeFactory.create_batch(
        3,
        community=cast.community,
        state=State.AUTHORITY_REVIEW,
        location=Point(1, 1, srid=4326),
    )
    client.force_login(cast.authority)
    page = client.get(QUEUE).content.decode()
    spots = re.findall(r'class="pin [a-z]+" cx="([\d.]+)" cy="([\d.]+)"', page)
    assert len(spots) == len(set(spots)) == 3


@pytest.mark.parametrize(
    ("show", "states"),
    [
        ("under_way", {State.IN_IMPLEMENTATION}),
        ("in_review", {State.AUTHORITY_REVIEW}),
        ("all", {State.IN_IMPLEMENTATION, State.AUTHORITY_REVIEW}),
        ("'; DROP TABLE", {State.AUTHORITY_REVIEW}),
    ],
)
def test_other_states_are_shown_within_own_areas(client, cast, show, states):
    for state in (State.IN_IMPLEMENTATION, State.AUTHORITY_REVIEW, State.DRAFT):
        InitiativeFactory(community=cast.community, state=state)
        InitiativeFactory(state=state)
    client.force_login(cast.authority)
    found = client.get(QUEUE, {"show": show}).context["page_obj"]
    assert {initiative.state for initiative in found} == states
    assert {initiative.community for initiative in found} == {cast.community}


@pytest.mark.parametrize("item_count", [1, 3])
def test_an_authoritys_map_asks_as_much_for_three_as_for_one(
    client, cast, item_count, django_assert_num_queries
):
    InitiativeFactory.create_batch(
        item_count, community=cast.community, state=State.IN_IMPLEMENTATION
    )
    client.force_login(cast.authority)
    with django_assert_num_queries(7):
        response = client.get(QUEUE, {"show": "all"})
    assert len(response.context["rows"]) == item_count


def test_markup_in_the_name_of_an_area_stays_text(client, cast):
    ward = cast.community.area
    ward.name = "<script>alert(1)</script>"
    ward.save()
    redraw_outlines(2)
    client.force_login(cast.authority)
    assert "<script>alert(1)" not in client.get(QUEUE).content.decode()


def test_my_work_opens_with_the_areas_somebody_answers_for(client, cast):
    client.force_login(cast.authority)
    page = client.get("/my/").content.decode()
    district = cast.community.area.parent
    own = page.index(reverse("maps:area", args=[district.pcode]))
    assert own < page.index("Waiting for you")
    assert QUEUE in page


def test_my_work_of_others_names_no_areas(client, cast):
    client.force_login(cast.committee)
    assert client.get("/my/").context["own_areas"] == []
