"""Milestones: claimed by the implementer, judged by the community's committee."""

import datetime

import pytest
from django.utils import timezone

from initiatives import services
from initiatives.enums import MilestoneState, State, Verdict
from tests.factories.communities import MandateFactory
from tests.factories.initiatives import InitiativeFactory, MilestoneFactory
from tests.initiatives.pictures import photograph, upload

DONE = datetime.date(2026, 5, 1)


@pytest.fixture
def milestone(cast):
    initiative = InitiativeFactory(
        community=cast.community, state=State.IN_IMPLEMENTATION
    )
    return MilestoneFactory(initiative=initiative)


@pytest.fixture
def claim(cast, milestone):
    return services.claim_milestone(
        milestone, by=cast.implementer, done_on=DONE, note="Runs"
    )


def test_two_of_three_members_confirm(cast, claim, milestone):
    claim = services.respond_to_claim(claim, by=cast.committee, verdict="confirm")
    milestone.refresh_from_db()
    assert (claim.is_open, milestone.state) == (True, MilestoneState.CLAIMED)

    claim = services.respond_to_claim(claim, by=cast.others[0], verdict="confirm")
    milestone.refresh_from_db()
    assert (claim.is_open, milestone.state) == (False, MilestoneState.VERIFIED)
    assert milestone.verified_on == timezone.localdate()


def test_two_of_three_members_dispute_and_the_work_is_reported_again(
    cast, claim, milestone
):
    for member in cast.others:
        claim = services.respond_to_claim(
            claim, by=member, verdict="dispute", note="No water on the hill"
        )
    milestone.refresh_from_db()
    assert milestone.state == MilestoneState.DISPUTED

    again = services.claim_milestone(
        milestone, by=cast.implementer, done_on=DONE, note="Pipe laid to the hill"
    )
    assert again.is_open
    assert milestone.claims.count() == 2


def test_a_member_may_change_their_mind_while_it_is_open(cast, claim, milestone):
    services.respond_to_claim(
        claim, by=cast.committee, verdict="dispute", note="Not seen yet"
    )
    services.respond_to_claim(claim, by=cast.committee, verdict="confirm")
    assert claim.responses.get().verdict == Verdict.CONFIRM


def test_a_former_members_answer_no_longer_counts(cast, claim, milestone):
    services.respond_to_claim(claim, by=cast.others[1], verdict="confirm")
    mandate = cast.others[1].mandates.get()
    mandate.ends_on = timezone.localdate() - datetime.timedelta(days=1)
    mandate.save()
    claim = services.respond_to_claim(claim, by=cast.committee, verdict="confirm")
    assert claim.is_open
    claim = services.respond_to_claim(claim, by=cast.others[0], verdict="confirm")
    assert not claim.is_open


def test_whoever_made_the_claim_does_not_judge_it(cast, milestone):
    MandateFactory(community=cast.community, user=cast.implementer)
    claim = services.claim_milestone(
        milestone, by=cast.implementer, done_on=DONE, note="Runs"
    )
    with pytest.raises(services.NotAllowedError):
        services.respond_to_claim(claim, by=cast.implementer, verdict="confirm")


@pytest.mark.parametrize("role", ["staff", "authority", "implementer", "outsider"])
def test_only_the_committee_judges(cast, claim, role):
    with pytest.raises(services.NotAllowedError):
        services.respond_to_claim(claim, by=cast[role], verdict="confirm")


def test_a_dispute_says_what_is_not_as_reported(cast, claim):
    with pytest.raises(services.ReasonMissingError):
        services.respond_to_claim(claim, by=cast.committee, verdict="dispute")


def test_a_decided_claim_takes_no_more_answers(cast, claim):
    for member in (cast.committee, cast.others[0]):
        services.respond_to_claim(claim, by=member, verdict="confirm")
    with pytest.raises(services.WrongStateError, match="already decided"):
        services.respond_to_claim(claim, by=cast.others[1], verdict="confirm")


def test_a_milestone_is_reported_once_at_a_time(cast, claim, milestone):
    with pytest.raises(services.WrongStateError):
        services.claim_milestone(
            milestone, by=cast.implementer, done_on=DONE, note="Again"
        )


def test_nothing_is_done_tomorrow(cast, milestone):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(services.PlanError, match="not come yet"):
        services.claim_milestone(
            milestone, by=cast.implementer, done_on=tomorrow, note="Soon"
        )


def test_the_picture_is_kept_without_its_origin(cast, milestone):
    claim = services.claim_milestone(
        milestone,
        by=cast.implementer,
        done_on=DONE,
        note="Runs",
        picture=photograph(2000, 1000),
        picture_alt="Water runs from the tap",
    )
    kept = claim.picture
    assert kept.name.startswith("milestones/")
    assert max(kept.width, kept.height) == 1600
    with kept.open() as stored:
        assert b"telephone" not in stored.read()


def test_a_picture_needs_words(cast, milestone):
    with pytest.raises(services.PlanError, match="in words") as refused:
        services.claim_milestone(
            milestone,
            by=cast.implementer,
            done_on=DONE,
            note="Runs",
            picture=photograph(10, 10),
        )
    assert refused.value.field == "picture_alt"


def test_a_bad_picture_leaves_the_milestone_as_it_was(cast, milestone):
    with pytest.raises(services.PictureError):
        services.claim_milestone(
            milestone,
            by=cast.implementer,
            done_on=DONE,
            note="Runs",
            picture=upload(b"<html>"),
            picture_alt="A page",
        )
    milestone.refresh_from_db()
    assert milestone.state == MilestoneState.PLANNED
    assert not milestone.claims.exists()


def test_staff_open_a_milestone_again_with_a_written_change(cast, claim, milestone):
    later = datetime.date(2026, 7, 1)
    with pytest.raises(services.ReasonMissingError):
        services.reopen_milestone(
            milestone, by=cast.staff, reason=" ", planned_on=later
        )
    adjustment = services.reopen_milestone(
        milestone, by=cast.staff, reason="A deeper well is needed", planned_on=later
    )
    milestone.refresh_from_db()
    claim.refresh_from_db()
    assert (milestone.state, milestone.planned_on) == (MilestoneState.PLANNED, later)
    assert not claim.is_open
    assert adjustment.planned_before == datetime.date(2026, 5, 1)
    with pytest.raises(services.WrongStateError):
        services.reopen_milestone(
            milestone, by=cast.staff, reason="Again", planned_on=later
        )


def test_milestones_are_planned_at_the_end_of_the_plan(cast, milestone):
    added = services.plan_milestone(
        milestone.initiative, by=cast.implementer, title="Fence", planned_on=DONE
    )
    assert added.position == milestone.position + 1
    with pytest.raises(services.NotAllowedError):
        services.plan_milestone(
            milestone.initiative, by=cast.committee, title="Fence", planned_on=DONE
        )
