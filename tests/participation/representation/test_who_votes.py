"""Who came to vote, by group: of a day at a place, once, as far as it tells of nobody."""

import datetime

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from communities.enums import ResidentGroup
from participation.enums import AttendanceGroup, CameTo, RoundState
from participation.models import VoterCount
from participation.queries.attendance import attendance_shown
from participation.queries.who_takes_part import missing_groups
from participation.queries.who_votes import who_voted
from participation.queries.who_waiting import missing_at_votes
from participation.services.errors import (
    CountsError,
    NotPermittedError,
    RoundStateError,
)
from participation.services.group_counts import fill_in, forget_small
from tests.factories.communities import (
    CommunityFactory,
    MandateFactory,
    profile_with_groups,
)
from tests.factories.maps import AdminAreaFactory
from tests.factories.participation import (
    in_state,
    open_round_with_options,
    staff_member,
)
from tests.factories.voters import came

pytestmark = pytest.mark.django_db

WOMEN, MEN = ResidentGroup.WOMEN, ResidentGroup.MEN


@pytest.fixture
def where():
    """Half of a thousand residents are women, a fifth came back."""
    made = CommunityFactory(area=AdminAreaFactory())
    profile_with_groups(
        community=made,
        residents=1000,
        women=500,
        men=500,
        returnees=200,
        neighbours=800,
    )
    return made


@pytest.fixture
def round_(where):
    """An open vote of this place, with days left."""
    return open_round_with_options(
        community=where,
        opens_at=timezone.now() - datetime.timedelta(days=3),
        closes_at=timezone.now() + datetime.timedelta(days=6),
    )


def found(round_):
    return {
        each.came_to.value: {
            line.group.value: (line.came, line.of, line.expected, line.finding)
            for line in each.lines
        }
        for each in who_voted(round_, [round_.community])
    }


# --- what is kept ---------------------------------------------------------------------


def test_a_day_at_a_place_is_kept_as_far_as_it_may_be_shown(round_):
    kept = came(round_, 45, women=20, men=25, returnees=41, neighbours=4)

    kept.refresh_from_db()
    assert (kept.everybody, kept.women, kept.men) == (45, 20, 25)
    assert (kept.returnees, kept.neighbours, kept.aged_18_29) == (None, None, None)
    assert kept.told == ["sex", "origin"]


@pytest.mark.parametrize("women", [0, 45])
def test_that_all_or_none_are_of_a_group_is_not_kept(round_, women):
    kept = came(round_, 45, women=women, men=45 - women)

    assert (kept.women, kept.men) == (None, None)


def test_no_count_leads_to_a_pass_a_ballot_a_table_or_an_hour():
    for name in ("table", "batch", "voting_pass", "ballot", "counted_by", "created_at"):
        with pytest.raises(FieldDoesNotExist):
            VoterCount._meta.get_field(name)
    related = {
        field.related_model._meta.model_name
        for field in VoterCount._meta.get_fields()
        if field.is_relation
    }
    times = [
        field
        for field in VoterCount._meta.get_fields()
        if field.get_internal_type() == "DateTimeField"
    ]
    assert (related, times) == ({"round", "community"}, [])


def test_the_audit_log_knows_that_was_counted_and_no_number(round_):
    came(round_, 137, women=53, men=84)

    entry = ModelLogEntry.objects.get(action="participation.count_voters")

    assert entry.data == {"came_to": "table", "breakdowns": ["sex"]}


@pytest.mark.parametrize(
    ("count", "field", "words"),
    [
        ({"everybody": 9, "women": 4, "men": 5}, "everybody", "Fewer than 10 people"),
        ({"everybody": 1, "women": 1}, "everybody", "Fewer than 10 people"),
        ({"everybody": 45}, "women", "one group at least"),
        ({"everybody": 45, "women": 46}, "women", "but only 45"),
        ({"everybody": 45, "women": -1}, "women", "less than nobody"),
        ({"everybody": 45, "under_18": 12}, "under_18", "a facilitator holds"),
        ({"everybody": 45, "women": 20, "place": "  "}, "place", "where people came"),
    ],
)
def test_counts_that_are_small_or_cannot_be_are_refused_beside_their_field(
    round_, count, field, words
):
    with pytest.raises(CountsError, match=words) as refusal:
        came(round_, **count)

    assert refusal.value.field == field
    assert not VoterCount.objects.exists()


@pytest.mark.parametrize(
    ("came_to", "days_ago", "is_taken"),
    [
        (CameTo.TABLE, 0, True),
        (CameTo.TABLE, 3, True),
        (CameTo.TABLE, 4, False),
        (CameTo.DESK, 4, True),
        (CameTo.DESK, 64, False),
        (CameTo.DESK, -1, False),
        (CameTo.TABLE, -1, False),
    ],
)
def test_a_day_is_one_on_which_people_can_have_come(
    round_, came_to, days_ago, is_taken
):
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    if is_taken:
        assert came(round_, 45, came_to=came_to, day=day, women=20).day == day
    else:
        with pytest.raises(CountsError, match="on this day"):
            came(round_, 45, came_to=came_to, day=day, women=20)


def test_a_count_of_another_place_than_the_rounds_is_refused(round_):
    with pytest.raises(CountsError, match="does not decide"):
        came(round_, 45, community=CommunityFactory(), women=20)


def test_a_day_at_a_place_is_counted_once_and_stays(round_):
    """The difference of two versions would tell what each of them hides."""
    came(round_, 45, place="School, room 2", women=20, men=25)

    with pytest.raises(CountsError, match="counted for this day already"):
        came(round_, 46, place=" school,  room 2 ", women=21, men=25)
    came(round_, 46, place="Clinic", women=21, men=25)
    came(round_, 46, place="School, room 2", came_to=CameTo.DESK, women=21, men=25)

    with pytest.raises(DatabaseError), transaction.atomic():
        VoterCount.objects.update(women=21)
    with pytest.raises(DatabaseError), transaction.atomic():
        VoterCount.objects.all().delete()
    assert VoterCount.objects.count() == 3


def test_the_database_keeps_no_count_below_its_threshold(round_):
    kept = came(round_, 45, women=20, men=25)
    for wrong in ({"everybody": 9}, {"everybody": None}, {"threshold": None}):
        fields = {"everybody": 45, "threshold": 10, "place": "Clinic", **wrong}
        with pytest.raises(DatabaseError), transaction.atomic():
            VoterCount.objects.create(
                round=round_,
                community=round_.community,
                came_to=CameTo.TABLE,
                day=kept.day,
                **fields,
            )


# --- who counts, and when ---------------------------------------------------------------


def test_staff_and_the_committee_of_the_place_count(round_):
    came(round_, 45, by=MandateFactory(community=round_.community).user, women=20)
    for stranger in (
        MandateFactory().user,
        MandateFactory(implementer=True, community=round_.community).user,
        MandateFactory(authority=True, area=round_.community.area).user,
    ):
        with pytest.raises(NotPermittedError):
            came(round_, 45, by=stranger, place="Clinic", women=20)


@pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.CANCELLED])
def test_nobody_is_counted_once_a_round_is_over(state):
    with pytest.raises(RoundStateError):
        came(in_state(state), 45, women=20)


def test_before_the_opening_only_the_desk_is_counted():
    round_ = in_state(RoundState.DRAFT)

    assert came(round_, 45, came_to=CameTo.DESK, women=20).everybody == 45
    with pytest.raises(CountsError, match="not been opened"):
        came(round_, 45, women=20)


# --- what organisers are told -----------------------------------------------------------


def test_voters_are_put_beside_who_lives_there(round_):
    came(round_, 100, women=30, men=70, returnees=22, neighbours=78)
    came(round_, 50, came_to=CameTo.DESK, women=25, men=25)

    assert found(round_) == {
        "table": {
            "women": (30, 100, 50, "fewer"),
            "men": (70, 100, 50, "more"),
            "returnees": (22, 100, 20, "about"),
            "neighbours": (78, 100, 80, "about"),
        },
        "desk": {
            "women": (25, 50, 50, "about"),
            "men": (25, 50, 50, "about"),
            "returnees": (None, None, None, None),
            "neighbours": (None, None, None, None),
        },
    }


def test_a_place_that_hides_a_group_is_left_out_of_its_sum(round_):
    came(round_, 100, women=30, men=70)
    came(round_, 40, place="Clinic", women=4, men=36)

    [tables] = who_voted(round_, [round_.community])

    assert tables.lines[0].group == WOMEN
    assert (tables.lines[0].came, tables.lines[0].of) == (30, 100)
    assert (tables.everybody, tables.counts) == (140, 2)


def test_a_round_whose_voters_nobody_counted_tells_nothing(round_):
    came(open_round_with_options(), 45, women=20)

    assert who_voted(round_, [round_.community]) == []


def test_who_is_missing_at_tables_is_told_while_there_is_time(round_):
    came(round_, 100, women=30, men=70)

    assert missing_groups([round_]) == {round_.pk: [WOMEN]}
    [told] = list(missing_at_votes(staff_member()))
    assert told.what == "Invite while there is time (Women)"


@pytest.mark.parametrize("more", [1, 3])
def test_as_much_is_asked_for_three_counts_as_for_one(
    round_, django_assert_num_queries, more
):
    for number in range(more):
        came(round_, 100, place=f"Table {number}", women=30, men=70)

    with django_assert_num_queries(3):
        who_voted(round_, [round_.community])


_DAYS = st.lists(st.tuples(*[st.integers(0, 30)] * 3), min_size=1, max_size=3)


@settings(max_examples=40, deadline=None)
@given(_DAYS)
def test_a_kept_count_has_no_small_number_and_none_that_the_others_give_away(days):
    for women, men, rest in days:
        counts = VoterCount(everybody=women + men + rest)
        groups = {AttendanceGroup.WOMEN: women, AttendanceGroup.MEN: men}
        shown = attendance_shown(forget_small(fill_in(counts, groups), threshold=10))
        [sex] = shown.breakdowns
        hidden = [group for group, number in sex.groups if number is None]

        assert shown.everybody is None or shown.everybody >= 10
        for _group, number in sex.groups:
            assert number is None or number >= 10
        assert len(hidden) != 1 or shown.everybody is None
