"""What tables are read from: a path, or a file that lies sealed on the disk."""

from __future__ import annotations

import io
from typing import IO, Literal, Protocol


class Source(Protocol):
    """Something that can be opened again and again; every ``pathlib.Path`` is one."""

    def is_file(self) -> bool:
        """Whether it is there."""

    def open(self, mode: Literal["rb"]) -> IO[bytes]:
        """Its bytes from the beginning; they can be sought in."""


def size_of(source: Source) -> int:
    """How many bytes it has."""
    with source.open("rb") as stream:
        return stream.seek(0, io.SEEK_END)
