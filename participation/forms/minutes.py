"""Forms for the minutes of a meeting: text, counts, decisions, action points, pictures."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from initiatives.enums import ActingRole
from initiatives.forms.pictures import consent_field, picture_field, words_field
from initiatives.forms.proposal import DateInput
from participation.enums import (
    AttendanceGroup,
    DecidedHow,
    HandsFor,
    MeetingKind,
)
from participation.forms.group_counts import GroupCountsForm, number_field
from participation.models import ActionPoint, Attendance, Decision, Meeting, Round
from participation.queries.meeting_links import rounds_to_link
from participation.services.decisions import MOST_HANDS, Raised

#: “The school yard: 23”, in digits of any script.
_OPTION = re.compile(r"(.*\S)\s*[:=–—-]\s*(\d{1,6})")
_PLAIN_ANSWERS = {
    "in_favour": HandsFor.IN_FAVOUR,
    "against": HandsFor.AGAINST,
    "abstaining": HandsFor.ABSTAINING,
}


class MinutesForm(forms.Form):
    """What was said, in short."""

    minutes = forms.CharField(
        label=_("What was talked about?"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
        help_text=_(
            "So that somebody who was not there understands. Write functions (the "
            "secretary, a teacher, several parents), never names, and nothing by which "
            "a person could be recognised. Decisions and who does what come next."
        ),
    )
    language = forms.ChoiceField(
        label=_("In which language do you write?"), choices=settings.LANGUAGES
    )


class AttendanceForm(GroupCountsForm):
    """How many came to a meeting, by group."""

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_groups(has_minors=meeting.kind == MeetingKind.YOUNG)

    @classmethod
    def initial_of(cls, attendance: Attendance | None) -> dict[str, Any]:
        """What was counted so far."""
        if attendance is None:
            return {}
        names = ["everybody", *AttendanceGroup.values]
        return {name: getattr(attendance, name) for name in names}

    def answers(self) -> dict[str, Any]:
        """What `count_attendance` takes."""
        return {"everybody": self.cleaned_data["everybody"], "groups": self.groups()}


class DecisionForm(forms.Form):
    """What was decided, how, and by how many hands."""

    text = forms.CharField(
        label=_("What was decided?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("One decision. Name functions, not people."),
    )
    how = forms.ChoiceField(
        label=_("How was it decided?"), choices=DecidedHow, widget=forms.RadioSelect
    )
    in_favour = number_field(_("Hands in favour"), MOST_HANDS)
    against = number_field(_("Hands against"), MOST_HANDS)
    abstaining = number_field(_("Hands of those who abstained"), MOST_HANDS)
    options = forms.CharField(
        label=_("Or hands for each option"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("One on each line, with its number. For example: The school: 23"),
    )
    round_ = forms.ModelChoiceField(
        label=_("Which voting round?"),
        queryset=Round.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("Only where a voting round decided."),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round_"].queryset = rounds_to_link(meeting)  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, decision: Decision | None) -> dict[str, Any]:
        """What the form shows of a decision."""
        if decision is None:
            return {"how": DecidedHow.CONSENSUS}
        hands = list(decision.hands.all())
        plain = {each.answer: each.number for each in hands if not each.option}
        return {
            "text": decision.text,
            "how": decision.how,
            "round_": decision.round_id,
            "options": "\n".join(
                f"{each.option}: {each.number}"
                for each in hands
                if each.option and each.number is not None
            ),
            **{name: plain.get(answer) for name, answer in _PLAIN_ANSWERS.items()},
        }

    def clean_options(self) -> list[Raised]:
        """Options with their hands, each on its line."""
        found = []
        lines = self.cleaned_data["options"].splitlines()
        for at, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            match = _OPTION.fullmatch(line.strip())
            if match is None:
                raise forms.ValidationError(
                    _(
                        "Line %(line)d: write the option, a colon and its number, such "
                        "as “The school: 23”."
                    )
                    % {"line": at}
                )
            found.append(Raised(HandsFor.OPTION, int(match[2]), match[1][:200]))
        return found

    def answers(self) -> dict[str, Any]:
        """What `save_decision` takes."""
        given = self.cleaned_data
        plain = [
            Raised(answer, given[name])
            for name, answer in _PLAIN_ANSWERS.items()
            if given[name] is not None
        ]
        return {
            "text": given["text"],
            "how": given["how"],
            "round_": given["round_"],
            "hands": [*plain, *given["options"]],
        }


class ActionPointForm(forms.Form):
    """What is to be done, by whom, by when."""

    text = forms.CharField(
        label=_("What is to be done?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    owner = forms.CharField(
        label=_("Who sees to it?"),
        max_length=120,
        help_text=_(
            "A function, such as: the secretary, the water group. Never a person’s name."
        ),
    )
    owner_role = forms.ChoiceField(
        label=_("Who finds it under “My work”?"),
        required=False,
        choices=[("", _("Whoever called the meeting")), *ActingRole.choices],
    )
    due_on = forms.DateField(label=_("By when?"), widget=DateInput())

    @classmethod
    def initial_of(cls, action: ActionPoint | None) -> dict[str, Any]:
        """What the form shows of an action point."""
        if action is None:
            return {"owner_role": ActingRole.COMMITTEE}
        names = ("text", "owner", "owner_role", "due_on")
        return {name: getattr(action, name) for name in names}


class PictureForm(forms.Form):
    """A picture, its words, and the leave of everybody in it."""

    picture = picture_field(
        _(
            "JPEG, PNG or WebP, up to 10 MB. The place and time stored in it are removed."
        )
    )
    alt = words_field()
    has_consent = consent_field()
