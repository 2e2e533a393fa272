"""Changes of borders that wait for a person: each to be ticked, or told otherwise."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maps.enums import SuccessionKind
from maps.models.successions import ONE_TO_ONE
from maps.queries.successions import Case

_KINDS = [
    (SuccessionKind.RENAMED, _("It goes on under another name or code")),
    (SuccessionKind.MERGED, _("Several became one")),
    (SuccessionKind.SPLIT, _("One became several")),
    (SuccessionKind.REDRAWN, _("Borders were drawn anew")),
]


class CaseForm(forms.Form):
    """One case; nothing is ticked beforehand."""

    field_order = ("kind", "is_confirmed")
    is_confirmed = forms.BooleanField(label=_("This is right"), required=False)

    def __init__(self, case: Case, data: Any = None) -> None:
        self.case = case
        super().__init__(
            data, prefix=str(case.rows[0].pk), initial={"kind": case.kind.value}
        )
        self.fields["kind"] = forms.ChoiceField(
            label=_("What happened"),
            choices=[
                (kind.value, label)
                for kind, label in _KINDS
                if len(case.rows) == 1 or kind not in ONE_TO_ONE
            ],
        )
        self.order_fields(self.field_order)


def case_forms(cases: Sequence[Case], data: Any = None) -> list[CaseForm]:
    """A form for every case, with what was sent where something was."""
    return [CaseForm(case, data) for case in cases]
