"""What a voter types."""

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.enums import BallotType
from participation.services.choices import Choices

#: No ballot asks for more; a longer number is no slip of the finger.
_MOST = 1_000


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
    """The steps after the pass: a signed ticket, and what was marked.

    Boxes to mark are all named ``choice``; a place or points stand in a field of their
    own for each number of the ballot.
    """

    ticket = forms.CharField(widget=forms.HiddenInput, max_length=400)

    def __init__(self, data: object, *, ballot_type: str, numbers: list[int]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self._fields_of = {}
        if ballot_type in (BallotType.APPROVAL, BallotType.KNAPSACK):
            self.fields["choice"] = forms.TypedMultipleChoiceField(
                coerce=int,
                required=False,
                choices=[(number, str(number)) for number in numbers],
            )
            return
        for number in numbers:
            self._fields_of[number] = mark_name(number)
            self.fields[mark_name(number)] = forms.IntegerField(
                required=False, min_value=0, max_value=_MOST
            )

    @property
    def is_readable(self) -> bool:
        """Whether what was marked can be a ballot at all, good or not."""
        return not set(self.errors) - {"ticket"}

    def choices(self) -> Choices:
        """What was marked, as far as it can be read."""
        if not self._fields_of:
            marked: list[int] = self.cleaned_data.get("choice", [])
            return marked
        return {
            number: given
            for number, name in self._fields_of.items()
            if (given := self.cleaned_data.get(name))
        }


def mark_name(number: int) -> str:
    """The name of the field for the points or the place of an option."""
    return f"mark-{number}"
