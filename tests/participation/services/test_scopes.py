"""Rounds of an area and of the programme, and budgets in parts."""

import datetime

import pytest
from django.utils import timezone

from maps.services.versions import begin_version
from participation import tally
from participation.models import Round
from participation.permissions import may
from participation.queries.candidates import candidates
from participation.queries.results import result_of
from participation.queries.rounds import public_rounds
from participation.queries.scopes import communities_of
from participation.queries.waiting import voting_near
from participation.services.errors import RoundSetupError
from participation.services.rounds import (
    create_round,
    edit_round,
    open_round,
    set_options,
    set_parts,
)
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.maps import area_tree
from tests.factories.participation import (
    cast,
    closed_by_two,
    eligible_initiative,
    opened,
    opened_by_two,
    staff_member,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    """A district with two wards, a community in each; a third lies elsewhere."""
    [_country], [district, _other], wards = area_tree(1, 2, 2)
    communities = [CommunityFactory(area=ward) for ward in wards[:3]]
    return district, communities


def prepared(by=None, **answers):
    now = timezone.now()
    return create_round(
        by=by or staff_member(),
        **{
            "title": "Choose together",
            "budget": 100,
            "opens_at": now - datetime.timedelta(hours=1),
            "closes_at": now + datetime.timedelta(days=1),
            "ballot_type": "approval",
            **answers,
        },
    )


# --- where --------------------------------------------------------------------------


def test_a_round_takes_proposals_from_where_it_takes_place(district):
    area, (here, also_here, elsewhere) = district
    first, second, third = (
        eligible_initiative(community, 30) for community in (here, also_here, elsewhere)
    )

    assert list(candidates(prepared(community=here))) == [first]
    assert set(candidates(prepared(area=area))) == {first, second}
    assert set(candidates(prepared())) == {first, second, third}


def test_a_round_is_of_a_community_or_an_area_not_of_both(district):
    area, (here, *_others) = district

    with pytest.raises(RoundSetupError, match="not of both"):
        prepared(area=area, community=here)


def test_a_round_is_shown_at_every_community_that_it_decides_for(district):
    area, (here, also_here, elsewhere) = district
    of_one = opened(prepared(community=here))
    of_area = opened(prepared(area=area))
    of_all = opened(prepared())

    assert set(public_rounds(here)) == {of_one, of_area, of_all}
    assert set(public_rounds(also_here)) == {of_area, of_all}
    assert set(public_rounds(elsewhere)) == {of_all}


def test_committees_see_the_turnout_of_rounds_that_decide_for_them(district):
    area, (here, _also_here, elsewhere) = district
    member = MandateFactory(community=here).user
    stranger = MandateFactory(community=elsewhere).user
    round_ = opened(prepared(area=area))

    assert may(member, "see_turnout", round_)
    assert not may(stranger, "see_turnout", round_)
    assert voting_near(member) == [round_]
    assert voting_near(stranger) == []


def test_a_new_version_of_an_area_keeps_its_rounds(district):
    area, (here, also_here, _elsewhere) = district
    member = MandateFactory(community=here).user
    round_ = opened(prepared(area=area))

    begin_version(area, by=UserFactory(is_superuser=True), name="Renamed")

    here, round_ = (each.__class__.objects.get(pk=each.pk) for each in (here, round_))
    assert set(communities_of(round_)) == {here, also_here}
    assert list(public_rounds(here)) == [round_]
    assert may(member, "see_turnout", round_)


# --- parts of the budget ------------------------------------------------------------


def in_parts(split_by, amounts, community, *initiatives, area=None, **answers):
    """An open round whose budget is in parts."""
    staff = staff_member()
    where = {"area": area} if area else {"community": community}
    round_ = prepared(split_by=split_by, by=staff, **where, **answers)
    set_parts(round_, amounts, by=staff)
    set_options(Round.objects.get(pk=round_.pk), list(initiatives), by=staff)
    return opened_by_two(Round.objects.get(pk=round_.pk), by=staff)


def test_each_part_of_the_budget_is_decided_on_by_itself():
    community = CommunityFactory()
    loved, liked = (
        eligible_initiative(community, 40, title=title) for title in ("Tap", "School")
    )
    shop = eligible_initiative(community, 40, title="Shop", dimension="economic")
    round_ = in_parts(
        "dimension",
        {"social": 50, "economic": 50},
        community,
        *(loved, liked, shop),
        rule="greedy",
    )

    cast(round_, (1,), (1,), (1, 2), (2,), (3,))
    result = closed_by_two(round_)

    # With one budget of 100 the two most loved would have won.
    assert result.outcome["winners"] == [3, 1]
    assert result.outcome["parts"]["economic"]["cost"] == 40
    names = [(part.name, part.budget) for part in result_of(round_).parts]
    assert names == [("Economic", 50), ("Social", 50)]


def test_a_part_for_each_place(district):
    area, (here, also_here, _elsewhere) = district
    first, second = eligible_initiative(here, 40), eligible_initiative(also_here, 50)
    amounts = {here.area.pcode: 40, also_here.area.pcode: 60}

    round_ = in_parts("place", amounts, None, first, second, area=area)

    parts = dict(round_.options.values_list("initiative", "part"))
    assert parts == {first.pk: here.area.pcode, second.pk: also_here.area.pcode}


def test_the_sealed_file_of_a_budget_in_parts_gives_the_same_result():
    community = CommunityFactory()
    tap, school = (
        eligible_initiative(community, cost, title=title)
        for cost, title in ((40, "Tap"), (45, "School"))
    )
    shop = eligible_initiative(community, 30, title="Shop", dimension="economic")
    amounts = {"social": 60, "economic": 40}
    round_ = in_parts("dimension", amounts, community, tap, school, shop)
    cast(round_, (1,), (1, 2), (2, 3), (3,), (1, 3))

    result = closed_by_two(round_)

    again = tally.count_in_parts(tally.read_pb(result.pb_file))
    assert [int(each) for each in again.outcome.winners] == result.outcome["winners"]
    assert set(again.parts) == {"social", "economic"}


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ({"social": 60, "economic": 30}, "come to 90. They must come to 100"),
        ({"social": 60, "water": 40}, "no part of this round"),
        ({"social": 110, "economic": -10}, "no part of this round"),
    ],
)
def test_parts_are_those_of_the_round_and_come_to_its_budget(amounts, words):
    round_ = prepared(community=CommunityFactory(), split_by="dimension")

    with pytest.raises(RoundSetupError, match=words):
        set_parts(round_, amounts, by=staff_member())


def test_what_costs_more_than_its_part_cannot_stand():
    community = CommunityFactory()
    dear = eligible_initiative(community, 60)
    cheap = eligible_initiative(community, 10)

    with pytest.raises(RoundSetupError, match="within the budget of 50"):
        in_parts("dimension", {"social": 50, "economic": 50}, community, dear, cheap)


def test_a_round_with_another_budget_is_divided_anew():
    community = CommunityFactory()
    first, second = (eligible_initiative(community, 10) for _number in range(2))
    staff = staff_member()
    round_ = prepared(community=community, split_by="dimension", by=staff)
    set_parts(round_, {"social": 60, "economic": 40}, by=staff)
    round_ = Round.objects.get(pk=round_.pk)
    set_options(round_, [first, second], by=staff)
    edit_round(
        round_,
        by=staff,
        title="Choose",
        budget=120,
        opens_at=round_.opens_at,
        closes_at=round_.closes_at,
        split_by="dimension",
    )

    with pytest.raises(RoundSetupError, match="do not come to the whole"):
        open_round(Round.objects.get(pk=round_.pk), by=staff)
