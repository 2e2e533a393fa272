"""Forms for comments on places."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from initiatives.enums import CommentMove, CommentState
from initiatives.services.proposals import point

if TYPE_CHECKING:
    from django.contrib.gis.geos import Point
    from django.db.models import QuerySet

    from maps.models import AdminArea


class WrittenForm(forms.Form):
    """A text and the language that it is in."""

    text = forms.CharField(
        label=_("Your comment"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Read by the authorities of the area and by programme staff. Name no "
            "private person."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language of the text"), choices=settings.LANGUAGES
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()


class PlaceCommentForm(WrittenForm):
    """A comment and its place: two numbers, a click on the map, or a whole area."""

    latitude = forms.FloatField(
        label=_("Latitude"), min_value=-90, max_value=90, required=False
    )
    longitude = forms.FloatField(
        label=_("Longitude"), min_value=-180, max_value=180, required=False
    )
    area = forms.ModelChoiceField(
        label=_("Or a whole area"),
        queryset=None,
        required=False,
        to_field_name="pcode",
        empty_label=_("The place on the map"),
    )

    def __init__(self, *args: Any, areas: "QuerySet[AdminArea]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        for name in ("latitude", "longitude"):
            self.fields[name].widget.attrs.update({"step": "any", "dir": "ltr"})

    def clean(self) -> dict[str, Any]:
        """One place: half a point is none, and a point is no area."""
        cleaned = super().clean() or {}
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        if (latitude is None) != (longitude is None) and not self.errors:
            missing = "latitude" if latitude is None else "longitude"
            self.add_error(missing, _("Give both numbers, or neither."))
        elif latitude is not None and cleaned.get("area"):
            self.add_error("area", _("Give a place or an area, not both."))
        elif latitude is None and not cleaned.get("area") and not self.errors:
            self.add_error("area", _("Give a place or choose an area."))
        return cleaned

    @property
    def place(self) -> "Point | None":
        """The point, where one was given."""
        latitude = self.cleaned_data["latitude"]
        if latitude is None:
            return None
        return point(latitude, self.cleaned_data["longitude"])


class CommentFilterForm(forms.Form):
    """Which comments to show; an unknown value shows the open ones."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[*CommentState.choices, ("all", _("All"))],
    )
    area = forms.ChoiceField(label=_("Area"), required=False)

    def __init__(
        self, data: Any, *args: Any, areas: "list[AdminArea]", **kwargs: Any
    ) -> None:
        super().__init__(data, *args, **kwargs)
        self.fields["area"].choices = [  # type: ignore[attr-defined]
            ("", _("Any")),
            *((area.pcode, area.display_name) for area in areas),
        ]


class ThreadForm(WrittenForm):
    """What is written below a comment: an answer, a resolution, or why it is open again."""

    move = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect)
    field_order = ["move", "text", "language"]

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Your words")
        self.fields["move"].choices = (  # type: ignore[attr-defined]
            [
                (CommentMove.ANSWERED, _("An answer")),
                (CommentMove.RESOLVED, _("It is resolved, and this is how")),
            ]
            if state == CommentState.OPEN
            else [(CommentMove.REOPENED, _("It must be opened again, because"))]
        )
        if state == CommentState.RESOLVED:
            self.fields["move"].initial = CommentMove.REOPENED
        else:
            self.fields["move"].initial = CommentMove.ANSWERED
