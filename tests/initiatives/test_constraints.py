"""Rules that the database itself keeps, whatever the code forgets."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from initiatives.enums import MilestoneState, State, Verdict
from initiatives.models import (
    BudgetLine,
    Initiative,
    InitiativeEvent,
    Milestone,
    MilestoneAdjustment,
    MilestoneClaim,
    MilestoneResponse,
)
from tests.factories.initiatives import (
    BudgetLineFactory,
    InitiativeFactory,
    MilestoneClaimFactory,
    MilestoneFactory,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def refuses(queryset, **values):
    with pytest.raises(IntegrityError), transaction.atomic():
        queryset.update(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"returnees_planned": None},
        {"returnees_planned": 0},
        {"neighbours_planned": None},
        {"neighbours_planned": 0},
        {"dimension": ""},
        {"category": ""},
        {"summary": ""},
        {"problem": ""},
    ],
)
def test_a_submitted_proposal_is_complete(values):
    initiative = InitiativeFactory(state=State.SUBMITTED)
    refuses(Initiative.objects.filter(pk=initiative.pk), **values)


def test_a_draft_may_be_incomplete():
    assert InitiativeFactory(bare=True).pk


@pytest.mark.parametrize(
    "values",
    [
        {"state": "unheard_of"},
        {"secondary_dimension": "social"},
        {"ends_on": datetime.date(2026, 1, 31)},
    ],
)
def test_impossible_initiatives_are_refused(values):
    initiative = InitiativeFactory()
    refuses(Initiative.objects.filter(pk=initiative.pk), **values)


@pytest.mark.parametrize(
    "state", [State.RETURNED, State.DECLINED, State.SUSPENDED, State.CANCELLED]
)
def test_a_stop_needs_a_reason(state):
    initiative = InitiativeFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        InitiativeEvent.objects.create(
            initiative=initiative,
            from_state=State.SCREENING,
            to_state=state,
            at=timezone.now(),
        )


def test_an_event_moves():
    with pytest.raises(IntegrityError), transaction.atomic():
        InitiativeEvent.objects.create(
            initiative=InitiativeFactory(),
            from_state=State.DRAFT,
            to_state=State.DRAFT,
            at=timezone.now(),
        )


def test_a_budget_line_costs_something():
    line = BudgetLineFactory()
    refuses(BudgetLine.objects.filter(pk=line.pk), planned=0)


def test_confirmed_milestones_have_a_day_and_others_none():
    milestone = MilestoneFactory()
    rows = Milestone.objects.filter(pk=milestone.pk)
    refuses(rows, state=MilestoneState.VERIFIED)
    refuses(rows, verified_on=datetime.date(2026, 5, 1))


def test_one_claim_is_open_at_a_time():
    claim = MilestoneClaimFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        MilestoneClaimFactory(milestone=claim.milestone)
    assert MilestoneClaimFactory(milestone=claim.milestone, is_open=False).pk


def test_a_picture_has_words():
    claim = MilestoneClaimFactory()
    refuses(MilestoneClaim.objects.filter(pk=claim.pk), picture="milestones/a.jpg")


def test_a_member_answers_once_and_disputes_with_a_note():
    claim, member = MilestoneClaimFactory(), UserFactory()
    answer = {"claim": claim, "member": member, "responded_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        MilestoneResponse.objects.create(**answer, verdict=Verdict.DISPUTE)
    MilestoneResponse.objects.create(**answer, verdict=Verdict.CONFIRM)
    with pytest.raises(IntegrityError), transaction.atomic():
        MilestoneResponse.objects.create(**answer, verdict=Verdict.CONFIRM)


def test_an_adjustment_says_why():
    day = datetime.date(2026, 5, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        MilestoneAdjustment.objects.create(
            milestone=MilestoneFactory(),
            planned_before=day,
            planned_now=day,
            adjusted_by=UserFactory(),
            adjusted_at=timezone.now(),
        )
