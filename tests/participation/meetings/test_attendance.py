"""Who came, by group: counted, settled once, and shown as far as it singles nobody out."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from participation.enums import AttendanceGroup, Breakdown, MeetingKind, MeetingState
from participation.models import Attendance, Meeting
from participation.queries.attendance import (
    attendance_shown,
    attendance_sums,
    sums_of,
    what_may_be_shown,
)
from participation.services.errors import CountsError, MeetingStateError
from participation.services.minutes import publish_minutes, withdraw_minutes
from tests.factories.communities import CommunityFactory
from tests.factories.meetings import MeetingFactory, counted, published, written
from tests.factories.participation import staff_member

pytestmark = pytest.mark.django_db


def of(meeting):
    return Attendance.objects.get(meeting=meeting)


def numbers(shown):
    return {
        group.value: number
        for each in shown.breakdowns
        for group, number in each.groups
    }


# --- counting -----------------------------------------------------------------------


def test_whoever_is_in_no_group_is_not_stated():
    meeting = MeetingFactory()

    counted(meeting, 45, women=20, men=24, with_disability=12)

    attendance = of(meeting)
    assert attendance.told == ["sex", "disability"]
    assert (attendance.sex_rest, attendance.disability_rest) == (1, 33)
    assert attendance.aged_30_59 is None


def test_counting_again_replaces_the_count():
    meeting = MeetingFactory()

    counted(meeting, 45, women=20, men=25)
    counted(meeting, 46, returnees=20, neighbours=26)

    assert (of(meeting).everybody, of(meeting).women) == (46, None)
    assert of(meeting).told == ["origin"]


@pytest.mark.parametrize(
    ("everybody", "groups", "field", "words"),
    [
        (0, {}, "everybody", "how many people"),
        (-3, {}, "everybody", "how many people"),
        (45, {"women": 30, "men": 20}, "women", "together these are 50, but only 45"),
        (45, {"with_disability": 46}, "with_disability", "but only 45"),
        (45, {"returnees": -1}, "returnees", "less than nobody"),
        (45, {"under_18": 3, "aged_18_29": 9}, "under_18", "a facilitator holds"),
    ],
)
def test_counts_that_cannot_be_are_refused_beside_their_field(
    everybody, groups, field, words
):
    meeting = MeetingFactory()

    with pytest.raises(CountsError, match=words) as refusal:
        counted(meeting, everybody, **groups)

    assert refusal.value.field == field
    assert not Attendance.objects.exists()


def test_people_under_18_are_counted_at_sessions_held_for_them():
    meeting = MeetingFactory(kind=MeetingKind.YOUNG)

    counted(meeting, 40, under_18=25, aged_18_29=15)

    assert of(meeting).under_18 == 25


def test_nothing_is_counted_before_the_meeting_has_begun():
    with pytest.raises(MeetingStateError, match="has not begun"):
        counted(MeetingFactory(coming=True), 45)


def test_counts_are_not_in_the_audit_log():
    meeting = MeetingFactory()
    counted(meeting, 137, women=53, men=84)

    entry = ModelLogEntry.objects.get(action="participation.count_attendance")

    assert entry.data == {"breakdowns": ["sex"]}


# --- settling -----------------------------------------------------------------------


def test_with_publication_what_is_not_shown_is_forgotten():
    meeting = MeetingFactory()
    counted(
        meeting, 45, women=20, men=25, with_disability=4, returnees=41, neighbours=4
    )

    published(meeting)

    kept = of(meeting)
    assert (kept.settled, kept.threshold, kept.everybody) == (True, 10, 45)
    assert (kept.women, kept.men) == (20, 25)
    for name in ("with_disability", "disability_rest", "returnees", "neighbours"):
        assert getattr(kept, name) is None
    assert numbers(attendance_shown(kept)) == {
        "women": 20,
        "men": 25,
        "returnees": None,
        "neighbours": None,
        "with_disability": None,
        "disability_rest": None,
    }


def test_of_fewer_people_than_the_threshold_nothing_is_kept():
    meeting = MeetingFactory()
    counted(meeting, 9, women=4, men=5)

    published(meeting)

    kept = of(meeting)
    assert (kept.everybody, kept.women, kept.men) == (None, None, None)
    assert attendance_shown(kept).everybody is None


@pytest.mark.parametrize("women", [0, 45])
def test_that_all_or_none_are_of_a_group_is_not_told(women):
    meeting = MeetingFactory()
    counted(meeting, 45, women=women, men=45 - women)

    published(meeting)

    assert numbers(attendance_shown(of(meeting))) == {"women": None, "men": None}


def test_that_nobody_is_left_unstated_hides_nobody_else():
    meeting = MeetingFactory()
    counted(meeting, 45, women=20, men=25)

    published(meeting)

    assert numbers(attendance_shown(of(meeting))) == {"women": 20, "men": 25}


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 14), st.integers(0, 14), st.integers(0, 14))
@example(4, 20, 6)
def test_no_small_group_can_be_told_from_what_is_left_of_a_meeting(
    returnees, neighbours, rest
):
    """An attacker tries every table that fits what is shown, and knows that who did not
    say is listed only where there is somebody."""
    groups = (
        AttendanceGroup.RETURNEES,
        AttendanceGroup.NEIGHBOURS,
        AttendanceGroup.ORIGIN_REST,
    )
    counts = dict(zip(groups, (returnees, neighbours, rest), strict=True))
    if not rest:
        del counts[AttendanceGroup.ORIGIN_REST]
    shown = what_may_be_shown(
        sum(counts.values()), {Breakdown.ORIGIN: counts}, threshold=10
    )
    if shown.everybody is None:
        assert {number for _g, number in shown.breakdowns[0].groups} == {None}
        return
    told = dict(shown.breakdowns[0].groups)
    assert all(told[each] in (None, counts[each]) for each in told)
    is_nothing_told = set(told.values()) == {None}
    assert is_nothing_told or (groups[2] in told) == bool(rest)
    fitting = [
        (of_returnees, of_neighbours)
        for of_returnees in range(shown.everybody + 1)
        for of_neighbours in range(shown.everybody - of_returnees + 1)
        if is_nothing_told
        or (
            (of_returnees + of_neighbours < shown.everybody) == (groups[2] in told)
            and told[groups[0]] in (None, of_returnees)
            and told[groups[1]] in (None, of_neighbours)
            and told.get(groups[2])
            in (None, shown.everybody - of_returnees - of_neighbours)
        )
    ]
    for at, count in enumerate((returnees, neighbours)):
        if count < 10:
            possible = {table[at] for table in fitting}
            assert 0 in possible
            assert max(possible) >= 10


def test_counts_that_are_not_settled_show_nothing():
    meeting = MeetingFactory()
    counted(meeting, 45, women=20, men=25)

    shown = attendance_shown(of(meeting))

    assert (shown.everybody, shown.breakdowns) == (None, ())


def test_settled_counts_stay_when_minutes_are_taken_back():
    """Otherwise the difference of two versions would tell what each of them hides."""
    meeting, staff = MeetingFactory(), staff_member()
    counted(meeting, 45, women=20, men=25)
    meeting = withdraw_minutes(published(meeting), by=staff, reason="A name.")

    with pytest.raises(MeetingStateError, match="stay as they are"):
        counted(meeting, 46, women=21, men=25)
    publish_minutes(meeting, by=staff)

    assert of(meeting).women == 20


def test_counts_that_come_after_a_first_publication_are_settled_with_the_next():
    meeting, staff = published(MeetingFactory()), staff_member()
    meeting = withdraw_minutes(meeting, by=staff, reason="Counts are missing.")
    counted(meeting, 45, women=20, men=25)

    publish_minutes(meeting, by=staff)

    assert of(meeting).settled


def refused():
    return pytest.raises(DatabaseError)


def test_the_database_refuses_to_change_or_lose_settled_counts():
    meeting = MeetingFactory()
    counted(meeting, 45, women=20, men=25)
    published(meeting)

    with refused(), transaction.atomic():
        Attendance.objects.filter(meeting=meeting).update(women=21, men=24)
    with refused(), transaction.atomic():
        Attendance.objects.filter(meeting=meeting).update(settled=False)
    with refused(), transaction.atomic():
        Attendance.objects.filter(meeting=meeting).delete()
    assert of(meeting).women == 20


def test_the_database_publishes_no_minutes_with_counts_that_are_not_settled():
    meeting = written(MeetingFactory())
    counted(meeting, 45, women=20, men=25)

    with refused(), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(
            state=MeetingState.PUBLISHED, published_on=timezone.localdate()
        )


def test_the_database_knows_that_groups_come_to_everybody():
    meeting = MeetingFactory()
    counted(meeting, 45, women=20, men=25)

    with refused(), transaction.atomic():
        Attendance.objects.filter(meeting=meeting).update(women=30)
    with refused(), transaction.atomic():
        Attendance.objects.filter(meeting=meeting).update(everybody=None)


# --- sums over meetings -------------------------------------------------------------


def on(community, day, everybody, **groups):
    starts = datetime.datetime(2026, 5, day, 9, tzinfo=datetime.UTC)
    meeting = MeetingFactory(community=community, starts_at=starts)
    counted(meeting, everybody, **groups)
    return published(meeting)


def sums(community, first=1, last=31):
    found = attendance_sums(
        community,
        since=datetime.date(2026, 5, first),
        until=datetime.date(2026, 5, last),
    )
    return {each.group.value: (each.persons, each.of, each.meetings) for each in found}


def test_sums_are_of_meetings_that_show_the_group():
    community = CommunityFactory()
    on(community, 3, 45, women=20, men=25)
    on(community, 10, 60, women=30, men=30, with_disability=12)
    on(community, 17, 33, women=3, men=30)

    assert sums(community) == {
        "women": (50, 105, 2),
        "men": (55, 105, 2),
        "with_disability": (12, 60, 1),
        "disability_rest": (48, 60, 1),
    }


def test_sums_are_of_the_communitys_own_published_meetings_of_the_period():
    community = CommunityFactory()
    on(community, 3, 45, women=20, men=25)
    on(community, 20, 45, women=25, men=20)
    on(CommunityFactory(), 3, 45, women=20, men=25)
    unpublished = MeetingFactory(community=community)
    counted(unpublished, 45, women=20, men=25)

    assert sums(community, last=19) == {"women": (20, 45, 1), "men": (25, 45, 1)}
    assert sums(community, first=3, last=3) == sums(community, last=19)
    assert sums(community, first=4, last=19) == {}


def test_a_share_is_of_those_who_came_to_these_meetings():
    community = CommunityFactory()
    on(community, 3, 40, women=10, men=30)

    [women, _men] = attendance_sums(
        community, since=datetime.date(2026, 5, 1), until=datetime.date(2026, 5, 31)
    )

    assert women.share == 0.25


def test_sums_ask_once_however_many_meetings(django_assert_num_queries):
    community = CommunityFactory()
    for day in (3, 10, 17):
        on(community, day, 45, women=20, men=25)

    with django_assert_num_queries(1):
        sums(community)


_COUNTS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=3
)


@settings(max_examples=40, deadline=None)
@given(_COUNTS)
def test_no_sum_is_below_the_threshold_nor_tells_a_hidden_count(meetings):
    women, men = AttendanceGroup.WOMEN, AttendanceGroup.MEN
    shown = [
        what_may_be_shown(
            sum(pair),
            {Breakdown.SEX: dict(zip((women, men), pair, strict=True))},
            threshold=10,
        )
        for pair in meetings
    ]

    for each in sums_of(shown):
        assert each.persons >= 10
        assert each.of - each.persons >= 10
        told = [dict(one.breakdowns[0].groups)[each.group] for one in shown]
        assert each.persons == sum(number for number in told if number is not None)
