"""What is typed about paper ballots: at the table, from the box, from each sheet."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from initiatives.forms.languages import LanguageField
from participation.models.paper import MOST_SHEETS
from participation.paper import SHORTEST_SEED
from participation.services.paper_tables import Account

SHEETS_A_PAGE = 20
_LONGEST_LINE = 2_000


def _count(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=MOST_SHEETS, help_text=help_text
    )


class SheetForm(forms.Form):
    """Which languages stand on the sheet that is printed."""

    first = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    second = forms.ChoiceField(
        label=_("Second language"),
        choices=[("", _("none")), *settings.LANGUAGES],
        required=False,
    )

    def languages(self) -> list[str]:
        """The languages chosen, the first one first."""
        chosen = [self.cleaned_data["first"], self.cleaned_data["second"]]
        return [code for code in dict.fromkeys(chosen) if code]


class PaperBatchForm(forms.Form):
    """The sheets of a table. ``seen`` keeps a repeated press from opening two."""

    label = forms.CharField(
        label=_("Table or place"),
        max_length=80,
        help_text=_("For example: school, east side."),
    )
    officers = forms.CharField(
        label=_("Who is at the table"),
        max_length=120,
        help_text=_(
            "Functions or initials are enough: secretary, two members. Names are not "
            "needed."
        ),
    )
    shift = forms.CharField(
        label=_("Shift"),
        max_length=80,
        help_text=_("For example: Saturday, from 8 to 13."),
    )
    issued = forms.IntegerField(
        label=_("Sheets issued to the table"), min_value=1, max_value=MOST_SHEETS
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class TableForm(forms.Form):
    """What a voter gives up at the table. ``once`` tells a repeated press from a new one."""

    given_up = forms.CharField(
        label=_("Pass, or number in the register"),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "class": "code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "data-never-keep": "",
                "data-focus": "",
            }
        ),
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, has_roll: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_roll:
            self.fields["given_up"].label = gettext("The pass that is handed in")


class AccountForm(forms.Form):
    """What came back from a table, in sheets."""

    issued = _count(
        _("Sheets issued to the table"), _("In all, with those brought later.")
    )
    spoilt = _count(_("Spoilt"), _("Given back by voters and exchanged for another."))
    unused = _count(_("Unused"))
    missing = _count(
        _("Not brought back"), _("Carried off or lost. 0 where all are there.")
    )
    cast = _count(_("In the box"), _("Counted by hand, without looking at the marks."))
    explanation = forms.CharField(
        label=_("Why it differs"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Only where the box holds more or fewer than gave up their vote, or a sheet "
            "was not brought back. It is published: no names."
        ),
    )
    language = LanguageField(label=_("In which language do you write that?"))

    def account(self) -> Account:
        """What `account_for_paper` takes."""
        return Account(**self.cleaned_data)


class RedoForm(forms.Form):
    """Why a batch is typed in anew."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("For example: two sheets had the same number. No names."),
    )


class DrawForm(forms.Form):
    """Digits rolled in public."""

    digits = forms.CharField(
        label=_("Digits rolled"),
        max_length=120,
        help_text=lazy(
            lambda: (
                ngettext(
                    "At least %(n)d digit, in the order rolled. They are published.",
                    "At least %(n)d digits, in the order rolled. They are published.",
                    SHORTEST_SEED,
                )
                % {"n": SHORTEST_SEED}
            ),
            str,
        )(),
        widget=forms.TextInput(
            attrs={"class": "code", "inputmode": "numeric", "autocomplete": "off"}
        ),
        min_length=SHORTEST_SEED,
        error_messages={"min_length": _("Too few digits: roll some more.")},
    )


class SheetsForm(forms.Form):
    """A line for each of the sheets that are typed in next."""

    def __init__(self, *args: Any, sheets: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        empty = (sheet for sheet in sheets if line_name(sheet) not in self.initial)
        focused = next(empty, sheets[0] if sheets else 0)
        for sheet in sheets:
            self.fields[line_name(sheet)] = forms.CharField(
                label=gettext("Sheet %(n)d") % {"n": sheet},
                required=False,
                max_length=_LONGEST_LINE,
                widget=forms.TextInput(
                    attrs={
                        "class": "code",
                        "spellcheck": "false",
                        "autocapitalize": "none",
                        "data-line": "",
                        **({"data-focus": ""} if sheet == focused else {}),
                    }
                ),
            )
        self._sheets = sheets

    def typed(self) -> dict[int, str]:
        """What was typed, by sheet; lines left empty are left out."""
        lines = (
            (sheet, self.cleaned_data.get(line_name(sheet))) for sheet in self._sheets
        )
        return {sheet: line for sheet, line in lines if line}


def line_name(sheet: int) -> str:
    """The name of the field for a sheet."""
    return f"sheet-{sheet}"
