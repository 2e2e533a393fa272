"""Forms for calling a meeting, changing, linking and calling it off."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communities.models import Community, CommunityBody
from initiatives.forms.languages import LanguageField
from initiatives.models import Initiative, Milestone
from maps.models import AdminArea
from participation.enums import MeetingKind
from participation.forms.moments import moment_field
from participation.forms.places import NONE_CHOSEN, place_choices, place_chosen
from participation.models import Meeting
from participation.models.meetings import new_meeting_reference
from participation.queries.meeting_links import (
    initiatives_to_link,
    milestones_to_link,
    rounds_to_link,
)
from participation.services.meetings import LONGEST_ITEM, MOST_ITEMS

#: Fields of the form that are fields of a meeting.
_PLAIN = ("kind", "title", "held_by", "place", "language", "starts_at", "ends_at")
#: A page lists no more to choose from: the newest are those that are talked about.
MOST_CHOICES = 40


def body_choices(bodies: Sequence[CommunityBody]) -> list[Any]:
    """Choices of a field for a body, by community where they are of several."""
    groups = [
        (
            community.display_name,
            [
                (each.pk, f"{each.display_name} ({each.get_kind_display()})")
                for each in own
            ],
        )
        for community, own in groupby(bodies, lambda body: body.community)
    ]
    return [NONE_CHOSEN, *(groups[0][1] if len(groups) == 1 else groups)]


class MeetingForm(forms.Form):
    """What everybody is told of a meeting."""

    kind = forms.ChoiceField(label=_("What kind of meeting?"), choices=MeetingKind)
    title = forms.CharField(
        label=_("What is it about?"),
        max_length=120,
        help_text=_("A few words, such as: Where the second well should be."),
    )
    starts_at = moment_field(_("It starts"), _("Date and time."))
    ends_at = moment_field(_("It ends"), _("Roughly; people plan their way home."))
    place = forms.CharField(
        label=_("Where do people meet?"),
        max_length=200,
        help_text=_("A public place that everybody can reach. Never a home."),
    )
    agenda = forms.CharField(
        label=_("Agenda"),
        required=False,
        max_length=(LONGEST_ITEM + 2) * MOST_ITEMS,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("One point on each line, in order. Name functions, not people."),
    )
    body = forms.TypedChoiceField(
        label=_("Which body holds it?"), required=False, coerce=int, empty_value=None
    )
    held_by = forms.CharField(
        label=_("Who holds it?"),
        required=False,
        max_length=120,
        help_text=_("A body, such as: Committee of Kesra Quay. Not a person’s name."),
    )
    language = forms.ChoiceField(
        label=_("In which language do you write?"), choices=settings.LANGUAGES
    )

    def __init__(
        self, *args: Any, bodies: Sequence[CommunityBody], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
        self.bodies = {each.pk: each for each in bodies}
        if bodies:
            self.fields["body"].choices = body_choices(bodies)  # type: ignore[attr-defined]
            self.fields["held_by"].label = _("Who else holds it?")
            self.fields["held_by"].help_text = _(
                "A body that is not in the list, in words. Not a person’s name."
            )
        else:
            del self.fields["body"]

    @classmethod
    def initial_of(cls, meeting: Meeting) -> dict[str, Any]:
        """What the form shows of a meeting that was called."""
        return {
            **{name: getattr(meeting, name) for name in _PLAIN},
            "body": meeting.body_id,
            "agenda": "\n".join(item.text for item in meeting.agenda.all()),
        }

    def answers(self) -> dict[str, Any]:
        """What `call_meeting` and `edit_meeting` take."""
        lines = self.cleaned_data["agenda"].splitlines()
        body = self.cleaned_data.get("body")
        return {
            **{name: self.cleaned_data[name] for name in _PLAIN},
            "body": self.bodies[body] if body else None,
            "agenda": [line.strip() for line in lines if line.strip()],
        }


class CallForm(MeetingForm):
    """The same, with where it takes place; sent twice, it calls one meeting."""

    where = forms.ChoiceField(
        label=_("For whom?"),
        help_text=_("One community, or all of an area together."),
    )
    reference = forms.CharField(
        widget=forms.HiddenInput, validators=[RegexValidator(r"\AMT-[2-9A-Z]{5}\Z")]
    )

    field_order = ("where",)

    def __init__(
        self,
        *args: Any,
        communities: list[Community],
        areas: list[AdminArea],
        has_programme: bool,
        **kwargs: Any,
    ) -> None:
        initial = kwargs.setdefault("initial", {})
        initial.setdefault("reference", new_meeting_reference())
        if len(communities) == 1 and not areas:
            initial.setdefault("where", f"community-{communities[0].pk}")
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = place_choices(  # type: ignore[attr-defined]
            communities, areas, has_programme=has_programme
        )

    def answers(self) -> dict[str, Any]:
        """What `call_meeting` takes."""
        return {
            **super().answers(),
            **place_chosen(self.cleaned_data["where"]),
            "reference": self.cleaned_data["reference"],
        }


class _MilestoneField(forms.ModelMultipleChoiceField[Milestone]):
    """Milestones by the initiative that they belong to."""

    def label_from_instance(self, obj: Milestone) -> str:
        """The milestone after its initiative."""
        return f"{obj.initiative.display_title}: {obj.display_title}"


class LinksForm(forms.Form):
    """What a meeting is about: proposals, milestones, votes."""

    initiatives = forms.ModelMultipleChoiceField(
        label=_("Proposals and initiatives"),
        queryset=Initiative.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    milestones = _MilestoneField(
        label=_("Milestones"),
        queryset=Milestone.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    rounds = forms.ModelMultipleChoiceField(
        label=_("Voting rounds"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        kwargs["initial"] = {
            name: [each.pk for each in getattr(meeting, name).all()]
            for name in ("initiatives", "milestones", "rounds")
        }
        super().__init__(*args, **kwargs)
        for name, possible in (
            ("initiatives", initiatives_to_link(meeting)),
            ("milestones", milestones_to_link(meeting)),
            ("rounds", rounds_to_link(meeting)),
        ):
            newest = [each.pk for each in possible[:MOST_CHOICES]]
            chosen = possible.filter(pk__in={*newest, *kwargs["initial"][name]})
            self.fields[name].queryset = chosen  # type: ignore[attr-defined]

    @property
    def has_choices(self) -> bool:
        """Whether there is anything to choose."""
        return any(field.queryset.exists() for field in self.fields.values())  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why something is called off, sent back or withdrawn."""

    reason = forms.CharField(
        label=_("Why?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, label: Any, help_text: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = help_text


class CallOffForm(ReasonForm):
    """Why a meeting does not take place, for everybody."""

    language = LanguageField(label=_("In which language is the reason?"))
