"""Forms of those who review, carry out and check initiatives."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.enums import Dimension
from communities.models import Community
from initiatives.enums import BUTTONS, Action, StateGroup, Verdict
from initiatives.forms.languages import LanguageField
from initiatives.forms.pictures import picture_field, words_field
from initiatives.forms.proposal import DateInput
from initiatives.models import BudgetLine


class FilterForm(forms.Form):
    """Which initiatives to show; an unknown value shows everything."""

    text = forms.CharField(label=_("Words"), required=False, max_length=80)
    dimension = forms.ChoiceField(
        label=_("Dimension"),
        required=False,
        choices=[("", _("Any")), *Dimension.choices],
    )
    group = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Any")), *StateGroup.choices]
    )
    community = forms.ChoiceField(label=_("Community"), required=False)

    def __init__(
        self, data: Any, *args: Any, communities: list[Community], **kwargs: Any
    ) -> None:
        super().__init__(data, *args, **kwargs)
        self.fields["community"].choices = [  # type: ignore[attr-defined]
            ("", _("Any")),
            *((community.slug, community.display_name) for community in communities),
        ]


class StepTakenForm(forms.Form):
    """The step that somebody takes, with the reason and the state that they saw."""

    action = forms.ChoiceField(label=_("Your answer"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody can read it in the history. Name no private person."),
    )
    language = LanguageField(label=_("In which language is the reason?"))
    seen = forms.CharField(widget=forms.HiddenInput, max_length=24)

    def __init__(
        self,
        *args: Any,
        actions: list[str],
        needs_reason: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason
        chooser = self.fields["action"]
        chooser.choices = [  # type: ignore[attr-defined]
            (code, BUTTONS[Action(code)]) for code in actions
        ]
        if len(actions) == 1:
            chooser.widget = forms.HiddenInput()
            self.initial["action"] = actions[0]


class ClaimForm(forms.Form):
    """A milestone is done: when, how, and how it looks."""

    done_on = forms.DateField(
        label=_("When was it done?"), widget=DateInput(), initial=timezone.localdate
    )
    note = forms.CharField(
        label=_("What was done?"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("So that the committee knows what to look at."),
    )
    language = LanguageField(label=_("In which language do you write that?"))
    picture = picture_field(
        _(
            "JPEG, PNG or WebP, up to 10 MB. Only with the leave of everybody who can "
            "be recognised; no children. The place and time stored in it are removed."
        ),
        required=False,
    )
    picture_alt = words_field(required=False)


class AnswerForm(forms.Form):
    """A committee member confirms or disputes."""

    verdict = forms.ChoiceField(
        label=_("Is it done as reported?"),
        choices=[
            (Verdict.CONFIRM, _("Yes, I confirm it")),
            (Verdict.DISPUTE, _("No, I dispute it")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("What did you see?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed if you dispute it. Everybody can read it, without a name."),
    )
    language = LanguageField(label=_("In which language do you write that?"))


class ReopenForm(forms.Form):
    """A milestone is opened again with a changed plan."""

    reason = forms.CharField(
        label=_("What changes, and why?"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody can read it."),
    )
    language = LanguageField(label=_("In which language do you write that?"))
    planned_on = forms.DateField(label=_("New date"), widget=DateInput())


class SpendingForm(forms.Form):
    """What each budget line has cost so far."""

    def __init__(self, *args: Any, lines: list[BudgetLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[f"line_{line.pk}"] = forms.IntegerField(
                label=line.display_label,
                min_value=0,
                max_value=2_000_000_000,
                initial=line.spent,
            )

    def amounts(self) -> list[tuple[BudgetLine, int]]:
        """Each line with the amount written beside it."""
        return [(line, self.cleaned_data[f"line_{line.pk}"]) for line in self.lines]
