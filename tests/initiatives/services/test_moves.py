"""Steps of the lifecycle, as stored: state, history, audit."""

import pytest
from wagtail.models import ModelLogEntry

from initiatives import services
from initiatives.enums import ProposalStep, State
from initiatives.models import InitiativeEvent
from tests.factories.initiatives import (
    InitiativeFactory,
    MilestoneFactory,
)


def test_the_whole_way_from_draft_to_closed(cast):
    initiative = InitiativeFactory(
        community=cast.community, proposed_by=cast.committee, plan=0
    )
    services.save_step(
        initiative,
        ProposalStep.MONEY,
        {},
        by=cast.others[0],
        lines=[services.PlannedLine("Drilling", 18_000)],
    )
    MilestoneFactory(initiative=initiative, verified=True)

    services.submit(initiative, by=cast.others[0])
    services.take_up(initiative, by=cast.staff)
    services.pass_to_authority(initiative, by=cast.staff, reason="Complete and fitting")
    services.endorse(initiative, by=cast.authority, reason="In the district's plan")
    services.select(initiative, by=cast.staff, reason="First of five, 214 of 388")
    services.start_implementation(initiative, by=cast.staff)
    services.suspend(initiative, by=cast.staff, reason="Floods")
    services.resume(initiative, by=cast.staff, reason="The road is open")
    services.complete(initiative, by=cast.staff)
    stored = services.close(initiative, by=cast.staff, reason="The water committee")

    assert stored.state == State.CLOSED
    assert stored.submitted_at is not None
    events = list(stored.events.values_list("from_state", "to_state", "actor_role"))
    assert events == [
        ("draft", "submitted", "committee"),
        ("submitted", "screening", "staff"),
        ("screening", "authority_review", "staff"),
        ("authority_review", "eligible", "authority"),
        ("eligible", "selected", "staff"),
        ("selected", "in_implementation", "staff"),
        ("in_implementation", "suspended", "staff"),
        ("suspended", "in_implementation", "staff"),
        ("in_implementation", "completed", "staff"),
        ("completed", "closed", "staff"),
    ]
    logged = ModelLogEntry.objects.filter(action__startswith="initiatives.")
    assert logged.filter(action="initiatives.endorse", user=cast.authority).count() == 1
    assert logged.count() == 11


def test_a_returned_proposal_is_revised_and_handed_in_again(cast):
    initiative = InitiativeFactory(
        community=cast.community, state=State.SCREENING, plan=1
    )
    submitted_at = initiative.submitted_at
    services.return_for_revision(initiative, by=cast.staff, reason="Who pays upkeep?")
    services.save_step(
        initiative, ProposalStep.CARE, {"harm_note": "Tap captains"}, by=cast.committee
    )
    stored = services.submit(initiative, by=cast.committee)
    assert stored.state == State.SUBMITTED
    assert stored.harm_note == "Tap captains"
    assert stored.submitted_at == submitted_at


@pytest.mark.parametrize("reason", ["", "   \n"])
def test_declining_without_a_reason_changes_nothing(cast, reason):
    initiative = InitiativeFactory(community=cast.community, state=State.SCREENING)
    with pytest.raises(services.ReasonMissingError) as refused:
        services.decline(initiative, by=cast.staff, reason=reason)
    assert refused.value.field == "reason"
    initiative.refresh_from_db()
    assert initiative.state == State.SCREENING
    assert not InitiativeEvent.objects.exists()


def test_an_incomplete_draft_is_not_handed_in_and_says_what_is_missing(cast):
    initiative = InitiativeFactory(community=cast.community, bare=True)
    with pytest.raises(services.NotReadyError) as refused:
        services.submit(initiative, by=cast.committee)
    assert refused.value.guards == (
        "problem_told",
        "idea_told",
        "both_benefit",
        "place_given",
        "money_planned",
        "dates_given",
        "milestones_planned",
        "care_answered",
    )
    assert "at least one budget line" in str(refused.value)


def test_nobody_decides_about_their_own_proposal(cast):
    initiative = InitiativeFactory(
        community=cast.community,
        state=State.AUTHORITY_REVIEW,
        proposed_by=cast.authority,
    )
    with pytest.raises(services.NotReadyError, match="somebody else"):
        services.endorse(initiative, by=cast.authority, reason="Good")


def test_work_is_not_complete_before_every_milestone_is_confirmed(cast):
    initiative = InitiativeFactory(
        community=cast.community, state=State.IN_IMPLEMENTATION
    )
    MilestoneFactory(initiative=initiative, verified=True)
    MilestoneFactory(initiative=initiative)
    with pytest.raises(services.NotReadyError) as refused:
        services.complete(initiative, by=cast.staff)
    assert refused.value.guards == ("all_verified",)


def test_a_second_answer_to_the_same_proposal_is_told_so(cast):
    initiative = InitiativeFactory(
        community=cast.community, state=State.AUTHORITY_REVIEW
    )
    services.endorse(initiative, by=cast.authority, reason="Good")
    with pytest.raises(services.WrongStateError, match="Ready for a vote"):
        services.endorse(initiative, by=cast.authority, reason="Good")
    assert InitiativeEvent.objects.count() == 1


def test_a_page_that_is_out_of_date_does_not_act(cast):
    initiative = InitiativeFactory(community=cast.community, state=State.SCREENING)
    with pytest.raises(services.WrongStateError, match="meanwhile"):
        services.take_step(
            initiative,
            "decline",
            by=cast.staff,
            reason="No",
            seen=State.AUTHORITY_REVIEW,
        )


def test_an_unknown_step_is_not_allowed(cast):
    initiative = InitiativeFactory(community=cast.community)
    with pytest.raises(services.NotAllowedError):
        services.take_step(initiative, "delete", by=cast.staff)


def test_a_stranger_is_told_nothing_about_the_state(cast):
    initiative = InitiativeFactory(community=cast.community, state=State.CLOSED)
    with pytest.raises(services.NotAllowedError):
        services.take_up(initiative, by=cast.outsider)
