"""Unpack a zip from a stranger: bounded in size, ratio and number, inside one folder.

The declared sizes are checked before anything is unpacked, and the bytes are
counted again while unpacking, because the declaration is the stranger's too.
"""

from __future__ import annotations

import contextlib
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from maps.imports.findings import FileRefusedError
from maps.imports.sources import Source, size_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: A ratio that no table or map reaches; empty or repeated bytes reach 1,000.
MAX_RATIO = 200
#: Below this many bytes unpacked the ratio does no harm and is not looked at.
RATIO_FREE_BYTES = 5_000_000
MAX_MEMBERS = 2_000
_CHUNK = 1 << 20
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    NotImplementedError,
    UnicodeDecodeError,
)


def check_size(path: Source, *, max_bytes: int) -> None:
    """Refuse a file that is missing, empty or larger than ``max_bytes``.

    :raises FileRefusedError: with the size and the limit.
    """
    if not path.is_file():
        raise FileRefusedError(
            _("There is no such file."), _("Check the file's name and folder.")
        )
    size = size_of(path)
    if size == 0:
        raise FileRefusedError(_("The file is empty."), _("Download or save it again."))
    if size > max_bytes:
        raise FileRefusedError(
            _("The file has %(size)d MB; the limit is %(limit)d MB.")
            % {"size": size / 1e6, "limit": max_bytes / 1e6},
            _("Split it, or leave out sheets and columns that are not needed."),
        )


def check_archive(path: Source, *, max_bytes: int) -> None:
    """Refuse a zip that would unpack to too much, or outside its folder.

    :param max_bytes: limit of the unpacked total.
    :raises FileRefusedError: not a zip, encrypted, too large, a bomb, bad paths.
    """
    with _opened(path) as archive:
        members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise FileRefusedError(
            _("The archive holds %(count)d files; the limit is %(limit)d.")
            % {"count": len(members), "limit": MAX_MEMBERS},
            _("Pack only the files that belong to the data."),
        )
    for member in members:
        _check_member(member)
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if unpacked > max_bytes:
        raise FileRefusedError(
            _("Unpacked, the archive has %(size)d MB; the limit is %(limit)d MB.")
            % {"size": unpacked / 1e6, "limit": max_bytes / 1e6},
            _("Split the file, or leave out what is not needed."),
        )
    if unpacked > RATIO_FREE_BYTES and unpacked / packed > MAX_RATIO:
        raise FileRefusedError(
            _("The archive unpacks to %(ratio)d times its size, as a zip bomb does.")
            % {"ratio": unpacked / packed},
            _("Ask the sender for the file unpacked."),
        )


def unpack(
    path: Path, into: Path, *, max_bytes: int, wanted: Callable[[str], bool]
) -> list[Path]:
    """Unpack the wanted members below ``into`` and return their paths, sorted.

    :param wanted: told each member's file name, lower case.
    :raises FileRefusedError: as :func:`check_archive`, or when the archive lies
        about a size or is damaged.
    """
    check_archive(path, max_bytes=max_bytes)
    left = max_bytes
    written: list[Path] = []
    with _opened(path) as archive:
        for member in archive.infolist():
            name = PurePosixPath(member.filename).name.lower()
            if member.is_dir() or not wanted(name):
                continue
            target = into / PurePosixPath(member.filename)
            left -= _copy(archive, member, target, limit=left)
            written.append(target)
    return sorted(written)


@contextlib.contextmanager
def _opened(path: Source) -> Iterator[zipfile.ZipFile]:
    with path.open("rb") as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except _UNREADABLE as error:
            raise FileRefusedError(
                _("The archive is damaged or not a zip."),
                _("Download or pack it again."),
            ) from error
        with archive:
            yield archive


def _check_member(member: zipfile.ZipInfo) -> None:
    name = PurePosixPath(member.filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or ":" in member.filename:
        raise FileRefusedError(
            _("The archive holds a file that would be written outside its folder."),
            _("Do not use this file; ask the sender for a clean one."),
        )
    if member.flag_bits & 0x1:
        raise FileRefusedError(
            _("The archive is protected by a password."),
            _("Unpack it and send it without a password."),
        )


def _copy(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, *, limit: int
) -> int:
    written = 0
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(member) as source, target.open("wb") as out:
            while chunk := source.read(_CHUNK):
                written += len(chunk)
                if written > limit:
                    break
                out.write(chunk)
    except _UNREADABLE as error:
        raise FileRefusedError(
            _("The archive is damaged."), _("Download or pack it again.")
        ) from error
    if written > limit:
        raise FileRefusedError(
            _("The archive unpacks to more than it declares."),
            _("Do not use this file; ask the sender for a clean one."),
        )
    return written
