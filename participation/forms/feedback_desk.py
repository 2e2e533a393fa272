"""Forms of those who handle feedback, and of those who publish what came of it."""

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from initiatives.models import Initiative
from initiatives.queries.initiatives import public_initiatives
from participation import handling
from participation.enums import (
    Channel,
    ClosingReason,
    FeedbackAction,
    FeedbackCategory,
    FeedbackState,
    Priority,
)
from participation.forms.feedback import MOST_LETTERS, WordsForm

if TYPE_CHECKING:
    from participation.models import Feedback

WRITE_NOTE, WRITE_ANSWER = "write_note", "write_answer"
#: What the list may be narrowed to.
_STATES = [
    ("open", _("To be answered")),
    ("overdue", _("Overdue")),
    ("mine", _("In my hands")),
    ("nobody", _("In nobody's hands")),
    ("all", _("All")),
    *((state.value, state.label) for state in FeedbackState if state != "referred"),
]


class EntryForm(WordsForm):
    """Feedback that came on paper, at a table or by telephone, entered by staff."""

    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[each for each in Channel.choices if each[0] != Channel.WEB],
        widget=forms.RadioSelect,
    )
    received_on = forms.DateField(
        label=_("When it came"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    language = forms.ChoiceField(
        label=_("Language of the text"), choices=settings.LANGUAGES
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = timezone.localdate
        self.fields["language"].initial = get_language()
        self.fields["text"].label = _("What was said")
        self.fields["text"].help_text = _(
            "As the person said it. Leave out names that are not needed."
        )
        self.order_fields(["channel", "received_on", "text", "language"])

    def answers(self) -> dict[str, Any]:
        """What `take_feedback` takes beside the ticket and the person who enters."""
        given = self.cleaned_data
        return {
            **super().answers(),
            "channel": given["channel"],
            "received_on": given["received_on"],
            "language": given["language"],
        }


class DeskFilterForm(forms.Form):
    """Which items to show; an unknown value shows what is to be answered."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=_STATES)
    community = forms.ChoiceField(label=_("Community"), required=False)
    category = forms.ChoiceField(
        label=_("What it is about"),
        required=False,
        choices=[("", _("Any")), *FeedbackCategory.choices],
    )

    def __init__(self, data: Any, *, communities: list[Community]) -> None:
        super().__init__(data)
        self.fields["community"].choices = [  # type: ignore[attr-defined]
            ("", _("Any")),
            *((each.slug, each.display_name) for each in communities),
        ]


class StepForm(forms.Form):
    """What is done with an item: a message, or a step of the table."""

    do = forms.ChoiceField(label=_("What do you do?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Your words"),
        max_length=MOST_LETTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "autocomplete": "off"}),
        help_text=_("An answer is read by the person, a note by colleagues only."),
    )
    reason = forms.ChoiceField(
        label=_("Why nothing is done"),
        required=False,
        choices=[("", "---------"), *ClosingReason.choices[1:]],
        help_text=_("Only for closing without action. The person reads it."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)
    mark = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, feedback: "Feedback", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = handling.available(feedback.state, handling.HANDLER)
        self.fields["do"].choices = [  # type: ignore[attr-defined]
            (WRITE_NOTE, _("Write a note for colleagues")),
            (WRITE_ANSWER, _("Write to the person, and go on")),
            *(
                (row.action, FeedbackAction(row.action).label)
                for row in steps
                if row.target != handling.REFERRED
            ),
        ]
        if not any(row.needs == handling.REASON for row in steps):
            del self.fields["reason"]
        self.fields["seen"].initial = feedback.state
        self.fields["mark"].initial = uuid.uuid4


class SortForm(forms.Form):
    """What an item is about, and how soon it is due."""

    category = forms.ChoiceField(
        label=_("What it is about"), choices=FeedbackCategory.choices
    )
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices)


class AssignForm(forms.Form):
    """Into whose hands an item is put."""

    assignee = forms.ModelChoiceField(label=_("In whose hands"), queryset=None)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = people  # type: ignore[attr-defined]


class PublicAnswerForm(forms.Form):
    """You said, we did: in words of staff, in each language."""

    community = forms.ModelChoiceField(
        label=_("Where"),
        queryset=Community.objects.order_by("name").defer("point"),
        required=False,
        empty_label=_("The programme as a whole"),
    )
    initiative = forms.CharField(
        label=_("About an initiative"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("Its reference, such as HG-7K3QF. It then stands on its page too."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, most in (
            ("said", _("You said"), 400),
            ("did", _("We did"), 600),
        ):
            for code, language in settings.LANGUAGES:
                is_first = code == settings.LANGUAGE_CODE
                self.fields[name if is_first else f"{name}_{code}"] = forms.CharField(
                    label=label
                    if is_first
                    else _("%(what)s, in %(language)s")
                    % {"what": label, "language": language},
                    max_length=most,
                    required=is_first,
                    widget=forms.Textarea(
                        attrs={"rows": 3, "lang": code, "dir": "auto"}
                    ),
                )

    def clean_initiative(self) -> Initiative | None:
        """The initiative of a reference, if it is public."""
        reference = self.cleaned_data["initiative"].strip().upper()
        if not reference:
            return None
        found = public_initiatives().filter(reference=reference)
        initiative = found.select_related("community").first()
        if initiative is None:
            raise forms.ValidationError(_("No public initiative has this reference."))
        return initiative

    def answers(self) -> dict[str, Any]:
        """What `publish_answer` takes."""
        given = self.cleaned_data
        return {
            "community": given["community"],
            "initiative": given["initiative"],
            "said": given["said"],
            "did": given["did"],
            **{
                f"{name}_in": {
                    code: given[f"{name}_{code}"]
                    for code, _language in settings.LANGUAGES
                    if given.get(f"{name}_{code}")
                }
                for name in ("said", "did")
            },
        }
