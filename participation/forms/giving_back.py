"""What is typed to give a number of the roll back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.enums import GivenBack, SheetGivenBack
from participation.forms.ballots import PassForm


def _number(
    label: Any, help_text: Any = "", *, required: bool = True
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=20,
        widget=forms.TextInput(
            attrs={"class": "code", "autocomplete": "off", "data-never-keep": ""}
        ),
    )


class GiveBackForm(PassForm):
    """The number, and the whole code of the unused pass that came back for it."""

    number = _number(_("Number in the register"))
    reason = forms.ChoiceField(
        label=_("Why"), choices=GivenBack.choices, widget=forms.RadioSelect
    )
    replace = forms.BooleanField(
        label=_("Print a new pass in its place"), required=False, initial=True
    )
    field_order = ("number", "code", "reason", "replace")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["code"].label = _("The unused pass that came back")


class GiveBackAtTableForm(forms.Form):
    """The number that was noted by mistake at a paper table, and what is right."""

    number = _number(_("Number that was noted"))
    reason = forms.ChoiceField(
        label=_("Why"), choices=SheetGivenBack.choices, widget=forms.RadioSelect
    )
    instead = _number(
        _("Number that is right"),
        _("Only where the wrong number was noted: the sheet is out for this one."),
        required=False,
    )
