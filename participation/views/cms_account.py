"""A person's own account inside the CMS, with the one name our people have."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel

from participation.forms.accounts import OwnNameForm

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


class OwnAccount(AccountView):
    """Wagtail's page with the panel of ours."""

    def get_panels(self) -> list[Any]:
        """The same panels, with one replaced."""
        return [
            OwnNamePanel(panel.request, panel.user, panel.profile)
            if type(panel) is NameEmailSettingsPanel
            else panel
            for panel in super().get_panels()
        ]


own_account = require_admin_access(OwnAccount.as_view())
