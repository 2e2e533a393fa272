"""From which groups proposals came: counted as proposals, named as groups, or not told."""

import pytest

from communities.enums import ResidentGroup
from initiatives.enums import CameFrom
from initiatives.models import Initiative
from participation.queries.who_proposed import LEAST_PROPOSALS, who_proposed
from tests.factories.communities import CommunityFactory, profile_with_groups
from tests.factories.participation import round_with_options

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    made = CommunityFactory()
    profile_with_groups(
        community=made,
        residents=1000,
        women=520,
        men=480,
        returnees=200,
        neighbours=800,
    )
    return made


def ballot(where, *groups):
    """A round with a proposal for each group; "" does not say."""
    round_ = round_with_options([10] * len(groups), community=where)
    for option, group in zip(round_.options.order_by("number"), groups, strict=True):
        Initiative.objects.filter(pk=option.initiative_id).update(came_from=group)
    return round_


def test_every_group_that_a_proposal_can_name_is_one_that_a_profile_counts():
    named = set(CameFrom.values) - {CameFrom.MIXED.value}

    assert named <= set(ResidentGroup.values)


def test_proposals_are_counted_by_the_group_that_they_came_from(where):
    round_ = ballot(where, "women", "women", "returnees", "mixed", "men", "")

    told = who_proposed(round_, [where])

    assert [
        (line.came_from.value, line.proposals, line.share, line.expected)
        for line in told.lines
    ] == [
        ("women", 2, 40, 52),
        ("men", 1, 20, 48),
        ("returnees", 1, 20, 20),
        ("neighbours", 0, 0, 80),
        ("mixed", 1, 20, None),
    ]
    assert told.missing == (ResidentGroup.NEIGHBOURS,)
    assert [line.came_from for line in told.unheard] == [CameFrom.NEIGHBOURS]
    assert (told.named, told.proposals) == (5, 6)


def test_of_few_proposals_that_name_a_group_nothing_is_told(where):
    """With one or two, a look at the ballot would do to know which it was."""
    groups = ["women"] * (LEAST_PROPOSALS - 1)

    told = who_proposed(ballot(where, *groups, "", "", ""), [where])

    assert (told.lines, told.missing) == ((), ())
    assert (told.named, told.proposals) == (LEAST_PROPOSALS - 1, LEAST_PROPOSALS + 2)


def test_without_a_profile_only_what_was_named_is_told():
    where = CommunityFactory()

    told = who_proposed(ballot(where, *["women"] * 3, *["mixed"] * 2), [where])

    assert [(line.came_from.value, line.expected) for line in told.lines] == [
        ("women", None),
        ("mixed", None),
    ]
    assert told.missing == ()


@pytest.mark.parametrize("more", [5, 8])
def test_as_much_is_asked_for_eight_proposals_as_for_five(
    where, django_assert_num_queries, more
):
    round_ = ballot(where, *["women"] * more)

    with django_assert_num_queries(3):
        who_proposed(round_, [where])
