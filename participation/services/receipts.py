"""Receipts: how a voter finds that a ballot was counted, without showing its choices."""

import hashlib
from typing import TYPE_CHECKING

from participation.services.pass_codes import ALPHABET, GROUP

if TYPE_CHECKING:
    import uuid

LENGTH = 12  # characters of five bits


def receipt_of(ballot_id: "uuid.UUID") -> str:
    """Digest of a ballot's random identifier, 60 bits in groups of four characters."""
    digest = hashlib.sha256(b"homeground receipt\0" + ballot_id.bytes).digest()
    number = int.from_bytes(digest[:8], "big")
    text = "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(LENGTH))
    return "-".join(text[at : at + GROUP] for at in range(0, LENGTH, GROUP))
