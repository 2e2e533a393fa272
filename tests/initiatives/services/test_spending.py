"""What was spent."""

import pytest
from wagtail.models import ModelLogEntry

from initiatives import services
from initiatives.enums import State
from tests.factories.initiatives import BudgetLineFactory, InitiativeFactory


@pytest.fixture
def line(cast):
    return BudgetLineFactory(
        initiative=InitiativeFactory(
            community=cast.community, state=State.IN_IMPLEMENTATION
        )
    )


def test_spending_is_recorded_once_and_audited(cast, line):
    for _ in range(2):
        stored = services.record_budget_spent(line, by=cast.implementer, spent=700)
    assert stored.spent == 700
    entry = ModelLogEntry.objects.get(action="initiatives.record_budget_spent")
    assert entry.data == {"line": line.pk, "before": 0, "spent": 700}


def test_overspending_is_recorded_rather_than_hidden(cast, line):
    spent = line.planned + 1
    assert services.record_budget_spent(line, by=cast.staff, spent=spent).spent == spent


def test_below_zero_is_refused(cast, line):
    with pytest.raises(services.PlanError):
        services.record_budget_spent(line, by=cast.staff, spent=-1)


def test_the_committee_does_not_book_money(cast, line):
    with pytest.raises(services.NotAllowedError):
        services.record_budget_spent(line, by=cast.committee, spent=1)
