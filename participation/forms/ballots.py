"""What a voter types."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PassForm(forms.Form):
    """The code on a pass. Never kept on the device, never completed by the browser."""

    code = forms.CharField(
        label=_("Your pass"),
        max_length=60,
        help_text=_(
            "Sixteen letters and figures, as printed. Capitals and hyphens do not matter."
        ),
        widget=forms.TextInput(
            attrs={
                "class": "code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "autocorrect": "off",
                "spellcheck": "false",
                "data-never-keep": "",
                "data-pass-code": "",
            }
        ),
    )


class TicketForm(forms.Form):
    """The steps after the pass: a signed ticket, and the numbers marked."""

    ticket = forms.CharField(widget=forms.HiddenInput, max_length=400)
    choice = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, data: object, *, numbers: list[int]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["choice"].choices = [  # type: ignore[attr-defined]
            (number, str(number)) for number in numbers
        ]
