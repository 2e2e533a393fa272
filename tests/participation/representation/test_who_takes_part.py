"""What organisers are told of who takes part, and what nobody is told."""

import datetime

import pytest
from django.utils import timezone

from communities.enums import ResidentGroup
from participation.enums import PassState
from participation.models import PassBatch, Round, VotingPass
from participation.queries.waiting import waiting_for
from participation.queries.who_takes_part import (
    missing_groups,
    places_with_few_votes,
    what_can_be_done,
    who_came,
    whom_proposals_reach,
)
from participation.queries.who_waiting import missing_at_votes
from tests.factories.communities import (
    CommunityFactory,
    MandateFactory,
    profile_with_groups,
)
from tests.factories.maps import AdminAreaFactory
from tests.factories.meetings import MeetingFactory, counted, published
from tests.factories.participation import (
    SECRET_HASH,
    open_round_with_options,
    serial_of,
    staff_member,
)

pytestmark = pytest.mark.django_db

WOMEN = ResidentGroup.WOMEN


def community(residents=1000, **groups):
    made = CommunityFactory()
    profile_with_groups(
        community=made, residents=residents, **(groups or {"women": 500, "men": 500})
    )
    return made


def met(where, everybody, days_ago=3, **groups):
    starts = timezone.now() - datetime.timedelta(days=days_ago)
    meeting = MeetingFactory(community=where, starts_at=starts)
    counted(meeting, everybody, **groups)
    return published(meeting)


def found(*communities):
    return {
        line.group.value: (line.share, line.expected, line.finding)
        for line in who_came(communities).lines
    }


def piles(round_, **sizes):
    """Passes by label: how many used, how many not."""
    for label, (used, unused) in sizes.items():
        batch = PassBatch.objects.create(
            round=round_,
            label=label,
            size=used + unused,
            issued_at=round_.opens_at,
            issued_by=round_.created_by,
        )
        first = VotingPass.objects.count()
        VotingPass.objects.bulk_create(
            VotingPass(
                round=round_,
                batch=batch,
                serial=serial_of(first + number),
                secret_hash=SECRET_HASH,
                state=PassState.PRINTED,
            )
            for number in range(used + unused)
        )
    for label, (used, _unused) in sizes.items():
        of_pile = VotingPass.objects.filter(round=round_, batch__label=label)
        chosen = list(of_pile.values_list("pk", flat=True)[:used])
        VotingPass.objects.filter(pk__in=chosen).update(state=PassState.USED)


def long_round(where=None, **fields):
    place = {} if where is None else {"community": where}
    return open_round_with_options(
        closes_at=timezone.now() + datetime.timedelta(days=6), **place, **fields
    )


# --- meetings beside the profile ----------------------------------------------------


def test_who_came_is_put_beside_who_lives_there():
    where = community(women=500, men=500, returnees=200, neighbours=800)
    met(where, 100, women=30, men=70, returnees=22, neighbours=78)

    assert found(where) == {
        "women": (30, 50, "fewer"),
        "men": (70, 50, "more"),
        "returnees": (22, 20, "about"),
        "neighbours": (78, 80, "about"),
    }
    assert who_came([where]).missing == [WOMEN]


def test_those_who_did_not_say_count_for_no_group():
    """Of the 50 who said, half are women; the others may be whoever."""
    where = community()
    met(where, 100, women=25, men=25)

    assert found(where)["women"] == (50, 50, "about")


def test_where_it_is_hidden_how_many_did_not_say_no_share_is_told():
    """Of the 34 who said, 20 are women. Taken for people who all said, 40 would be the
    whole, and women half of them."""
    where = community()
    met(where, 40, women=20, men=14)

    assert found(where)["women"] == (None, None, None)


def test_such_a_meeting_takes_nothing_from_those_that_tell_it():
    where = community()
    met(where, 40, women=20, men=14)
    met(where, 100, days_ago=9, women=30, men=70)

    assert found(where)["women"] == (30, 50, "fewer")


def test_ages_are_compared_with_adults_since_children_do_not_come():
    where = community(adults=400, aged_18_29=200)
    without = community(aged_18_29=200)
    for each in (where, without):
        met(each, 100, aged_18_29=50, aged_30_59=50)

    assert found(where) == {"aged_18_29": (50, 50, "about")}
    assert found(without) == {"aged_18_29": (None, None, None)}


def test_a_group_that_no_meeting_shows_is_not_known_rather_than_missing():
    where = community()
    met(where, 40, women=4, men=36)

    shown = who_came([where])

    assert (shown.missing, shown.unknown) == ([], [WOMEN, ResidentGroup.MEN])


def test_only_published_numbers_of_twelve_months_are_looked_at():
    where = community()
    met(where, 100, days_ago=400, women=20, men=80)
    counted(MeetingFactory(community=where), 100, women=20, men=80)

    assert who_came([where]).meetings == 0
    assert found(where)["women"] == (None, None, None)


def test_without_groups_in_the_profile_there_is_nothing_to_compare():
    where = CommunityFactory()
    met(where, 100, women=20, men=80)

    assert who_came([where]).lines == ()
    assert not who_came([where]).has_profile


def test_places_are_compared_each_with_its_own_profile():
    first, second = community(women=200, men=800), community(women=800, men=200)
    met(first, 300, women=60, men=240)
    met(second, 100, women=80, men=20)

    assert found(first, second)["women"] == (35, 35, "about")


@pytest.mark.parametrize("more", [1, 3])
def test_as_much_is_asked_for_three_communities_as_for_one(
    django_assert_num_queries, more
):
    places = [community() for _number in range(more)]
    for each in places:
        for days_ago in range(1, more + 1):
            met(each, 100, days_ago=days_ago, women=30, men=70)

    opened = [long_round(each).pk for each in places]
    rounds = list(Round.objects.filter(pk__in=opened).select_related("community"))

    with django_assert_num_queries(3):
        who_came(places)
    with django_assert_num_queries(4):
        missing_groups(rounds)


# --- the ballot -----------------------------------------------------------------------


def test_proposals_are_looked_at_by_whom_they_plan_to_reach():
    """Each of the factories' proposals plans for 40 returnees and 60 neighbours."""
    where = community(returnees=200, neighbours=800)

    lines = whom_proposals_reach(long_round(where))

    assert [
        (line.group, line.share, line.expected, line.finding) for line in lines
    ] == [
        (ResidentGroup.RETURNEES, 40, 20, "more"),
        (ResidentGroup.NEIGHBOURS, 60, 80, "fewer"),
    ]


# --- passes -------------------------------------------------------------------------


def test_a_place_is_named_where_fewer_passes_were_used_than_elsewhere():
    round_ = long_round()
    piles(round_, East=(40, 10), West=(12, 38))

    assert places_with_few_votes(round_) == ("West",)


@pytest.mark.parametrize(
    "sizes",
    [
        {"East": (40, 10), "West": (9, 41)},
        {"East": (40, 10), "West": (0, 50)},
        {"East": (40, 10), "West": (41, 9)},
        {"East": (40, 10), "West": (50, 0)},
        {"East": (40, 10)},
        {"East": (8, 7), "West": (6, 9)},
        {},
    ],
    ids=[
        *("few used", "none used", "few left", "all used"),
        *("one place", "small places", "no passes"),
    ],
)
def test_nothing_is_told_of_places_where_it_would_tell_who_voted(sizes):
    round_ = long_round()
    piles(round_, **sizes)

    assert places_with_few_votes(round_) is None


def test_a_pass_in_the_place_of_a_lost_one_is_never_told_of():
    round_ = long_round()
    piles(round_, East=(40, 10), West=(12, 38), North=(11, 29), Lost=(0, 1))

    assert places_with_few_votes(round_) == ("West",)


def test_passes_for_trying_out_and_void_ones_do_not_count():
    round_ = long_round()
    piles(round_, East=(40, 10), West=(30, 20))
    void = round_.passes.filter(batch__label="East", state=PassState.PRINTED)[:5]
    VotingPass.objects.filter(pk__in=[each.pk for each in void]).update(
        state=PassState.VOID
    )

    # Five passes are left in the east: too few to say how many did not vote there.
    assert places_with_few_votes(round_) is None


# --- while there is time ------------------------------------------------------------


def test_meetings_before_the_closing_are_a_chance_to_invite():
    round_ = long_round()
    now = timezone.now()
    near = MeetingFactory(community=round_.community, coming=True)
    for starts in (now + datetime.timedelta(days=9), now - datetime.timedelta(days=1)):
        MeetingFactory(community=round_.community, starts_at=starts)
    MeetingFactory(coming=True)

    assert what_can_be_done(round_, [round_.community]).meetings == (near,)


def test_on_the_last_day_nothing_is_left_to_do():
    round_ = open_round_with_options(
        closes_at=timezone.now() + datetime.timedelta(hours=23)
    )

    assert what_can_be_done(round_, [round_.community]) is None


# --- My work ------------------------------------------------------------------------


def told(user):
    return [
        item.what for item in waiting_for(user) if item.what.startswith("Invite while")
    ]


def test_organisers_are_told_whom_to_invite_while_there_is_time():
    where = community(women=500, men=500, with_disability=300)
    met(where, 100, women=30, men=70, with_disability=12)
    long_round(where)
    words = ["Invite while there is time (Women and Persons with disabilities)"]

    assert told(staff_member()) == words
    assert told(MandateFactory(community=where).user) == words
    assert told(MandateFactory().user) == []
    assert told(MandateFactory(implementer=True, community=where).user) == []
    assert told(MandateFactory(authority=True, area=where.area).user) == []


def test_nothing_waits_where_nobody_is_missing_or_it_is_too_late():
    even, late = community(), community()
    met(even, 100, women=50, men=50)
    met(late, 100, women=30, men=70)
    long_round(even)
    open_round_with_options(
        community=late, closes_at=timezone.now() + datetime.timedelta(days=2)
    )

    assert told(staff_member()) == []


@pytest.mark.parametrize("more", [1, 3])
def test_my_work_asks_as_much_for_three_votes_as_for_one(
    django_assert_num_queries, more
):
    user = staff_member()
    for _number in range(more):
        where = CommunityFactory(area=AdminAreaFactory())
        profile_with_groups(community=where, residents=1000, women=500, men=500)
        met(where, 100, women=30, men=70)
        long_round(where)

    list(missing_at_votes(user))
    with django_assert_num_queries(5):
        assert len(list(missing_at_votes(user))) == more
