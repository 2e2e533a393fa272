"""What was spent, line by line."""

from typing import Any

import rules
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from initiatives.models import BudgetLine
from initiatives.services.errors import NotAllowedError, PlanError
from initiatives.services.moves import locked


@transaction.atomic
def record_budget_spent(line: BudgetLine, *, by: Any, spent: int) -> BudgetLine:
    """Set what a line has cost so far, in whole units; more than planned is allowed.

    An overspent line is shown as such: refusing it would only hide it. Raises
    NotAllowedError, PlanError for a negative amount.
    """
    initiative = locked(line.initiative)
    if not rules.has_perm("initiatives.record_spending", by, initiative):
        raise NotAllowedError
    if spent < 0:
        raise PlanError(_("An amount cannot be below zero."), "spent")
    held = BudgetLine.objects.get(pk=line.pk)
    if held.spent == spent:
        return held
    before, held.spent = held.spent, spent
    held.save(update_fields=["spent"])
    log(
        instance=initiative,
        action="initiatives.record_budget_spent",
        user=by,
        data={"line": held.pk, "before": before, "spent": spent},
    )
    return held
