"""Files that are written sealed and read without ever lying open on a disk.

Each file has a key of its own, derived from the site's by HKDF (RFC 5869) and a random
salt. It is sealed a part at a time with AES-256-GCM, in the manner of STREAM (Hoang,
Reyhanitabar, Rogaway, Vizár 2015): the nonce is the number of the part and whether it
is the last, so that parts cannot be left out, doubled or put in another order. The name
is authenticated with every part: one file cannot stand in another's place.

Layout: magic, mark of the key, salt, then the parts, each 16 bytes longer than open.
"""

import errno
import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _

from maps.imports.findings import FileRefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAGIC: Final = b"HGSEAL1\n"
_MARK: Final = 8
_SALT: Final = 16
_HEADER: Final = len(_MAGIC) + _MARK + _SALT
_TAG: Final = 16
#: Bytes of an open part: all that is held in memory of a file.
PART: Final = 1 << 18


class SealingWriter:
    """Writes a new file, sealed; nobody but this account may read even that."""

    def __init__(self, path: Path) -> None:
        """Create the file. Raises FileExistsError."""
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
        self._stream = os.fdopen(os.open(path, flags, 0o600), "wb")
        secret, salt = _secrets()[0], os.urandom(_SALT)
        self._cipher = _cipher(secret, salt)
        self._name = path.name.encode()
        self._held = bytearray()
        self._parts = 0
        self._stream.write(_MAGIC + _mark(secret) + salt)

    def write(self, chunk: bytes) -> None:
        """Take the next bytes. The last full part is held: it may be the last of all."""
        self._held += chunk
        while len(self._held) > PART:
            self._seal(bytes(self._held[:PART]), is_last=False)
            del self._held[:PART]

    def close(self) -> None:
        """Seal what is left. Only then is the file whole."""
        if not self._stream.closed:
            self._seal(bytes(self._held), is_last=True)
            self._held.clear()
            self._stream.close()

    def abandon(self) -> None:
        """Stop; what is written cannot be read."""
        self._held.clear()
        self._stream.close()

    def _seal(self, part: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._parts, is_last=is_last)
        self._stream.write(self._cipher.encrypt(nonce, part, self._name))
        self._parts += 1


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A sealed file, to be opened like a path (``maps.imports.sources.Source``)."""

    path: Path

    @property
    def suffix(self) -> str:
        """The ending of its name."""
        return self.path.suffix

    def is_file(self) -> bool:
        """Whether it is there."""
        return self.path.is_file()

    def open(self, mode: Literal["rb"] = "rb") -> IO[bytes]:
        """Its bytes, unsealed a part at a time as they are read.

        Raises FileRefusedError: sealed with a key that is not ours, or damaged.
        """
        return io.BufferedReader(_Unsealing(self.path), PART)


class _Unsealing(io.RawIOBase):
    """Open bytes of a sealed file, from wherever they are asked for."""

    def __init__(self, path: Path) -> None:
        self._sealed = path.open("rb")
        try:
            header = self._sealed.read(_HEADER)
            self._cipher = _cipher(_secret_of(header), header[-_SALT:])
        except FileRefusedError:
            self._sealed.close()
            raise
        self._name = path.name.encode()
        length = path.stat().st_size - _HEADER
        self._parts = max(1, -(-length // (PART + _TAG)))
        self._size = length - _TAG * self._parts
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}
        at = base[whence] + offset
        if at < 0:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        self._at = at
        return at

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        # The empty file has one empty part, which is to be proven as well.
        number, start = divmod(min(self._at, max(0, self._size - 1)), PART)
        part = self._part(number)
        start = min(self._at - number * PART, len(part))
        taken = part[start : start + len(buffer)]
        buffer[: len(taken)] = taken
        self._at += len(taken)
        return len(taken)

    def close(self) -> None:
        self._sealed.close()
        self._held = (-1, b"")
        super().close()

    def _part(self, number: int) -> bytes:
        if self._held[0] != number:
            self._sealed.seek(_HEADER + number * (PART + _TAG))
            nonce = _nonce(number, is_last=number == self._parts - 1)
            try:
                part = self._cipher.decrypt(
                    nonce, self._sealed.read(PART + _TAG), self._name
                )
            except (InvalidTag, ValueError) as error:
                raise _damaged() from error
            self._held = (number, part)
        return self._held[1]


def _secrets() -> list[bytes]:
    """The site's keys: the first seals, all of them open."""
    given: Sequence[str | bytes] = settings.UPLOADS_KEYS or [
        settings.SECRET_KEY,
        *settings.SECRET_KEY_FALLBACKS,
    ]
    return [force_bytes(key) for key in given]


def _secret_of(header: bytes) -> bytes:
    """The key that a file was sealed with."""
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise _damaged()
    mark = header[len(_MAGIC) : len(_MAGIC) + _MARK]
    for secret in _secrets():
        if _mark(secret) == mark:
            return secret
    raise FileRefusedError(
        _("The file was locked with a key that this site does not have any more."),
        _("Upload it again. Tell the people who run this site, if it happens often."),
    )


def _mark(secret: bytes) -> bytes:
    """By which a file's key is told from others; it says nothing about the key."""
    return _derived(secret, b"", b"homeground.uploads.mark", _MARK)


def _cipher(secret: bytes, salt: bytes) -> AESGCM:
    return AESGCM(_derived(secret, salt, b"homeground.uploads.file", 32))


def _derived(secret: bytes, salt: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt or None, purpose).derive(secret)


def _nonce(number: int, *, is_last: bool) -> bytes:
    """12 bytes; never twice under one key, because each file has its own."""
    return number.to_bytes(11, "big") + bytes([is_last])


def _damaged() -> FileRefusedError:
    return FileRefusedError(_("The file is damaged."), _("Upload it again."))
