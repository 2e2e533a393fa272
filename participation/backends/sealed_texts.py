"""What people wrote, sealed at rest: whoever takes the database has no words and no contact.

AES-256-GCM under a key derived by HKDF (RFC 5869) from the site's own. Bound to its place
(the row's serial and the column), so that one person's words cannot be put under
another's code. To change the key, name the new one first and the old one after it.
"""

import secrets
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

_NONCE, _KEY = 12, 32


class SealedTextError(ValueError):
    """No key of this site opens it. Says nothing of what it holds."""


def seal(text: str, *, place: str) -> bytes:
    """Seal a text for one place; an empty text stays empty, so that a query sees it."""
    if not text:
        return b""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _ciphers()[0].encrypt(nonce, text.encode(), place.encode())


def unseal(sealed: bytes | memoryview, *, place: str) -> str:
    """Open what was sealed for a place.

    Raises SealedTextError for another place, a changed byte, or a key that is gone.
    """
    held = bytes(sealed)
    if not held:
        return ""
    for cipher in _ciphers():
        try:
            return cipher.decrypt(held[:_NONCE], held[_NONCE:], place.encode()).decode()
        except InvalidTag:
            continue
    raise SealedTextError("sealed with a key that this site does not have")


def _ciphers() -> list[AESGCM]:
    """One for each key of the site: the first seals, all open."""
    given: Sequence[str | bytes] = settings.FEEDBACK_KEYS or [
        settings.SECRET_KEY,
        *settings.SECRET_KEY_FALLBACKS,
    ]
    return [
        AESGCM(
            HKDF(SHA256(), _KEY, None, b"homeground.feedback").derive(force_bytes(key))
        )
        for key in given
    ]
