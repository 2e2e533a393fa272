"""Giving feedback: first what it is about, then the words; and following it up.

No field of these is kept on the device or completed by the browser: a complaint must not
stay on a telephone that others use.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from initiatives.models import Initiative
from initiatives.queries.initiatives import public_initiatives
from participation import handling
from participation.enums import FeedbackCategory, OutsideKind
from participation.forms.ballots import PassForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.forms.boundfield import BoundWidget

#: More communities than so many are not listed: the page would be too heavy. The form is
#: then reached from the community's own page, which names it.
COMMUNITIES_LISTED = 200
MOST_LETTERS = 3000
_PRIVATE = {"autocomplete": "off", "data-never-keep": ""}

_ASKING = (
    FeedbackCategory.QUESTION,
    FeedbackCategory.SUGGESTION,
    FeedbackCategory.THANKS,
)


def _place_choices(chosen: str) -> list[tuple[str, str]]:
    places = Community.objects.order_by("name").defer("point")
    listed = list(places[: COMMUNITIES_LISTED + 1])
    if len(listed) > COMMUNITIES_LISTED:
        listed = list(places.filter(slug=chosen)) if chosen else []
    return [
        ("", str(_("The programme as a whole"))),
        *((each.slug, each.display_name) for each in listed),
    ]


class PlaceForm(forms.Form):
    """Which community it is about, by its address; none is the whole programme."""

    community = forms.ChoiceField(label=_("Where"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = str(self.data.get("community") or self.initial.get("community") or "")
        self.fields["community"].choices = _place_choices(chosen)  # type: ignore[attr-defined]

    @property
    def place(self) -> Community | None:
        """The community, or None. Only of a form that was looked at."""
        slug = self.cleaned_data.get("community")
        return Community.objects.filter(slug=slug).first() if slug else None


class KindForm(PlaceForm):
    """The first page: nothing is typed here, so that nothing can be typed too early."""

    initiative = forms.CharField(
        widget=forms.HiddenInput, required=False, max_length=12
    )
    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[*FeedbackCategory.choices, *OutsideKind.choices],
        widget=forms.RadioSelect,
    )

    @property
    def about(self) -> Initiative | None:
        """The public initiative that the form was opened from, if it is one."""
        reference = self["initiative"].value()
        found = public_initiatives().filter(reference=reference)
        return found.select_related("community").first() if reference else None

    @property
    def groups(self) -> "list[tuple[Any, list[BoundWidget]]]":
        """The kinds to choose from under three headings."""
        radios = {radio.data["value"]: radio for radio in self["kind"]}

        def of(kinds: "Iterable[Any]") -> "list[BoundWidget]":
            return [radios[kind.value] for kind in kinds]

        return [
            (_("Ask, suggest, thank"), of(_ASKING)),
            (
                _("Complain"),
                of(each for each in FeedbackCategory if each not in _ASKING),
            ),
            (_("Somebody is in danger, or was hurt or abused"), of(OutsideKind)),
        ]


class WordsForm(PlaceForm):
    """The second page: the words, and how to be reached by whoever wishes to be."""

    kind = forms.ChoiceField(choices=FeedbackCategory.choices, widget=forms.HiddenInput)
    ticket = forms.CharField(widget=forms.HiddenInput, max_length=200)
    text = forms.CharField(
        label=_("What do you want to say?"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto", **_PRIVATE}),
        help_text=_("In any language. You need not say who you are."),
    )
    initiative = forms.ModelChoiceField(
        label=_("About an initiative"),
        queryset=Initiative.objects.none(),
        to_field_name="reference",
        required=False,
        empty_label=_("None, or I do not know"),
    )
    contact = forms.CharField(
        label=_("Telephone or e-mail"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=_PRIVATE),
        help_text=_(
            "Only if you want to be called or written to. It is stored locked, shown to "
            "the one person who answers, and erased afterwards. To an e-mail address the "
            "site writes when there is an answer, without a word of what it is about. "
            "Without it, you follow up with a code."
        ),
    )
    is_restricted = forms.BooleanField(
        label=_("It is about somebody who reads complaints: for administrators only"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].widget = forms.HiddenInput()
        slug = self.data.get("community") or self.initial.get("community")
        if slug:
            self.fields["initiative"].queryset = (  # type: ignore[attr-defined]
                public_initiatives().filter(community__slug=slug).order_by("title")
            )
        else:
            del self.fields["initiative"]
        kind = self.data.get("kind") or self.initial.get("kind")
        if handling.ROUTE_OF.get(str(kind), handling.DESK) == handling.DESK:
            del self.fields["is_restricted"]

    def answers(self) -> dict[str, Any]:
        """What `take_feedback` takes beside the ticket."""
        given = self.cleaned_data
        return {
            "category": given["kind"],
            "text": given["text"],
            "community": self.place,
            "initiative": given.get("initiative"),
            "contact": given["contact"],
            "is_restricted": given.get("is_restricted", False),
            "language": (get_language() or "en")[:2],
        }


class CodeForm(PassForm):
    """The follow-up code; read like a pass, from a picture of its QR code too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Your code")
        self.fields["code"].help_text = _(
            "Sixteen letters and figures, as you wrote them down. Capitals and hyphens "
            "do not matter."
        )


class MoreForm(forms.Form):
    """What a person adds. ``mark`` keeps a repeated press from storing it twice."""

    ticket = forms.CharField(widget=forms.HiddenInput, max_length=200)
    mark = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Your words"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", **_PRIVATE}),
    )
