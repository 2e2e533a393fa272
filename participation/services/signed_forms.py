"""What a page carries back to the site in a hidden field, signed, and for a while.

Every way that needs no account is built so: nothing is stored on the server before
something is sent, no cookie is set, and a code is sent once; a signed field stands for it
afterwards. Each kind of field has a salt, so that none can be used for another, and a
lifetime.

A form that stores something carries a `FormTicket`: by its mark a second press, or a page
sent again after a lost connection, is known and stores nothing twice; and the code that
leads back to what was sent is worked out of it. Stored are the code's serial, a hash of
its secret, and the one-way mark: from the database, even with the site's key, no code can
be worked out.
"""

import datetime
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from participation.services.errors import NotStoredError, ParticipationError
from participation.services.pass_codes import PassCode, code_from

Stored = TypeVar("Stored")

#: For who was let in by a code, and takes the next steps.
STEPS: Final = datetime.timedelta(minutes=45)
#: For who writes: slowly, and looking for words.
WRITING: Final = datetime.timedelta(hours=12)
#: A serial is taken once in a million forms; so many in a row never are.
ATTEMPTS: Final = 20


@dataclass(frozen=True)
class SignedField:
    """A kind of hidden field. ``refusal`` is raised for one that is old or forged."""

    salt: str
    lifetime: datetime.timedelta
    refusal: Callable[[], ParticipationError]

    def sign(self, carried: Any) -> str:
        """What is carried (of plain values, lists at most) as text for the field."""
        return signing.dumps(carried, salt=self.salt)

    def read(self, text: str) -> Any:
        """What a field carries. Raises the refusal."""
        try:
            return signing.loads(text, salt=self.salt, max_age=self.lifetime)
        except signing.BadSignature:
            raise self.refusal() from None

    def ticket(self, about: str = "", person: Any = None) -> "FormTicket":
        """A ticket for a form that is shown now, with 128 random bits.

        It may name the thing that the form is about, and whoever is signed in: it is
        then also what a token against forgery is elsewhere, without a cookie, because
        another site cannot have one that names somebody else.
        """
        return FormTicket(self, secrets.token_hex(16), about, _key_of(person))

    def read_ticket(
        self, text: str, about: str = "", person: Any = None
    ) -> "FormTicket":
        """The ticket of a form. Raises the refusal, also for another thing or person."""
        ticket = FormTicket(self, *self.read(text))
        if (ticket.about, ticket.person_id) != (about, _key_of(person)):
            raise self.refusal()
        return ticket


@dataclass(frozen=True, repr=False)
class FormTicket:
    """One form: its random key, what it is about, and whose it is (0: nobody's)."""

    of: SignedField = field(compare=False)
    key: str
    about: str = ""
    person_id: int = 0

    def signed(self) -> str:
        """The ticket as text for a hidden field."""
        return self.of.sign([self.key, self.about, self.person_id])

    @property
    def mark(self) -> str:
        """What is stored: by it the same form is known again; it leads back to no code."""
        return self._worked_out("mark").hex()

    def code(self, attempt: int = 0) -> PassCode:
        """The code that leads back; another for each attempt, where a serial is taken."""
        return code_from(self._worked_out(f"code.{attempt}"))

    def code_of(self, serial: str) -> PassCode:
        """The code that was given for what this form stored, by its serial."""
        return next(
            code for code in map(self.code, range(ATTEMPTS)) if code.serial == serial
        )

    def _worked_out(self, what: str) -> bytes:
        purpose = f"{self.of.salt}.{what}"
        return salted_hmac(purpose, self.key, algorithm="sha256").digest()


def _key_of(person: Any) -> int:
    return getattr(person, "pk", None) or 0


def store_once(
    ticket: FormTicket,
    known: Callable[[], Stored | None],
    store: Callable[[PassCode], Stored],
) -> Stored:
    """What a form stored before (``known``), or what it stores now, with its code.

    A serial that somebody else's code has gives way to another. Raises NotStoredError
    where each was taken.
    """
    for attempt in range(ATTEMPTS):
        found = known()
        if found is not None:
            return found
        try:
            with transaction.atomic():
                return store(ticket.code(attempt))
        except IntegrityError:
            # The serial of somebody else's code, or the same form at the same moment.
            continue
    raise NotStoredError
