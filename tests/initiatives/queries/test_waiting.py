"""What waits for whom."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from initiatives import services
from initiatives.enums import MilestoneState, State
from initiatives.queries.waiting import waiting_for
from tests.factories.communities import MandateFactory
from tests.factories.initiatives import (
    InitiativeEventFactory,
    InitiativeFactory,
    MilestoneClaimFactory,
    MilestoneFactory,
)


def what(user):
    return sorted(item.what for item in waiting_for(user))


@pytest.fixture
def everywhere(cast):
    """One initiative in every state, and one whose milestones are all confirmed."""
    for state in State.values:
        InitiativeFactory(community=cast.community, state=state, plan=1)
    ripe = InitiativeFactory(community=cast.community, state=State.IN_IMPLEMENTATION)
    MilestoneFactory(initiative=ripe, verified=True)


def test_each_role_sees_its_own_desk(cast, everywhere):
    assert what(cast.committee) == [
        "Finish and submit the proposal",
        "Revise the proposal and submit it again",
    ]
    assert what(cast.staff) == [
        "All milestones are confirmed: complete it",
        "Screen the proposal",
        "Settle the hand-over and close it",
        "Start the work",
        "Take up the proposal for screening",
    ]
    assert what(cast.authority) == ["Answer the proposal for the local authority"]
    assert [item[:5] for item in what(cast.implementer)] == ["Due: "]
    assert what(cast.outsider) == []
    for user in cast.elsewhere.values():
        assert what(user) == []


def test_visitors_have_no_desk(db):
    assert waiting_for(AnonymousUser()) == []


def test_work_without_milestones_is_not_ripe_for_completion(cast):
    InitiativeFactory(community=cast.community, state=State.IN_IMPLEMENTATION)
    assert what(cast.staff) == []


def test_a_claim_waits_for_those_who_have_not_answered(cast):
    initiative = InitiativeFactory(
        community=cast.community, state=State.IN_IMPLEMENTATION
    )
    milestone = MilestoneFactory(
        initiative=initiative, title="Pump runs", state=MilestoneState.CLAIMED
    )
    claim = MilestoneClaimFactory(milestone=milestone)
    services.respond_to_claim(claim, by=cast.committee, verdict="confirm")
    assert what(cast.committee) == []
    [item] = waiting_for(cast.others[0])
    assert item.what == "Confirm or dispute: Pump runs"
    assert item.since == claim.claimed_at
    assert item.url == (
        f"/initiatives/{initiative.reference}/milestones/{milestone.pk}/answer/"
    )


def test_a_disputed_milestone_waits_for_the_partner(cast):
    initiative = InitiativeFactory(
        community=cast.community, state=State.IN_IMPLEMENTATION
    )
    MilestoneFactory(initiative=initiative, title="Roof", state=MilestoneState.DISPUTED)
    assert what(cast.implementer) == ["Put right: Roof"]


def test_the_longest_waiting_comes_first(cast):
    now = timezone.now()
    for days in (2, 9, 5):
        initiative = InitiativeFactory(
            community=cast.community, state=State.SUBMITTED, title=f"{days} days"
        )
        InitiativeEventFactory(
            initiative=initiative, at=now - datetime.timedelta(days=days)
        )
    subjects = [item.subject for item in waiting_for(cast.staff)]
    assert subjects == ["9 days", "5 days", "2 days"]


@pytest.mark.parametrize("item_count", [1, 3])
def test_a_full_desk_asks_as_much_as_an_empty_one(
    cast, item_count, django_assert_num_queries
):
    for state in (State.SUBMITTED, State.SELECTED, State.DRAFT):
        InitiativeFactory.create_batch(
            item_count, community=cast.community, state=state
        )
    area = cast.community.area
    for number in range(item_count):
        _commented(cast, by=cast.authority)
        services.propose_correction(
            area, by=cast.authority, reason="Renamed", name=f"New {number}"
        )
    with django_assert_num_queries(5):
        assert len(waiting_for(cast.staff)) == 4 * item_count


# --- comments and corrections ------------------------------------------------------------


def _commented(cast, *, by):
    return services.add_place_comment(
        by=by, text="The road is cut here.", language="en", area=cast.community.area
    )


ANSWER = "Answer or resolve the comment"


def test_a_comment_waits_for_whoever_has_not_the_last_word(cast):
    comment = _commented(cast, by=cast.staff)
    assert (what(cast.authority), what(cast.staff)) == ([ANSWER], [])

    services.reply_to_place_comment(
        comment, by=cast.authority, text="Since June.", language="en"
    )
    assert (what(cast.authority), what(cast.staff)) == ([], [ANSWER])

    services.reply_to_place_comment(
        comment, by=cast.staff, text="Thank you.", language="en"
    )
    assert (what(cast.authority), what(cast.staff)) == ([ANSWER], [])

    services.resolve_place_comment(comment, by=cast.staff, reason="Mended.")
    assert (what(cast.authority), what(cast.staff)) == ([], [])


def test_a_comment_says_where_by_whom_and_since_the_last_word(cast):
    comment = _commented(cast, by=cast.authority)
    services.reply_to_place_comment(
        comment, by=cast.staff, text="Where?", language="en"
    )
    reply = services.reply_to_place_comment(
        comment, by=cast.authority, text="At the ford.", language="en"
    )

    [item] = waiting_for(cast.staff)

    assert item.subject == cast.community.area.display_name
    assert item.where == cast.authority.name
    assert item.since == reply.at
    assert item.url == f"/initiatives/review/comments/{comment.pk}/"


def test_comments_wait_for_nobody_without_a_say_in_the_place(cast):
    _commented(cast, by=cast.staff)
    for user in (
        cast.committee,
        cast.implementer,
        cast.outsider,
        *cast.elsewhere.values(),
    ):
        assert what(user) == []


def test_a_correction_waits_for_staff_who_have_not_proposed_it(cast):
    area = cast.community.area
    proposed = services.propose_correction(
        area, by=cast.staff, reason="Renamed", name="Upper ward"
    )
    colleague = MandateFactory(staff=True).user

    assert what(cast.staff) == []
    assert what(cast.authority) == []
    assert what(colleague) == ["Accept or decline the correction of the map"]
    services.decline_correction(proposed, by=colleague, reason="Not in the gazette.")
    assert what(colleague) == []


@pytest.mark.parametrize("item_count", [1, 3])
def test_comments_on_an_authoritys_desk_ask_the_same_however_many(
    cast, item_count, django_assert_num_queries
):
    for _number in range(item_count):
        _commented(cast, by=cast.staff)
    with django_assert_num_queries(3):
        assert len(waiting_for(cast.authority)) == item_count
