"""Pages of initiatives, as each role sees them."""

import pytest
from django.urls import reverse

from initiatives.enums import CameFrom, MilestoneState, State
from tests.factories.initiatives import (
    InitiativeEventFactory,
    InitiativeFactory,
    MilestoneClaimFactory,
    MilestoneFactory,
)

LIST = "/initiatives/"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def under_way(cast):
    return InitiativeFactory(
        community=cast.community, state=State.IN_IMPLEMENTATION, plan=2
    )


def page_of(client, initiative, user=None):
    if user:
        client.force_login(user)
    return client.get(reverse("initiatives:detail", args=[initiative.reference]))


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(
    client, cast, item_count, django_assert_num_queries
):
    InitiativeFactory.create_batch(
        item_count, community=cast.community, state=State.SUBMITTED, plan=2
    )
    with django_assert_num_queries(3):
        response = client.get(LIST)
    assert response.content.count(b'<li class="card">') == item_count


def test_the_list_shows_what_is_public_and_nothing_else(client, cast):
    for state in State.values:
        InitiativeFactory(community=cast.community, state=state, title=f"All {state}")
    shown = client.get(LIST).content.decode()
    hidden = {state for state in State.values if f"All {state}<" not in shown}
    assert hidden == {State.DRAFT, State.RETURNED}


def test_a_committee_finds_its_drafts_above_the_list(client, cast):
    draft = InitiativeFactory(community=cast.community)
    client.force_login(cast.committee)
    assert draft.title in client.get(LIST).content.decode()
    client.force_login(cast.elsewhere["committee"])
    assert draft.title not in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("dimension=social", {"water", "tower"}),
        ("dimension=economic", {"boats"}),
        ("group=under_way", {"boats"}),
        ("group=in_review", {"water", "tower"}),
        ("text=TOWER", {"tower"}),
        ("text=قوارب", {"boats"}),
        ("dimension=social&text=boats", set()),
        ("community=nowhere&dimension=made-up", {"water", "tower", "boats"}),
    ],
)
def test_the_list_is_narrowed_by_dimension_state_and_words(client, cast, query, found):
    for title in ("water", "tower"):
        InitiativeFactory(community=cast.community, title=title, state=State.SUBMITTED)
    InitiativeFactory(
        community=cast.community,
        title="boats",
        dimension="economic",
        state=State.IN_IMPLEMENTATION,
        translations={"ar": {"title": "قوارب جديدة"}},
    )
    shown = client.get(f"{LIST}?{query}").context["page_obj"].object_list
    assert {each.title for each in shown} == found


def test_an_empty_search_teaches_the_next_step(client, cast):
    InitiativeFactory(community=cast.community, state=State.SUBMITTED)
    assert b"Nothing matches" in client.get(f"{LIST}?text=zzz").content


@pytest.mark.parametrize("milestones", [1, 3])
def test_the_page_asks_as_much_for_three_milestones_as_for_one(
    client, cast, milestones, django_assert_num_queries
):
    initiative = InitiativeFactory(
        community=cast.community, state=State.IN_IMPLEMENTATION, plan=1
    )
    for _ in range(milestones):
        milestone = MilestoneFactory(
            initiative=initiative, state=MilestoneState.CLAIMED
        )
        MilestoneClaimFactory(milestone=milestone)
    InitiativeEventFactory.create_batch(milestones, initiative=initiative)
    client.get("/initiatives/")
    with django_assert_num_queries(18):
        page_of(client, initiative)


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize(
    "role", ["committee", "staff", "authority", "implementer", "outsider", None]
)
def test_every_role_gets_every_page_or_a_plain_no(client, cast, role, state):
    initiative = InitiativeFactory(community=cast.community, state=state, plan=2)
    response = page_of(client, initiative, cast[role] if role else None)
    is_private = state in (State.DRAFT, State.RETURNED)
    expected = 404 if is_private and role not in ("committee", "staff") else 200
    assert response.status_code == expected


def test_the_history_shows_roles_and_no_names(client, cast, under_way):
    InitiativeEventFactory(
        initiative=under_way,
        actor=cast.authority,
        actor_role="authority",
        from_state=State.AUTHORITY_REVIEW,
        to_state=State.ELIGIBLE,
        reason="It stands in the district's plan",
    )
    shown = page_of(client, under_way).content.decode()
    assert "Endorsed by the local authority" in shown
    assert "by: Local authority" in shown
    assert "It stands in the district&#x27;s plan" in shown
    assert cast.authority.name not in shown
    assert cast.authority.email not in shown


def test_what_people_write_is_never_markup(client, cast):
    initiative = InitiativeFactory(
        community=cast.community,
        state=State.IN_IMPLEMENTATION,
        title=HOSTILE,
        summary=HOSTILE,
        problem=HOSTILE,
        harm_note=HOSTILE,
        place_name=HOSTILE,
        plan=1,
    )
    milestone = MilestoneFactory(
        initiative=initiative,
        title=HOSTILE,
        means_of_verification=HOSTILE,
        state=MilestoneState.CLAIMED,
    )
    MilestoneClaimFactory(milestone=milestone, note=HOSTILE)
    InitiativeEventFactory(initiative=initiative, reason=HOSTILE)
    for response in (page_of(client, initiative), client.get(LIST)):
        assert HOSTILE.encode() not in response.content
        assert b"&lt;script&gt;" in response.content


def test_pages_carry_no_inline_script_or_style(client, cast, under_way):
    for response in (page_of(client, under_way, cast.staff), client.get(LIST)):
        shown = response.content.decode()
        assert "style=" not in shown
        assert "<style" not in shown
        assert "<script>" not in shown


def test_pages_are_there_in_arabic(client, cast, under_way):
    under_way.translations = {"ar": {"title": "صنابير المياه"}}
    under_way.save()
    response = client.get(f"/ar/initiatives/{under_way.reference}/")
    assert "صنابير المياه" in response.content.decode()
    assert 'dir="rtl"' in response.content.decode()


def test_an_unknown_reference_is_not_found(client, db):
    assert client.get("/initiatives/HG-XXXXX/").status_code == 404


def test_the_implementer_is_offered_the_report_and_the_committee_the_answer(
    client, cast, under_way
):
    first = under_way.milestones.first()
    claim = reverse("initiatives:claim", args=[under_way.reference, first.pk])
    assert claim in page_of(client, under_way, cast.implementer).content.decode()
    assert claim not in page_of(client, under_way, cast.committee).content.decode()


def test_a_step_that_is_not_open_yet_says_why(client, cast, under_way):
    shown = page_of(client, under_way, cast.staff).content.decode()
    assert "“Mark as completed” is not open yet" in shown
    assert "has not confirmed every milestone" in shown


@pytest.mark.parametrize("role", [None, "staff", "authority", "committee"])
def test_no_page_says_which_group_a_proposal_came_from(client, cast, role):
    """A proposal known as that of one group may be voted on as such."""
    initiative = InitiativeFactory(
        community=cast.community, state=State.ELIGIBLE, came_from=CameFrom.RETURNEES
    )
    item = f"/api/features/collections/initiatives/items/{initiative.reference}"

    told = page_of(client, initiative, role and cast[role]).text
    told += client.get(LIST).text + client.get(item).text

    assert initiative.title in told
    assert "A group of returnees" not in told
    assert "came_from" not in told
