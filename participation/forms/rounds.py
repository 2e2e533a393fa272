"""Forms of organisers: a round, its options, passes, cancelling, adopting."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from initiatives.forms.languages import LanguageField
from maps.queries.areas import current_areas
from participation.enums import BallotType, Completion, Rule, Split
from participation.forms.moments import moment_field
from participation.forms.offered import OfferedOnly
from participation.forms.places import place_choices, place_chosen
from participation.models import Round
from participation.models.rounds import WITH_POINTS
from participation.queries.parts import PossiblePart
from participation.services.passes import LARGEST_BATCH

#: Fields of the form that are fields of a round.
_PLAIN = [
    *("title", "budget", "split_by", "entitled", "ballot_type", "most_choices"),
    *("points", "rule", "completion", "least_votes", "quorum", "opens_at", "closes_at"),
]


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
    split_by = forms.ChoiceField(
        label=_("One budget or parts"),
        choices=Split.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Each part is decided on by itself."),
    )
    entitled = forms.CharField(
        label=_("Who may vote"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Shown to everybody. For example: everybody of 16 and over who lives here, "
            "whether returned or not."
        ),
    )
    ballot_type = forms.ChoiceField(
        label=_("Ballot"), choices=BallotType.choices, widget=forms.RadioSelect
    )
    most_choices = forms.IntegerField(
        label=_("Proposals a voter may mark at most"),
        min_value=1,
        max_value=200,
        required=False,
        help_text=_("Leave it empty for any number."),
    )
    points = forms.IntegerField(
        label=_("Points"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("For points: how many there are to give. For marks: the highest."),
    )
    rule = forms.ChoiceField(
        label=_("Rule"),
        choices=Rule.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Equal shares gives every voter the same say over the money. An order of "
            "proposals counts only under most votes first; points and marks count there "
            "and under equal shares."
        ),
    )
    completion = forms.ChoiceField(
        label=_("What happens with the rest"),
        choices=Completion.choices,
        widget=forms.RadioSelect,
        help_text=_("For equal shares only."),
    )
    least_votes = forms.IntegerField(
        label=_("Least number of votes"),
        min_value=0,
        max_value=1_000_000,
        required=False,
        help_text=_(
            "For most votes first only: with fewer, a proposal is not chosen. Where "
            "voters give points, marks or places, it is what these come to."
        ),
    )
    quorum = forms.IntegerField(
        label=_("Quorum, in percent of those entitled to vote"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("With fewer voters the vote is advice and decides nothing."),
    )
    opens_at = moment_field(_("Voting opens"), _("Date and time."))
    closes_at = moment_field(
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
                    widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
                )
                self.fields[f"entitled_{code}"] = forms.CharField(
                    label=_("Who may vote, in %(language)s") % {"language": name},
                    max_length=300,
                    required=False,
                    widget=forms.Textarea(
                        attrs={"rows": 2, "lang": code, "dir": "auto"}
                    ),
                )
        self.order_fields(self._with_languages())

    def _with_languages(self) -> list[str]:
        """The fields in order, below each text the same in the other languages."""
        codes = [code for code, _language in settings.LANGUAGES]
        written = [f"{name}_{code}" for name in ("title", "entitled") for code in codes]
        return [
            each
            for name in self.fields
            if name not in written
            for each in (name, *(f"{name}_{code}" for code in codes))
            if each in self.fields
        ]

    @classmethod
    def initial_of(cls, round_: Round) -> dict[str, Any]:
        """What the form shows of a round in preparation."""
        return {
            **{name: getattr(round_, name) for name in _PLAIN},
            **{f"title_{code}": text for code, text in round_.titles.items()},
            **{f"entitled_{code}": text for code, text in round_.entitled_in.items()},
        }

    def clean(self) -> None:
        """Points belong to some ballots, and those need them."""
        super().clean()
        kind = self.cleaned_data.get("ballot_type")
        if kind in WITH_POINTS and not self.cleaned_data.get("points"):
            self.add_error("points", _("Say how many points a voter may give."))

    def answers(self) -> dict[str, Any]:
        """What `create_round` and `edit_round` take."""
        plain = {name: self.cleaned_data[name] for name in _PLAIN}
        return {
            **plain,
            "least_votes": plain["least_votes"] or 0,
            "quorum": plain["quorum"] or 0,
            "titles": self._by_language("title_"),
            "entitled_in": self._by_language("entitled_"),
        }

    def _by_language(self, prefix: str) -> dict[str, str]:
        return {
            name.removeprefix(prefix): text
            for name, text in self.cleaned_data.items()
            if name.startswith(prefix) and text
        }


class NewRoundForm(RoundForm):
    """The same, with where it takes place: a community, an area or everywhere."""

    place = forms.ChoiceField(
        label=_("Where"),
        help_text=_("A community decides for itself, or all of an area together."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = current_areas().filter(level__in=[1, 2, 3]).order_by("level", "name")
        self.fields["place"].choices = place_choices(  # type: ignore[attr-defined]
            Community.objects.order_by("name"), areas.defer("geometry", "point")
        )
        self.order_fields(["place", *self.fields])

    def answers(self) -> dict[str, Any]:
        """What `create_round` takes."""
        return {**super().answers(), **place_chosen(self.cleaned_data["place"])}


class PartsForm(forms.Form):
    """What of the budget is for each dimension or place."""

    def __init__(self, *args: Any, parts: list[PossiblePart], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in parts:
            self.fields[part.key] = forms.IntegerField(
                label=part.name,
                min_value=0,
                max_value=2_000_000_000,
                required=False,
                localize=False,
            )

    def amounts(self) -> dict[str, int]:
        """What `set_parts` takes."""
        return {key: amount or 0 for key, amount in self.cleaned_data.items()}


class OptionsForm(forms.Form):
    """Which eligible proposals stand."""

    initiatives = OfferedOnly(
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
    is_trial = forms.BooleanField(
        label=_("For trying out"),
        required=False,
        help_text=_("They lead through all pages, and nothing is stored or counted."),
    )
    large_print = forms.BooleanField(
        label=_("Large print"),
        required=False,
        help_text=_("Two to a page, for people who do not see well."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def answers(self) -> dict[str, Any]:
        """What `issue_passes` takes."""
        return {k: v for k, v in self.cleaned_data.items() if k != "large_print"}


class RollForm(forms.Form):
    """Who may vote, as numbers."""

    numbers = forms.CharField(
        label=_("Numbers in the register"),
        required=False,
        max_length=600_000,
        strip=False,
        widget=forms.Textarea(
            attrs={
                "rows": 12,
                "dir": "ltr",
                "autocomplete": "off",
                "data-never-keep": "",
            }
        ),
        help_text=_(
            "One a line, or ranges: 1..420. Never names. Leave it empty where the "
            "passes alone are the roll."
        ),
    )


class HandOutForm(forms.Form):
    """The number of a person who stands at the desk."""

    number = forms.CharField(
        label=_("Number in the register"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "class": "code",
                "autocomplete": "off",
                "inputmode": "text",
                "data-never-keep": "",
                "data-focus": "",
            }
        ),
    )


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


class VoidBatchForm(forms.Form):
    """Why a batch shall be void: lost or stolen, or never printed."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("For example: the printer jammed. Never a person's name."),
    )
    with_new_passes = forms.BooleanField(
        label=_("Print new passes in their place"),
        required=False,
        initial=True,
        help_text=_(
            "As many as were not used. Once voting has begun, this is the only way in "
            "which they can be made."
        ),
    )


class RenewBatchForm(forms.Form):
    """How the passes in the place of a batch are printed."""

    large_print = forms.BooleanField(
        label=_("Large print"),
        required=False,
        help_text=_("Two to a page, for people who do not see well."),
    )


class CancelForm(forms.Form):
    """Why a round ends without a count."""

    reason = forms.CharField(
        label=_("Reason, shown to everybody"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = LanguageField(label=_("In which language is the reason?"))
