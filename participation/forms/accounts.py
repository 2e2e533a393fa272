"""Signing in by e-mail, and passwords."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.forms import PasswordResetForm as BasePasswordResetForm
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm as WagtailUserCreationForm
from wagtail.users.forms import UserEditForm as WagtailUserEditForm

from participation.models import User

if TYPE_CHECKING:
    UserModelForm = forms.ModelForm[User]
else:  # Django's form classes take no parameter when the site runs
    UserModelForm = forms.ModelForm


class SignInForm(AuthenticationForm):
    """E-mail address and password. The answer does not tell which of them was wrong."""

    username = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    error_messages = {
        "invalid_login": _(
            "This address and password do not belong together. Both are compared "
            "letter by letter; capitals count in the password."
        ),
        "inactive": _("This account is not active. Write to the programme staff."),
    }


class SecondStepForm(forms.Form):
    """A code from the phone, or one from paper."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
                "dir": "ltr",
            }
        ),
    )


class PasswordResetForm(BasePasswordResetForm):
    """Asks for an address; the mail is written in the language of its owner."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        """Send the link in the reader's language."""
        with translation.override(context["user"].language):
            super().send_mail(
                subject_template_name,
                email_template_name,
                context,
                from_email,
                to_email,
                html_email_template_name,
            )


class _OneAddress(UserModelForm):
    def clean_email(self) -> str:
        """Addresses are kept in small letters and belong to one account."""
        email = str(self.cleaned_data["email"]).lower()
        others = User.objects.exclude(pk=self.instance.pk).filter(email__iexact=email)
        if others.exists():
            raise forms.ValidationError(_("This address already has an account."))
        return email


class _OneName(_OneAddress):
    """Our people have one name, not a first and a last one."""

    first_name = None
    last_name = None


class OwnNameForm(_OneAddress):
    """A person's own name, address and language."""

    class Meta:
        model = User
        fields = ["name", "email", "language"]


class PersonCreationForm(_OneName, WagtailUserCreationForm):
    """A new account in the CMS's user management."""

    class Meta(WagtailUserCreationForm.Meta):
        model = User
        fields = ["email", "name", "language", "is_superuser", "groups"]


class PersonEditForm(_OneName, WagtailUserEditForm):
    """An account in the CMS's user management."""

    class Meta(WagtailUserEditForm.Meta):
        model = User
        fields = ["email", "name", "language", "is_active", "is_superuser", "groups"]
