"""The form by which an organiser names an observer of a round."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participation.enums import TextLanguage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communities.models import Mandate
    from participation.models import User


class ObserverForm(forms.Form):
    """Who observes, and on behalf of whom; ``possible`` are mandates of who may."""

    person = forms.TypedChoiceField(label=_("Who observes"), coerce=int)
    on_behalf_of = forms.CharField(
        label=_("On behalf of"),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_(
            "An organisation that voters know, for example a women’s association. It is "
            "published; the person’s name is not."
        ),
    )
    language = forms.ChoiceField(
        label=_("In which language is that name?"), choices=TextLanguage
    )

    def __init__(
        self, *args: Any, possible: "Iterable[Mandate]", **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"language": get_language(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self._people = {each.user_id: each.user for each in possible}
        groups: dict[str, list[tuple[int, str]]] = {}
        for each in possible:
            place = each.community or each.area
            where = f" · {place.display_name}" if place else ""
            groups.setdefault(each.get_role_display(), []).append(
                (each.user_id, f"{each.user.name}{where}")
            )
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", "---------"),
            *groups.items(),
        ]

    @property
    def has_anybody(self) -> bool:
        """Whether there is anybody to choose."""
        return bool(self._people)

    def named(self) -> "tuple[User, dict[str, str]]":
        """The person, and the words that `name_observer` takes with them."""
        told = dict(self.cleaned_data)
        return self._people[told.pop("person")], told
