"""Signing in and out, and passwords."""

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _

from participation.forms.accounts import PasswordResetForm, SignInForm
from participation.services.accounts import tell_password_changed
from participation.services.second_factor import phone_of
from participation.services.throttle import note_failure, seconds_to_wait
from participation.views.visitors import address_of, too_many_tries

if TYPE_CHECKING:
    from django.contrib.auth.forms import AuthenticationForm
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from participation.models import User


class SignIn(auth_views.LoginView):
    """By e-mail address; slowed down after failures, by account and by address."""

    template_name = "participation/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def post(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> "HttpResponse":
        """Try to sign in, unless there were too many failures."""
        wait = max(seconds_to_wait(*who) for who in self._who())
        if wait:
            return too_many_tries(request, wait)
        return super().post(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """Where they wanted to go; by the second step for those who have set one up."""
        onward = super().get_success_url()
        if phone_of(cast("User", self.request.user)) is None:
            return onward
        query = urlencode({self.redirect_field_name: onward})
        return f"{reverse('participation:second_step')}?{query}"

    def form_invalid(self, form: "AuthenticationForm") -> "HttpResponse":
        """Count the failure."""
        for who in self._who():
            note_failure(*who)
        return super().form_invalid(form)

    def _who(self) -> list[tuple[str, ...]]:
        address = address_of(self.request)
        account = self.request.POST.get("username", "")[:254]
        return [
            ("sign-in-account", address, account),
            ("sign-in-address", address),
        ]


class SignOut(auth_views.LogoutView):
    """By POST only; the session ends."""


class PasswordChange(auth_views.PasswordChangeView):
    """A signed-in person sets another password, and gets a mail that says so."""

    template_name = "participation/password_change.html"
    success_url = reverse_lazy("participation:my_work")

    def form_valid(self, form: "Form") -> "HttpResponse":
        """Store, tell, thank."""
        response = super().form_valid(form)
        tell_password_changed(form.user)  # type: ignore[attr-defined]
        messages.success(self.request, _("Your password was changed."))
        return response


class PasswordReset(auth_views.PasswordResetView):
    """Asks for a mail with a link; the answer is the same whether the address is known."""

    template_name = "participation/password_reset.html"
    form_class = PasswordResetForm
    email_template_name = "participation/email/password_reset.txt"
    subject_template_name = "participation/email/password_reset_subject.txt"
    success_url = reverse_lazy("participation:password_reset_sent")

    def post(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> "HttpResponse":
        """Send at most a few mails an hour for one visitor."""
        who = ("password-reset", address_of(request))
        wait = seconds_to_wait(*who)
        if wait:
            return too_many_tries(request, wait)
        note_failure(*who)
        return super().post(request, *args, **kwargs)


class PasswordResetSent(auth_views.PasswordResetDoneView):
    """Says where to look."""

    template_name = "participation/password_reset_sent.html"


class PasswordResetConfirm(auth_views.PasswordResetConfirmView):
    """The link of the mail: set a new password, once."""

    template_name = "participation/password_reset_confirm.html"
    success_url = reverse_lazy("participation:sign_in")

    def form_valid(self, form: "Form") -> "HttpResponse":
        """Store, tell, and ask to sign in."""
        response = super().form_valid(form)
        tell_password_changed(form.user)  # type: ignore[attr-defined]
        messages.success(self.request, _("Your password was set. Sign in with it now."))
        return response
