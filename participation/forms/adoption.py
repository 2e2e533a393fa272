"""The form by which a body agrees to a result, or staff record that it did."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participation.enums import Body, TextLanguage
from participation.queries.results import ResultView

if TYPE_CHECKING:
    from participation.models import Agreement


class AgreementForm(forms.Form):
    """What is adopted, beginning with what the other body said, or the vote.

    ``own`` are the bodies that the person speaks for; ``others`` those for whom they may
    record it, if they say where it was decided.
    """

    body = forms.ChoiceField(label=_("For whom"), widget=forms.RadioSelect)
    decided_where = forms.CharField(
        label=_("Where it was decided"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_(
            "The meeting, its date and its minutes. It is published, with a remark that "
            "programme staff recorded it."
        ),
    )
    where_language = forms.ChoiceField(
        label=_("In which language do you write that?"), choices=TextLanguage
    )
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
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Only where it differs; the reason is published."),
    )
    language = forms.ChoiceField(
        label=_("In which language is the reason?"), choices=TextLanguage
    )

    def __init__(
        self,
        *args: Any,
        view: ResultView,
        own: Sequence[Body],
        others: Sequence[Body],
        **kwargs: Any,
    ) -> None:
        bodies = [*own, *others]
        missing = [body for body in bodies if body in view.missing_bodies] or bodies
        kwargs["initial"] = {"body": missing[0], **_start(view, missing[0])}
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = [  # type: ignore[attr-defined]
            (body.value, body.label) for body in bodies
        ]
        self.fields["chosen"].choices = [  # type: ignore[attr-defined]
            (each.option.number, str(each.option)) for each in view.options
        ]
        if len(bodies) == 1:
            self.fields["body"].widget = forms.HiddenInput()
        if not others:
            del self.fields["decided_where"], self.fields["where_language"]

    def answers(self) -> dict[str, Any]:
        """What `agree_to_result` takes."""
        return self.cleaned_data


def _start(view: ResultView, body: Body) -> dict[str, Any]:
    """What the other body agreed to, else what this one did, else what the vote chose."""
    said: list[Agreement] = sorted(view.agreements, key=lambda each: each.body == body)
    words = {"where_language": get_language(), "language": get_language()}
    if not said:
        chosen = [each.option.number for each in view.winners]
        return {**words, "chosen": chosen}
    first = said[0]
    if first.language:
        words["language"] = first.language
    return {**words, "chosen": first.chosen, "reason": first.reason}
