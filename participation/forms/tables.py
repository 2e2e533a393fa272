"""Forms of tables for assisted voting."""

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.services.tables import LONGEST_TALLY, PIN_LENGTH


class OpenTableForm(forms.Form):
    """Where a table stands."""

    place = forms.CharField(
        label=_("Where the table stands"),
        max_length=80,
        help_text=_("For example: school, room 2. Never a person's name."),
    )


class TallyForm(forms.Form):
    """How many voted, as the facilitator noted on paper."""

    voters = forms.IntegerField(
        label=_("How many voted at this table, by its tally sheet"),
        min_value=0,
        max_value=LONGEST_TALLY,
    )


class GiveUpForm(forms.Form):
    """Why nobody waits any more for what a device may hold."""

    lost_because = forms.CharField(
        label=_("What happened to the device"),
        max_length=300,
        help_text=_("For example: it was stolen on the way."),
    )


class PinForm(forms.Form):
    """The facilitator's PIN. Never kept on the device, never completed by the browser.

    No password field: browsers would offer to remember it, on a device for everybody.
    """

    pin = forms.CharField(
        label=_("The facilitator's PIN"),
        max_length=PIN_LENGTH,
        widget=forms.TextInput(
            attrs={
                "class": "code short pin",
                "inputmode": "numeric",
                "autocomplete": "off",
                "data-never-keep": "",
                "data-focus": "",
            }
        ),
    )
