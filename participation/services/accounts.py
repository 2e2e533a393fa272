"""Mails about a person's own account."""

from functools import partial
from typing import TYPE_CHECKING

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from participation.models import User


def tell_password_changed(user: "User") -> None:
    """Write to a person, in their language, that their password was changed."""
    with translation.override(user.language):
        subject = _("Your password was changed")
        body = render_to_string(
            "participation/email/password_changed.txt", {"name": user.name}
        )
    transaction.on_commit(partial(send_mail, subject, body, None, [user.email]))
