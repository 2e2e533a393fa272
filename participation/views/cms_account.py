"""A person's own account inside the CMS, with the one name our people have."""

from typing import Any

from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel

from participation.forms.accounts import OwnNameForm

#: The CMS's own sign-in and password pages know no throttle: ours are used instead.
sign_in = RedirectView.as_view(pattern_name="participation:sign_in", query_string=True)
password_reset = RedirectView.as_view(pattern_name="participation:password_reset")


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
