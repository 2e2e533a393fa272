"""What a form for a question or an answer carries, so that it is stored once.

A signed ticket in a hidden field names the thing that it is about, the person who is
signed in (0 for nobody) and a random number. However often the form arrives, one text is
stored, and whoever has no account is shown the same code again: it is worked out of the
random number with the site's key, and lies nowhere.

The ticket is also what a token against forgery is elsewhere, without a cookie: another
site cannot have one that names somebody else.
"""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.utils.crypto import salted_hmac

from participation.services.errors import OldFormError
from participation.services.pass_codes import secret_from

LIFETIME = datetime.timedelta(hours=12)
_SALT = "participation.question_forms"


@dataclass(frozen=True, repr=False)
class FormTicket:
    """One form: what it is about, whose it is, and what tells it from all others."""

    about: str
    person_id: int
    nonce: str

    @classmethod
    def drawn(cls, about: str, person: Any) -> "FormTicket":
        """A ticket for a form that is shown now."""
        return cls(about, person.pk or 0, uuid.uuid4().hex)

    def signed(self) -> str:
        """The ticket as text for a hidden field."""
        return signing.dumps([self.about, self.person_id, self.nonce], salt=_SALT)

    @property
    def digest(self) -> str:
        """What is stored: by it a form is known again, and no code is found."""
        return salted_hmac(
            f"{_SALT}.digest", self.nonce, algorithm="sha256"
        ).hexdigest()

    @property
    def secret(self) -> str:
        """The secret of the code that leads back to what was sent."""
        return secret_from(
            salted_hmac(f"{_SALT}.secret", self.nonce, algorithm="sha256").digest()
        )


def read_ticket(text: str, about: str, person: Any) -> FormTicket:
    """Read a ticket. Raises OldFormError when old, forged, of another thing or person."""
    try:
        named, person_id, nonce = signing.loads(text, salt=_SALT, max_age=LIFETIME)
    except (signing.BadSignature, ValueError):
        raise OldFormError from None
    if named != about or person_id != (person.pk or 0):
        raise OldFormError
    return FormTicket(about, person_id, nonce)
