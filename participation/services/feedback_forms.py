"""What the page of a feedback form carries, and the follow-up code that comes of it.

A form has a random key in a signed hidden field, so that a second press, or a page sent
again after a lost connection, stores nothing twice and shows the same code. The code is
worked out of that key; stored are its serial, a hash of its secret, and a one-way mark of
the key: from the database, even with the site's key, no code can be worked out.
"""

import datetime
import secrets
from dataclasses import dataclass

from django.core import signing
from django.utils.crypto import salted_hmac

from participation.services.errors import FormTooOldError
from participation.services.pass_codes import (
    ALPHABET,
    SECRET_LENGTH,
    SERIAL_LENGTH,
    PassCode,
)

#: People write slowly, and look for words.
LIFETIME = datetime.timedelta(hours=12)
_SALT = "participation.feedback.form"
_BITS = 5


@dataclass(frozen=True, repr=False)
class FormTicket:
    """The random key of one form."""

    key: str

    @classmethod
    def fresh(cls) -> "FormTicket":
        """A new one, of 128 random bits."""
        return cls(secrets.token_hex(16))

    def signed(self) -> str:
        """The key as text for a hidden field."""
        return signing.dumps(self.key, salt=_SALT)

    @property
    def mark(self) -> str:
        """By which the same form is known again; leads back to no code."""
        return salted_hmac(f"{_SALT}.mark", self.key, algorithm="sha256").hexdigest()

    def code(self, attempt: int = 0) -> PassCode:
        """The follow-up code; another for each attempt, where a serial is taken."""
        digest = salted_hmac(
            f"{_SALT}.code.{attempt}", self.key, algorithm="sha256"
        ).digest()
        number = int.from_bytes(digest, "big")
        letters = "".join(
            ALPHABET[(number >> (_BITS * at)) % len(ALPHABET)]
            for at in range(SERIAL_LENGTH + SECRET_LENGTH)
        )
        return PassCode(letters[:SERIAL_LENGTH], letters[SERIAL_LENGTH:])


def read_form_ticket(text: str) -> FormTicket:
    """Read a ticket. Raises FormTooOldError when old or forged."""
    try:
        return FormTicket(signing.loads(text, salt=_SALT, max_age=LIFETIME))
    except signing.BadSignature:
        raise FormTooOldError from None
