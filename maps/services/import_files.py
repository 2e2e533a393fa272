"""The private folder where uploaded files wait until they are stored.

They hold people's rows. So: outside whatever a server serves, readable by this
account alone, under names that say nothing, and deleted by whoever ends the job.
"""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Final

from django.conf import settings
from django.utils import timezone

#: Endings that tell readers which driver to use; of all others nothing is kept.
_ENDINGS: Final = frozenset(
    {
        ".csv", ".tsv", ".txt", ".xlsx", ".zip", ".gpkg", ".geojson", ".json",
        ".topojson", ".kml", ".kmz", ".parquet", ".geoparquet",
    }
)  # fmt: skip
#: A file younger than this may be on its way to its job.
_ARRIVING_SECONDS: Final = 3_600


class IncomingFile:
    """A file that is being received: written straight into the private folder.

    ``lines`` counts line breaks, from which the rows of a table of text are guessed.
    """

    def __init__(self, original_name: str) -> None:
        ending = PurePath(original_name).suffix.lower()
        self.name = secrets.token_hex(16) + (ending if ending in _ENDINGS else "")
        self.size = 0
        self.lines = 0
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
        self._stream = os.fdopen(os.open(_folder() / self.name, flags, 0o600), "wb")

    @property
    def path(self) -> Path:
        """Where it lies."""
        return path_of(self.name)

    @property
    def rows_expected(self) -> int | None:
        """How many rows it should have, if its kind lets that be guessed."""
        return self.lines if self.path.suffix in {".csv", ".tsv", ".txt"} else None

    def write(self, chunk: bytes) -> None:
        """Take the next part."""
        self._stream.write(chunk)
        self.size += len(chunk)
        self.lines += chunk.count(b"\n")

    def close(self) -> None:
        """All has come."""
        self._stream.close()

    def discard(self) -> None:
        """Forget it."""
        self._stream.close()
        delete_file(self.name)


def path_of(name: str) -> Path:
    """Where the file of a job lies."""
    return _folder() / name


def delete_file(name: str) -> None:
    """Delete the file of a job."""
    if name:
        path_of(name).unlink(missing_ok=True)


def stray_files(known: set[str]) -> Iterator[str]:
    """Names of files that belong to no job: what a crash has left."""
    now = timezone.now().timestamp()
    for path in _folder().iterdir():
        is_old = now - path.stat().st_mtime > _ARRIVING_SECONDS
        if path.name not in known and is_old:
            yield path.name


def _folder() -> Path:
    folder = Path(settings.IMPORT_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder
