"""Forms of organisers: a round, its options, passes, cancelling, adopting."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from participation.enums import BallotType, Completion, Rule
from participation.models import Round
from participation.queries.results import ResultView
from participation.services.passes import LARGEST_BATCH


def _moment(label: Any, help_text: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        help_text=help_text,
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "short"}, format="%Y-%m-%dT%H:%M"
        ),
    )


class RoundForm(forms.Form):
    """What voters will be shown. Nothing of it changes once the round is open."""

    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        help_text=_("For example: Choose for Upper Maro, spring 2027."),
    )
    budget = forms.IntegerField(
        label=_("Budget"),
        min_value=1,
        max_value=2_000_000_000,
        help_text=_("What the chosen proposals may cost together, in whole units."),
        localize=False,
    )
    ballot_type = forms.ChoiceField(
        label=_("Ballot"), choices=BallotType.choices, widget=forms.RadioSelect
    )
    rule = forms.ChoiceField(
        label=_("Rule"),
        choices=Rule.choices,
        widget=forms.RadioSelect,
        help_text=_("Equal shares gives every voter the same say over the money."),
    )
    completion = forms.ChoiceField(
        label=_("What happens with the rest"),
        choices=Completion.choices,
        widget=forms.RadioSelect,
        help_text=_("For equal shares only."),
    )
    opens_at = _moment(_("Voting opens"), _("Date and time."))
    closes_at = _moment(
        _("Voting closes"), _("It cannot be moved once voting is open.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            if code != settings.LANGUAGE_CODE:
                self.fields[f"title_{code}"] = forms.CharField(
                    label=_("Title in %(language)s") % {"language": name},
                    max_length=120,
                    required=False,
                )

    @classmethod
    def initial_of(cls, round_: Round) -> dict[str, Any]:
        """What the form shows of a round in preparation."""
        plain = ("title", "budget", "ballot_type", "rule", "completion")
        titles = {f"title_{code}": text for code, text in round_.titles.items()}
        return {
            **{name: getattr(round_, name) for name in plain},
            "opens_at": round_.opens_at,
            "closes_at": round_.closes_at,
            **titles,
        }

    def answers(self) -> dict[str, Any]:
        """What `create_round` and `edit_round` take."""
        plain = {k: v for k, v in self.cleaned_data.items() if k[:6] != "title_"}
        titles = {
            name.removeprefix("title_"): text
            for name, text in self.cleaned_data.items()
            if name.startswith("title_") and text
        }
        return {**plain, "titles": titles}


class NewRoundForm(RoundForm):
    """The same, with the community that decides."""

    community = forms.ModelChoiceField(
        label=_("Community"), queryset=Community.objects.order_by("name")
    )
    field_order = ["community", "title"]


class OptionsForm(forms.Form):
    """Which eligible proposals stand."""

    initiatives = forms.ModelMultipleChoiceField(
        label=_("Proposals on the ballot"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["initiatives"].queryset = candidates  # type: ignore[attr-defined]


class PassesForm(forms.Form):
    """How many passes, for whom. ``seen`` keeps a repeated press from issuing twice."""

    label = forms.CharField(
        label=_("For whom"),
        max_length=120,
        help_text=_("For example: table 2, east side. Never a person's name."),
    )
    count = forms.IntegerField(
        label=_("Number of passes"), min_value=1, max_value=LARGEST_BATCH
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class VoidPassForm(forms.Form):
    """A lost or spoilt pass."""

    serial = forms.CharField(
        label=_("First four characters of the pass"),
        max_length=4,
        widget=forms.TextInput(attrs={"class": "code", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("For example: lost on the way.")
    )
    replace = forms.BooleanField(
        label=_("Print a new pass in its place"), required=False, initial=True
    )


class CancelForm(forms.Form):
    """Why a round ends without a count."""

    reason = forms.CharField(
        label=_("Reason, shown to everybody"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AdoptForm(forms.Form):
    """What is adopted, beginning with what the vote chose."""

    chosen = forms.TypedMultipleChoiceField(
        label=_("Adopted as initiatives"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=_("Why it differs from the vote"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only where it differs; the reason is published."),
    )

    def __init__(self, *args: Any, view: ResultView, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})["chosen"] = [
            each.option.number for each in view.winners
        ]
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [  # type: ignore[attr-defined]
            (each.option.number, str(each.option)) for each in view.options
        ]
