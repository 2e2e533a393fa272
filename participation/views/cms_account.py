"""A person's own account inside the CMS, with the one name our people have."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms.account import LocalePreferencesForm
from wagtail.admin.views.account import (
    AccountView,
    LocaleSettingsPanel,
    NameEmailSettingsPanel,
)

from participation.forms.accounts import OwnNameForm
from participation.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

#: The CMS's own sign-in and password pages know no throttle: ours are used instead.
_site_sign_in = RedirectView.as_view(
    pattern_name="participation:sign_in", query_string=True
)
password_reset = RedirectView.as_view(pattern_name="participation:password_reset")


def sign_in(request: "HttpRequest") -> "HttpResponseBase":
    """Lead to the site's sign-in; who is signed in already lacks a permission, not an
    account, and would be sent to and fro for ever."""
    if request.user.is_authenticated:
        raise PermissionDenied(
            _("Your account does not include this part. Ask an administrator.")
        )
    return _site_sign_in(request)


class OwnNamePanel(NameEmailSettingsPanel):
    """Replaces Wagtail's, which asks for a first and a last name."""

    form_class = OwnNameForm


class OwnTimeZoneForm(LocalePreferencesForm):
    """In which time zone the CMS tells times; its language is the person's own."""

    preferred_language = None

    class Meta(LocalePreferencesForm.Meta):
        fields = ["current_time_zone"]

    def save(self, commit: bool = True) -> Any:
        """Store it, with the language that `OwnNameForm` may have changed just now."""
        person = User.objects.get(pk=self.instance.user_id)
        self.instance.preferred_language = person.language
        return super().save(commit)


class OwnTimeZonePanel(LocaleSettingsPanel):
    """Replaces Wagtail's, which asks for the language a second time."""

    form_class = OwnTimeZoneForm


_OURS = {NameEmailSettingsPanel: OwnNamePanel, LocaleSettingsPanel: OwnTimeZonePanel}


class OwnAccount(AccountView):
    """Wagtail's page with panels of ours."""

    def get_panels(self) -> list[Any]:
        """The same panels, with some replaced."""
        return [
            _OURS[type(panel)](panel.request, panel.user, panel.profile)
            if type(panel) in _OURS
            else panel
            for panel in super().get_panels()
        ]


own_account = require_admin_access(OwnAccount.as_view())
