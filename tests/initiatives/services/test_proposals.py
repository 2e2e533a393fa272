"""Writing a proposal step by step."""

import datetime

import pytest

from initiatives import services
from initiatives.enums import ProposalStep, State
from initiatives.models import Initiative
from initiatives.models.initiatives import REFERENCE_SIGNS, new_reference
from initiatives.services import PlannedLine, PlannedMilestone
from tests.factories.initiatives import InitiativeFactory


def test_a_reference_can_be_read_out_on_the_telephone():
    reference = new_reference()
    assert reference.startswith("HG-")
    assert set(reference[3:]) <= set(REFERENCE_SIGNS)
    assert not set(REFERENCE_SIGNS) & set("01OILU")


def test_a_committee_member_begins_a_draft(cast):
    initiative = services.start_proposal(
        cast.community, by=cast.committee, title="Tap stands", problem="One tap"
    )
    assert initiative.state == State.DRAFT
    assert initiative.proposed_by == cast.committee


@pytest.mark.parametrize("role", ["staff", "authority", "implementer", "outsider"])
def test_nobody_else_begins_one(cast, role):
    with pytest.raises(services.NotAllowedError):
        services.start_proposal(cast.community, by=cast[role], title="Tap stands")


def test_a_form_sent_twice_begins_one_draft(cast):
    for title in ("Tap stands", "Tap stands at the school"):
        services.start_proposal(
            cast.community, by=cast.committee, title=title, reference="HG-TWICE"
        )
    assert Initiative.objects.get().title == "Tap stands at the school"


def test_a_reference_taken_by_somebody_else_is_replaced(cast):
    InitiativeFactory(reference="HG-TAKEN")
    mine = services.start_proposal(
        cast.community, by=cast.committee, title="Tap stands", reference="HG-TAKEN"
    )
    assert mine.reference != "HG-TAKEN"


def test_saving_a_step_twice_is_saving_it_once(cast):
    initiative = InitiativeFactory(community=cast.community, bare=True)
    for _ in range(2):
        services.save_step(
            initiative,
            ProposalStep.MONEY,
            {"starts_on": datetime.date(2026, 2, 1)},
            by=cast.others[0],
            lines=[PlannedLine("Drilling", 900), PlannedLine("Labour", 100, "in_kind")],
            milestones=[PlannedMilestone("Pump runs", datetime.date(2026, 4, 1))],
        )
    assert [line.planned for line in initiative.budget_lines.all()] == [900, 100]
    assert initiative.milestones.count() == 1


def test_a_step_writes_its_own_fields_only(cast):
    initiative = InitiativeFactory(community=cast.community)
    with pytest.raises(services.PlanError, match="state"):
        services.save_step(
            initiative, ProposalStep.IDEA, {"state": "selected"}, by=cast.committee
        )


def test_two_equal_dimensions_are_refused_in_words(cast):
    initiative = InitiativeFactory(community=cast.community)
    with pytest.raises(services.PlanError, match="two different dimensions"):
        services.save_step(
            initiative,
            ProposalStep.IDEA,
            {"dimension": "social", "secondary_dimension": "social"},
            by=cast.committee,
        )


def test_what_was_handed_in_is_not_changed_any_more(cast):
    initiative = InitiativeFactory(community=cast.community, state=State.SUBMITTED)
    with pytest.raises(services.WrongStateError):
        services.save_step(
            initiative, ProposalStep.PROBLEM, {"title": "New"}, by=cast.committee
        )
    with pytest.raises(services.NotAllowedError):
        services.save_step(
            initiative, ProposalStep.PROBLEM, {"title": "New"}, by=cast.staff
        )


def test_a_line_without_money_is_refused(cast):
    initiative = InitiativeFactory(community=cast.community)
    with pytest.raises(services.PlanError, match="above zero"):
        services.save_step(
            initiative,
            ProposalStep.MONEY,
            {},
            by=cast.committee,
            lines=[PlannedLine("Nothing", 0)],
        )
