"""The forms of a proposal's five steps.

A step can be saved unfinished ("later"): then nothing in it is required, and what is
missing is listed before the proposal is handed in.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from communities.enums import Dimension
from communities.models import Community
from initiatives.enums import (
    CATEGORIES_OF,
    Answer,
    Approach,
    CameFrom,
    Category,
    ProposalStep,
)
from initiatives.models import Initiative
from initiatives.models.initiatives import new_reference
from initiatives.queries.similar import distance_km
from initiatives.services.proposals import point

#: A community's initiative lies in or near it; farther away it is a slip of the pin.
FARTHEST_KM = 100


class DateInput(forms.DateInput):
    """A day, as browsers send and expect it whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class StepForm(forms.ModelForm[Initiative]):
    """One step: everything is required except ``optional``, unless saved for later."""

    optional: frozenset[str] = frozenset()

    def __init__(self, *args: Any, is_unfinished: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.required = name == "title" or not (
                is_unfinished or name in self.optional
            )
        for name, vocabulary in (
            ("dimension", Dimension),
            ("approach", Approach),
            ("both_consulted", Answer),
        ):
            if name in self.fields:
                self.fields[name].choices = vocabulary.choices  # type: ignore[attr-defined]
        if "secondary_dimension" in self.fields:
            self.fields["secondary_dimension"].choices = [  # type: ignore[attr-defined]
                ("", _("No other")),
                *Dimension.choices,
            ]

    def values(self) -> dict[str, Any]:
        """What `save_step` stores."""
        return dict(self.cleaned_data)


class ProblemForm(StepForm):
    """What is wrong, for whom, and since when."""

    class Meta:
        model = Initiative
        fields = ["problem", "title", "language"]
        labels = {
            "problem": _("What is the problem, and for whom?"),
            "title": _("What should we call the initiative?"),
            "language": _("In which language do you write?"),
        }
        help_texts = {
            "problem": _(
                "Think of what the community's profile says. Never name or describe a "
                "single person."
            ),
            "title": _("A few words, such as: A second borehole at the school."),
        }
        widgets = {"problem": forms.Textarea(attrs={"rows": 5})}


class StartForm(ProblemForm):
    """The first step, with the community; sent twice, it begins one draft."""

    community = forms.ModelChoiceField(
        Community.objects.none(),
        label=_("For which community?"),
        to_field_name="slug",
        empty_label=None,
    )
    reference = forms.CharField(
        widget=forms.HiddenInput,
        validators=[RegexValidator(r"\AHG-[2-9A-Z]{5}\Z")],
    )

    field_order = ["community", "problem", "title", "language"]

    def __init__(self, *args: Any, communities: list[Community], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("reference", new_reference())
        super().__init__(*args, **kwargs)
        chooser = self.fields["community"]
        chooser.queryset = Community.objects.filter(  # type: ignore[attr-defined]
            pk__in=[community.pk for community in communities]
        )
        chooser.required = self.fields["reference"].required = True
        if len(communities) == 1:
            chooser.widget = forms.HiddenInput()
            self.initial["community"] = communities[0].slug


class IdeaForm(StepForm):
    """What to do about it."""

    optional = frozenset({"secondary_dimension"})

    class Meta:
        model = Initiative
        fields = [
            "summary",
            "dimension",
            "secondary_dimension",
            "category",
            "approach",
        ]
        labels = {
            "summary": _("What do you want to do?"),
            "dimension": _("Which side of coming home does it help most?"),
            "secondary_dimension": _("Does it help another side as well?"),
            "category": _("What kind of initiative is it?"),
            "approach": _("Who carries it?"),
        }
        help_texts = {
            "summary": _("Two or three sentences that a neighbour understands."),
            "dimension": _(
                "Economic: earning a living. Social: housing, school, health, water, "
                "justice. Psychosocial: belonging and well-being."
            ),
        }
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 4}),
            "dimension": forms.RadioSelect,
            "approach": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose one")),
            *(
                (
                    dimension.label,
                    [(code, Category(code).label) for code in CATEGORIES_OF[dimension]],
                )
                for dimension in Dimension
            ),
        ]


class PeopleForm(StepForm):
    """Who benefits and where."""

    optional = frozenset({"latitude", "longitude"})

    latitude = forms.FloatField(
        label=_("Latitude"), min_value=-90, max_value=90, required=False
    )
    longitude = forms.FloatField(
        label=_("Longitude"), min_value=-180, max_value=180, required=False
    )

    class Meta:
        model = Initiative
        fields = ["returnees_planned", "neighbours_planned", "place_name"]
        labels = {
            "returnees_planned": _("How many returnees benefit?"),
            "neighbours_planned": _("How many neighbours benefit?"),
            "place_name": _("Where does it take place?"),
        }
        help_texts = {
            "returnees_planned": _("A careful guess is enough."),
            "neighbours_planned": _(
                "People who have always lived here. Both groups must benefit."
            ),
            "place_name": _(
                "A public place, such as: beside the school. Never a home."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.instance.location
        if place is not None:
            self.initial["latitude"] = round(place.y, 5)
            self.initial["longitude"] = round(place.x, 5)
        for name in ("latitude", "longitude"):
            self.fields[name].widget.attrs.update({"step": "any", "dir": "ltr"})

    def clean(self) -> dict[str, Any]:
        """Half a place is no place, a far one is a slip, and both groups benefit."""
        cleaned = super().clean() or {}
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        if self.errors:
            return cleaned
        if (latitude is None) != (longitude is None):
            missing = "latitude" if latitude is None else "longitude"
            self.add_error(missing, _("Give both numbers, or neither."))
        elif latitude is not None and longitude is not None:
            self._refuse_far_away(latitude, longitude)
        for name in ("returnees_planned", "neighbours_planned"):
            if self.fields[name].required and cleaned.get(name) == 0:
                self.add_error(name, _("Both groups must benefit: one or more."))
        return cleaned

    def _refuse_far_away(self, latitude: float, longitude: float) -> None:
        community = self.instance.community
        away = distance_km(
            (latitude, longitude), (community.point.y, community.point.x)
        )
        if away > FARTHEST_KM:
            self.add_error(
                "latitude",
                _(
                    "This place is %(km)s km from %(community)s. Check the two "
                    "numbers: latitude comes first."
                )
                % {
                    "km": number_format(round(away), force_grouping=True),
                    "community": community.display_name,
                },
            )

    def values(self) -> dict[str, Any]:
        values = super().values()
        latitude, longitude = values.pop("latitude"), values.pop("longitude")
        is_given = latitude is not None and longitude is not None
        values["location"] = point(latitude, longitude) if is_given else None
        return values


class MoneyForm(StepForm):
    """From when until when."""

    class Meta:
        model = Initiative
        fields = ["starts_on", "ends_on"]
        labels = {"starts_on": _("When does it start?"), "ends_on": _("And end?")}
        widgets = {"starts_on": DateInput(), "ends_on": DateInput()}

    def clean(self) -> dict[str, Any]:
        """The end does not come before the start."""
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The end comes before the start."))
        return cleaned


class CareForm(StepForm):
    """Who was heard, what could go wrong, and how children are kept safe."""

    optional = frozenset({"came_from"})

    class Meta:
        model = Initiative
        fields = ["both_consulted", "came_from", "harm_note", "children_note"]
        labels = {
            "both_consulted": _("Were returnees and neighbours both heard?"),
            "came_from": _("Which group did the idea come from?"),
            "harm_note": _("What could go wrong between people, and what do you do?"),
            "children_note": _("How are children affected, and kept safe?"),
        }
        help_texts = {
            "harm_note": _(
                "Could it favour one group, strain water or land, or make anybody "
                "stand out?"
            ),
            "children_note": _(
                "Think of work, school hours, the site, and pictures. If no child is "
                "touched by it, say why."
            ),
        }
        widgets = {
            "both_consulted": forms.RadioSelect,
            "harm_note": forms.Textarea(attrs={"rows": 4}),
            "children_note": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        group = self.fields["came_from"]
        group.choices = [("", _("We do not say")), *CameFrom.choices]  # type: ignore[attr-defined]
        group.help_text = _(
            "Only if you wish, and only where %(n)d people or more of the group spoke for "
            "it; with fewer, leave it open. It is about the group, not about whoever "
            "writes. It is not shown with the proposal: organisers see numbers over all "
            "proposals of a vote, to find out who was not heard."
        ) % {"n": settings.RELEASE_THRESHOLD_PERSONS}


STEP_FORMS: dict[ProposalStep, type[StepForm]] = {
    ProposalStep.PROBLEM: ProblemForm,
    ProposalStep.IDEA: IdeaForm,
    ProposalStep.PEOPLE: PeopleForm,
    ProposalStep.MONEY: MoneyForm,
    ProposalStep.CARE: CareForm,
}
