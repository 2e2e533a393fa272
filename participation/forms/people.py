"""Forms about roles: inviting, accepting, terms, standing in."""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.enums import NoStandIn, Role
from communities.models import Community, Mandate
from communities.permissions import PROGRAMME_WIDE
from maps.models import AdminArea
from maps.queries.areas import current_areas
from participation.enums import TermReason
from participation.forms.ballots import PassForm
from participation.models import User
from participation.models.invitations import USUAL
from participation.services.invitations import NewAccount, Offer


def _day(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(
            attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"
        ),
    )


class InvitationForm(forms.Form):
    """What is offered. Nobody's name: only the person who comes says who they are."""

    offer = forms.ChoiceField(label=_("Role and place"))
    title = forms.CharField(
        label=_("Function"),
        max_length=100,
        required=False,
        help_text=_("For example: secretary. Never a person's name."),
    )
    starts_on = _day(_("Begins on"))
    ends_on = _day(
        _("Last day"), _("Leave it empty where no end is known."), required=False
    )
    valid_until = _day(
        _("Invitation good until"), _("Until then somebody may come with the code.")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, max_value=1_000_000)

    def __init__(
        self,
        *args: Any,
        roles: list[Role],
        communities: list[Community],
        seen: int,
        **kwargs: Any,
    ) -> None:
        today = timezone.localdate()
        kwargs["initial"] = {
            "starts_on": today,
            "ends_on": today + datetime.timedelta(days=2 * 365),
            "valid_until": today + USUAL,
            "seen": seen,
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        self._communities = {each.pk: each for each in communities}
        self.fields["offer"].choices = [  # type: ignore[attr-defined]
            ("", "---------"),
            *_groups(roles, communities),
        ]

    def offered(self) -> Offer:
        """What `invite` takes."""
        role, _dash, key = self.cleaned_data["offer"].partition("-")
        where: dict[str, Any] = {}
        if role == Role.AUTHORITY:
            where["area"] = AdminArea.objects.get(pk=key)
        elif key:
            where["community"] = self._communities[int(key)]
        told = {name: self.cleaned_data[name] for name in ("starts_on", "ends_on")}
        return Offer(role=role, title=self.cleaned_data["title"], **told, **where)


def _groups(
    roles: list[Role], communities: list[Community]
) -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Every role with its places, so that one choice says both without script."""
    found: list[tuple[Any, list[tuple[str, Any]]]] = []
    programme = [(role.value, role.label) for role in roles if role in PROGRAMME_WIDE]
    for role in roles:
        if role in PROGRAMME_WIDE:
            continue
        if role == Role.AUTHORITY:
            areas = current_areas().filter(level__in=[1, 2, 3])
            areas = areas.order_by("level", "name").defer("geometry", "point")
            places = [
                (each.pk, f"{each.display_name} ({each.pcode})") for each in areas
            ]
        else:
            places = [(each.pk, each.display_name) for each in communities]
        found.append(
            (role.label, [(f"{role.value}-{pk}", name) for pk, name in places])
        )
    if programme:
        found.append((_("The whole programme"), programme))
    return found


class InvitationCodeForm(PassForm):
    """The code of an invitation, never kept on the device."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code of the invitation")


class _Consent(forms.Form):
    named_publicly = forms.BooleanField(
        label=_("My name may stand on the community's public page"),
        required=False,
        help_text=_("You decide, and can change it at any time under “My work”."),
    )


class AcceptForm(_Consent):
    """Taking up a role with the account that one has signed in with."""

    def __init__(self, *args: Any, asks_consent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_consent:
            del self.fields["named_publicly"]

    @property
    def is_named_publicly(self) -> bool:
        """Whether the person agreed, where they were asked."""
        return bool(self.cleaned_data.get("named_publicly"))


class NewAccountForm(AcceptForm):
    """Opening an account to take up a role with it."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("You sign in with it. No mail is needed now."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    password = forms.CharField(
        label=_("Choose a password"),
        max_length=200,
        strip=False,
        help_text=_(
            "Eight signs or more. Three words that do not belong together are good."
        ),
        widget=forms.PasswordInput(
            attrs={"autocomplete": "new-password", "data-never-keep": ""}
        ),
    )
    field_order = ("name", "email", "language", "password", "named_publicly")

    def clean(self) -> None:
        """Ask of the password what is asked of every other."""
        super().clean()
        told = self.cleaned_data
        if password := told.get("password"):
            person = User(email=told.get("email", ""), name=told.get("name", ""))
            try:
                validate_password(password, person)
            except ValidationError as refusal:
                self.add_error("password", refusal)

    def account(self) -> NewAccount:
        """What `accept_with_account` takes."""
        told = self.cleaned_data
        return NewAccount(
            **{name: told[name] for name in ("name", "email", "password", "language")}
        )


class TermForm(forms.Form):
    """Until when a role is held, and why that changes."""

    ends_on = _day(
        _("Last day"),
        _("Yesterday ends it at once. Leave it empty where no end is known."),
        required=False,
    )
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=TermReason.choices,
        widget=forms.RadioSelect,
        help_text=_("Only these words are kept, nothing about the person."),
    )


class HandOverForm(forms.Form):
    """Who stands in, from when to when."""

    to = forms.TypedChoiceField(label=_("Who stands in for you"), coerce=int)
    starts_on = _day(_("First day"))
    ends_on = _day(_("Last day"), _("Sixty days at most."))

    def __init__(
        self, *args: Any, people: list[User], others: list[Mandate], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._people = {each.pk: each for each in people}
        near: dict[int, str] = {}
        for each in others:
            self._people.setdefault(each.user_id, each.user)
            near.setdefault(each.user_id, f"{each.user.name} · {each}")
        groups = [
            (_("At once: the same role"), [(each.pk, each.name) for each in people]),
            (_("Once others have agreed"), list(near.items())),
        ]
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", "---------"),
            *((label, group) for label, group in groups if group),
        ]

    def clean_to(self) -> User:
        """The person behind the choice."""
        return self._people[self.cleaned_data["to"]]


class RefuseStandInForm(forms.Form):
    """Why somebody may not stand in."""

    why = forms.ChoiceField(
        label=_("Why not"),
        choices=NoStandIn.choices,
        widget=forms.RadioSelect,
        help_text=_("Only these words are kept, nothing about the person."),
    )


class PeopleFilterForm(forms.Form):
    """Which roles are listed."""

    SHOWN = (
        ("", _("Not ended")),
        ("soon", _("Ending within 30 days")),
        ("ended", _("Ended")),
        ("all", _("All")),
    )
    place = forms.ChoiceField(label=_("Where"), required=False)
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("All")), *Role.choices]
    )
    show = forms.ChoiceField(label=_("Term"), required=False, choices=SHOWN)

    def __init__(self, *args: Any, communities: list[Community], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            ("", _("Everywhere")),
            *((each.slug, each.display_name) for each in communities),
        ]
