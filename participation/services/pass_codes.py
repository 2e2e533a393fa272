"""Codes on printed passes: how they are made, read, hashed and checked.

``K7QM-3FXA-9TBD-WZ2P``: a public serial of four characters finds the row, a secret of
twelve proves the pass. Thirty-two letters and figures, none of which is taken for
another in print (no 0, O, 1, I), give five bits each: 60 random bits.

The hash is memory-hard, so that a stolen table cannot be searched. Its cost is chosen
for a hall full of voters on a small server (8 ms, 8 MiB a check, at two rounds): a
random secret needs no slower one, unlike a password that a person thought up.

Before it stands a mark of sixteen bits, made of the secret with the site's own key. It is
compared first: of wrong codes one in 65,536 comes as far as the slow hash, so that
guesses, however many and from wherever, cost next to nothing, and nobody has to be shut
out to spare the processor. Whoever steals the table with the site's key knows sixteen of
the sixty bits; for the rest the slow hash stands.
"""

import hmac
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables

from participation.services.errors import PassRefusedError

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound="Model")

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
SERIAL_LENGTH, SECRET_LENGTH, GROUP = 4, 12, 4
LENGTH = SERIAL_LENGTH + SECRET_LENGTH

_MARK = 4  # hexadecimal figures: sixteen bits

_hasher = PasswordHasher(time_cost=2, memory_cost=8 * 1024, parallelism=1)


@dataclass(frozen=True, repr=False)
class PassCode:
    """A pass as printed. Its representation never shows the secret."""

    serial: str
    secret: str

    def __repr__(self) -> str:
        return f"PassCode({self.serial}-…)"

    @property
    def printed(self) -> str:
        """The whole code in groups of four, for paper only."""
        text = self.serial + self.secret
        return "-".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def new_serial() -> str:
    """Draw a serial; that it is new, `new_serials` sees to."""
    return "".join(secrets.choice(ALPHABET) for _ in range(SERIAL_LENGTH))


def new_secret() -> str:
    """Draw a secret of 60 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(SECRET_LENGTH))


def code_from(seed: bytes) -> PassCode:
    """The code that belongs to a seed of at least sixteen random bytes."""
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in seed[:LENGTH])
    return PassCode(letters[:SERIAL_LENGTH], letters[SERIAL_LENGTH:])


def new_serials(count: int, *, is_taken: Callable[[str], bool]) -> list[str]:
    """Draw serials that differ and that nothing has yet."""
    found: dict[str, None] = {}
    while len(found) < count:
        serial = new_serial()
        if not is_taken(serial):
            found[serial] = None
    return list(found)


def parse_code(text: str) -> PassCode:
    """Read what a voter typed: any capitals, spaces or hyphens, figures of any script.

    Raises PassRefusedError, without repeating what was typed, when it cannot be a code.
    """
    code = read_code(text)
    if code is None:
        raise PassRefusedError(
            ngettext(
                "A pass has %(count)d letter or figure, without 0, O, 1 and I.",
                "A pass has %(count)d letters and figures, without 0, O, 1 and I.",
                LENGTH,
            )
            % {"count": LENGTH}
        )
    return code


def read_code(text: str) -> PassCode | None:
    """Read what somebody typed, as `parse_code` does; None when it cannot be a code."""
    typed = [_plain(character) for character in text.upper() if character.isalnum()]
    if len(typed) != LENGTH or not set(typed) <= set(ALPHABET):
        return None
    code = "".join(typed)
    return PassCode(serial=code[:SERIAL_LENGTH], secret=code[SERIAL_LENGTH:])


def hash_secret(secret: str) -> str:
    """Return a salted argon2id hash of a secret, with the mark that is compared first."""
    hashed = _hasher.hash(secret)
    return _marks(settings.SECRET_KEY, secret, hashed) + hashed


def is_secret_of(secret: str, secret_hash: str | None) -> bool:
    """Whether a secret belongs to a hash.

    Without a hash (no such serial) the same work is done, so that the time of the
    answer does not tell which serials exist.
    """
    marks, sign, rest = (secret_hash or _hash_of_nobody()).partition("$")
    hashed = sign + rest
    if not _may_belong(secret, hashed, marks):
        return False
    try:
        return _hasher.verify(hashed, secret) and secret_hash is not None
    except (VerificationError, InvalidHashError):
        return False


@sensitive_variables()
def row_of_code(among: "QuerySet[Row]", code: PassCode | None) -> "Row | None":
    """The row that a whole code belongs to, by its ``serial`` and ``secret_hash``.

    None for another secret, a serial that is not there, and what is no code.
    """
    if code is None:
        return None
    found = among.filter(serial=code.serial).first()
    kept: str | None = getattr(found, "secret_hash", None)
    return found if is_secret_of(code.secret, kept) else None


def _may_belong(secret: str, hashed: str, marks: str) -> bool:
    """Whether the mark lets a secret go on to the slow hash.

    It does where it can tell nothing: older hashes have none, and the key that made it
    may have been changed since. A right code is never refused for that.
    """
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        expected = _marks(key, secret, hashed)
        if expected[:_MARK] == marks[:_MARK]:
            return hmac.compare_digest(expected, marks)
    return True


def _marks(key: str | bytes, secret: str, hashed: str) -> str:
    """Which key of the site it is, and its mark of a secret, salted by the hash."""
    which = salted_hmac("participation.pass_codes.key", "", key, algorithm="sha256")
    mark = salted_hmac(
        "participation.pass_codes.mark", hashed + secret, key, algorithm="sha256"
    )
    return which.hexdigest()[:_MARK] + mark.hexdigest()[:_MARK]


@cache
def _hash_of_nobody() -> str:
    return hash_secret(new_secret())


def _plain(character: str) -> str:
    """Turn a figure of another script (٣, ３) into the plain one."""
    return str(unicodedata.decimal(character, character))
