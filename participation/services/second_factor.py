"""A second step at sign-in: a code from one's own phone, or one of ten codes on paper.

Time-based codes as in RFC 6238. Whoever finds a password alone gets no further than the
pages that need none.
"""

from functools import partial
from typing import TYPE_CHECKING, Final

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.log_actions import log

if TYPE_CHECKING:
    from django_otp.models import Device

    from participation.models import User

#: How many codes a person gets on paper; each works once.
CODES: Final = 10
_NAME: Final = "phone"


def phone_of(user: "User") -> TOTPDevice | None:
    """The phone that a person's codes come from, if they have set one up."""
    found: TOTPDevice | None = TOTPDevice.objects.filter(
        user=user, confirmed=True
    ).first()
    return found


def phone_to_add(user: "User") -> TOTPDevice:
    """A phone that has not yet shown a right code; the same one until it does."""
    found: TOTPDevice = TOTPDevice.objects.get_or_create(
        user=user, confirmed=False, defaults={"name": _NAME}
    )[0]
    return found


def add_phone(user: "User", code: str) -> list[str] | None:
    """Count on a phone from now on, if its code is right, and on no other.

    Return the codes for paper, which are shown this once; None for a wrong code.
    """
    phone = phone_to_add(user)
    if verify_token(user, phone.persistent_id, _plain(code)) is None:
        return None
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user, confirmed=True).delete()
        TOTPDevice.objects.filter(pk=phone.pk).update(confirmed=True)
        codes = _new_codes(user)
        log(instance=user, action="participation.add_second_factor", user=user)
        _tell(user, "participation/email/second_factor_added.txt")
    return codes


def renew_codes(user: "User") -> list[str]:
    """Other codes for paper; those before no longer work."""
    with transaction.atomic():
        codes = _new_codes(user)
        log(instance=user, action="participation.renew_codes", user=user)
    return codes


def proof(user: "User", code: str) -> "Device | None":
    """What a code proves to be at hand: the phone, or the paper, which loses the code."""
    given = _plain(code)
    device = (
        phone_of(user)
        if given.isdecimal()
        else StaticDevice.objects.filter(user=user, confirmed=True).first()
    )
    if device is None:
        return None
    found: Device | None = verify_token(user, device.persistent_id, given)
    return found


def remove_second_factor(user: "User", *, by: "User | None") -> bool:
    """Forget a person's phone and codes, so that they can set up others.

    For somebody who lost both; False if there was nothing to forget.
    """
    with transaction.atomic():
        removed = [
            model.objects.filter(user=user).delete()[0]
            for model in (TOTPDevice, StaticDevice)
        ]
        if not any(removed):
            return False
        log(instance=user, action="participation.remove_second_factor", user=by)
        _tell(user, "participation/email/second_factor_removed.txt")
    return True


def _new_codes(user: "User") -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    paper = StaticDevice.objects.create(user=user, name="paper")
    codes = [StaticToken.random_token() for _number in range(CODES)]
    StaticToken.objects.bulk_create(
        StaticToken(device=paper, token=code) for code in codes
    )
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def _plain(code: str) -> str:
    """As it is stored: no spaces or hyphens, small letters."""
    return "".join(code.split()).replace("-", "").lower()[:16]


def _tell(user: "User", template: str) -> None:
    with translation.override(user.language):
        subject = _("Two-step sign-in of your account")
        body = render_to_string(template, {"name": user.name})
    transaction.on_commit(partial(send_mail, subject, body, None, [user.email]))
