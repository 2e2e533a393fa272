"""Mails about a person's own account."""

from functools import partial
from typing import TYPE_CHECKING

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

if TYPE_CHECKING:
    from participation.models import User


@transaction.atomic
def note_set_up(account: "User", *, by: "User", has_new_password: bool = False) -> None:
    """Note that somebody made another's account, or set its address or password.

    They could be using it, and are no second person beside it from now on. Its owner gets
    a mail where the password is another than before. One's own account one sets up alone.
    """
    if account.pk == by.pk:
        return
    account.set_up_by.add(by)
    log(instance=account, action="participation.set_up_account", user=by)
    if has_new_password:
        tell_password_changed(account)


def tell_password_changed(user: "User") -> None:
    """Write to a person, in their language, that their password was changed."""
    with translation.override(user.language):
        subject = _("Your password was changed")
        body = render_to_string(
            "participation/email/password_changed.txt", {"name": user.name}
        )
    transaction.on_commit(partial(send_mail, subject, body, None, [user.email]))
