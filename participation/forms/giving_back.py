"""What is typed to give a number of the roll back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.enums import GivenBack
from participation.forms.ballots import PassForm


class GiveBackForm(PassForm):
    """The number, and the whole code of the unused pass that came back for it."""

    number = forms.CharField(
        label=_("Number in the register"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"class": "code", "autocomplete": "off", "data-never-keep": ""}
        ),
    )
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
