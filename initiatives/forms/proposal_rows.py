"""Rows of a proposal's budget and of its milestones."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.enums import (
    BudgetKind,
)
from initiatives.forms.proposal import DateInput
from initiatives.models import Initiative
from initiatives.services.proposals import PlannedLine, PlannedMilestone


class LineForm(forms.Form):
    """One budget line."""

    label = forms.CharField(label=_("For what"), max_length=120)
    planned = forms.IntegerField(
        label=_("Amount"), min_value=1, max_value=2_000_000_000
    )
    kind = forms.ChoiceField(
        label=_("From where"), choices=BudgetKind.choices, initial=BudgetKind.CASH
    )


class MilestoneForm(forms.Form):
    """One milestone of the plan."""

    title = forms.CharField(label=_("What will be done"), max_length=140)
    planned_on = forms.DateField(label=_("By when"), widget=DateInput())
    means_of_verification = forms.CharField(
        label=_("How can anybody see it"),
        max_length=200,
        required=False,
        help_text=_("For example: water flows from four taps."),
    )


class Rows(forms.BaseFormSet[Any]):
    """Rows to fill in; a row left empty, or marked to be left out, does not count."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Say "leave out" rather than "delete": the row goes when the step is saved."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Leave this row out")

    def rows(self) -> list[dict[str, Any]]:
        """The filled rows, in order."""
        return [
            row
            for form in self.forms
            if (row := dict(form.cleaned_data)) and not row.pop("DELETE", False)
        ]


#: Three more empty rows are always offered, thirty in all.
_ROWS: dict[str, Any] = {
    "formset": Rows,
    "extra": 3,
    "max_num": 30,
    "validate_max": True,
    "can_delete": True,
}
LineFormSet = forms.formset_factory(LineForm, **_ROWS)
MilestoneFormSet = forms.formset_factory(MilestoneForm, **_ROWS)


def line_formset(data: Any, initiative: Initiative) -> Rows:
    """The budget of a draft, bound to ``data`` where there is any."""
    initial = [
        {"label": line.label, "planned": line.planned, "kind": line.kind}
        for line in initiative.budget_lines.all()
    ]
    return cast("Rows", LineFormSet(data, initial=initial, prefix="lines"))


def milestone_formset(data: Any, initiative: Initiative) -> Rows:
    """The plan of a draft, bound to ``data`` where there is any."""
    initial = [
        {
            "title": milestone.title,
            "planned_on": milestone.planned_on,
            "means_of_verification": milestone.means_of_verification,
        }
        for milestone in initiative.milestones.all()
    ]
    return cast("Rows", MilestoneFormSet(data, initial=initial, prefix="milestones"))


def planned_lines(formset: Rows) -> list[PlannedLine]:
    """The filled rows as services take them."""
    return [PlannedLine(**row) for row in formset.rows()]


def planned_milestones(formset: Rows) -> list[PlannedMilestone]:
    """The filled rows as services take them."""
    return [PlannedMilestone(**row) for row in formset.rows()]
