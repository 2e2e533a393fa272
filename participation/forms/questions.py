"""Forms of questions: ask, answer, decide, appeal, come back by a code."""

from typing import Any, Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participation.enums import QuestionState, Reason, TextLanguage, Verdict
from participation.forms.ballots import PassForm
from participation.models.questions import (
    ANSWER_LENGTH,
    QUESTION_LENGTH,
    WORDS_LENGTH,
)

#: What a moderator may decide in each state, in the words of the form.
DECISIONS: Final = {
    QuestionState.WAITING: [
        (Verdict.PUBLISHED, _("Publish it as it is")),
        (Verdict.REFUSED, _("Do not publish it")),
    ],
    QuestionState.PUBLISHED: [(Verdict.HIDDEN, _("Hide it"))],
    QuestionState.APPEALED: [
        (Verdict.GRANTED, _("Grant the appeal: publish the question")),
        (Verdict.DISMISSED, _("Dismiss the appeal")),
    ],
}


def words_field(label: Any, length: int, rows: int = 5, **more: Any) -> forms.CharField:
    """A text of several lines, in whichever direction it is written."""
    return forms.CharField(
        label=label,
        max_length=length,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
        **more,
    )


class WritingForm(forms.Form):
    """A text, its language, and the ticket by which it is stored once."""

    text = words_field(
        _("Your question"),
        QUESTION_LENGTH,
        help_text=_(
            "Everybody will be able to read it. Write no name of a private person, no "
            "telephone number, no address and no place where somebody lives."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language of the text"), choices=TextLanguage.choices
    )
    # Not required: without one the form is shown again with a fresh one, as when it is old.
    ticket = forms.CharField(widget=forms.HiddenInput, max_length=400, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()


class AnswerForm(WritingForm):
    """The same for an answer."""

    text = words_field(
        _("Your answer"),
        ANSWER_LENGTH,
        help_text=_(
            "It is public at once, with your role and without your name. Name no private "
            "person."
        ),
    )


class DecisionForm(forms.Form):
    """What a moderator decides, with the reason where something is refused."""

    decision = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=_("If you refuse: the reason"),
        required=False,
        choices=[("", "–"), *Reason.choices],
        help_text=_("If the question is hidden, everybody sees this reason."),
    )
    words = words_field(
        _("If you refuse: in your own words, for whoever asked"),
        WORDS_LENGTH,
        rows=3,
        required=False,
        help_text=_("Do not repeat what the text says about a person: this is kept."),
    )

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = DECISIONS[QuestionState(state)]
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]
        if state == QuestionState.APPEALED:
            del self.fields["reason"]
        if len(choices) == 1:
            # Nothing to choose: the reason is due.
            self.fields["reason"].label = _("Reason")
            self.fields["words"].label = _("In your own words, for whoever asked")
            self.fields["decision"].initial = choices[0][0]
            self.fields["decision"].widget = forms.HiddenInput()
            for name in ("reason", "words"):
                self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        """Whoever is refused something hears why."""
        cleaned = super().clean() or {}
        decided = cleaned.get("decision")
        if decided and Verdict(decided).needs_reason:
            if "reason" in self.fields and not cleaned.get("reason"):
                self.add_error("reason", _("Choose a reason."))
            if not cleaned.get("words") and "words" not in self.errors:
                self.add_error("words", _("Say why in your own words."))
        return cleaned


class HideAnswerForm(forms.Form):
    """Why an answer is taken off the page."""

    reason = forms.ChoiceField(label=_("Reason"), choices=Reason.choices)
    answer = forms.IntegerField(widget=forms.HiddenInput)


class AppealForm(forms.Form):
    """Why a second person should look again."""

    words = words_field(
        _("Why should it be published?"),
        WORDS_LENGTH,
        rows=4,
        help_text=_(
            "Another person than the one who decided reads it. You can appeal once."
        ),
    )


class FollowUpForm(PassForm):
    """The code that was shown after a question was sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Your follow-up code")
        self.fields["code"].help_text = _(
            "Sixteen letters and figures. Capitals and hyphens do not matter."
        )
