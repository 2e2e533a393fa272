"""Sealed ballots of a table: a key for each table, and envelopes only the site opens.

A device seals each ballot for the public key of its table (ECDH on P-256 with a key that
it makes for the one ballot and forgets; HKDF-SHA256; AES-256-GCM), so that it cannot read
back what it holds. The key is bound to the table: an envelope of another opens nothing.

Layout of an envelope: the device's public point (65 bytes), then the ballot, sealed and
authenticated. `static/participation/outbox.js` writes it.

The private key lies in the database under a key derived from the site's (SECRET_KEY, or
one of its fallbacks while it is changed) and is wiped when the table is closed.
"""

import base64
import os
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.encoding import force_bytes
from django.views.decorators.debug import sensitive_variables

from participation.services.errors import EnvelopeError

POINT: Final = 65
_TAG: Final = 16
_NONCE: Final = 12
_CURVE = ec.SECP256R1()
#: Each key seals one ballot, so the nonce may stand still.
_ONCE: Final = bytes(_NONCE)


@dataclass(frozen=True, repr=False)
class TableKeys:
    """A new pair of keys, as a table stores it."""

    public: str
    private: str


def new_keys(table_key: str) -> TableKeys:
    """Make the keys of a table; the private one comes sealed."""
    private = ec.generate_private_key(_CURVE)
    written = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    nonce = os.urandom(_NONCE)
    cipher = AESGCM(_derived(force_bytes(settings.SECRET_KEY), b"homeground.table.key"))
    sealed = nonce + cipher.encrypt(nonce, written, table_key.encode())
    return TableKeys(
        public=base64.b64encode(_point(private.public_key())).decode(),
        private=base64.b64encode(sealed).decode(),
    )


@sensitive_variables()
def open_envelope(table_key: str, private_key: str, envelope: bytes) -> bytes:
    """Return what a device sealed for a table.

    Raises EnvelopeError for what is damaged, forged, or sealed for another table, and
    ImproperlyConfigured where the site has changed its own key without keeping the old.
    """
    private = _unsealed(table_key, private_key)
    try:
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, envelope[:POINT])
        shared = private.exchange(ec.ECDH(), theirs)
        key = _ballot_key(shared, table_key, envelope[:POINT], private.public_key())
        return AESGCM(key).decrypt(_ONCE, envelope[POINT:], None)
    except (InvalidTag, ValueError) as error:
        raise EnvelopeError from error


@sensitive_variables()
def seal_envelope(table_key: str, public_key: str, ballot: bytes) -> bytes:
    """Seal as a device does, for those who check what devices send."""
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(
        _CURVE, base64.b64decode(public_key)
    )
    own = ec.generate_private_key(_CURVE)
    point = _point(own.public_key())
    key = _ballot_key(own.exchange(ec.ECDH(), theirs), table_key, point, theirs)
    return point + AESGCM(key).encrypt(_ONCE, ballot, None)


def _ballot_key(
    shared: bytes,
    table_key: str,
    point: bytes,
    public: ec.EllipticCurvePublicKey,
) -> bytes:
    purpose = f"homeground.table.ballot:{table_key}:".encode()
    return _derived(shared, purpose + point + _point(public))


@sensitive_variables()
def _unsealed(table_key: str, private_key: str) -> ec.EllipticCurvePrivateKey:
    sealed = base64.b64decode(private_key)
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        cipher = AESGCM(_derived(force_bytes(secret), b"homeground.table.key"))
        try:
            written = cipher.decrypt(
                sealed[:_NONCE], sealed[_NONCE:], table_key.encode()
            )
        except InvalidTag:
            continue
        private = load_der_private_key(written, None)
        if isinstance(private, ec.EllipticCurvePrivateKey):
            return private
    # Not the device's fault: whoever told it so would make it drop what it holds.
    raise ImproperlyConfigured(
        "A table's key was sealed with another SECRET_KEY. Add that to "
        "SECRET_KEY_FALLBACKS until the table is closed."
    )


def _point(public: ec.EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, purpose).derive(secret)
