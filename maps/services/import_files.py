"""The private folder where uploaded files wait until they are stored.

They hold people's rows. So: outside whatever a server serves, readable by this
account alone, sealed (``sealed_files``), under names that say nothing, and deleted by
whoever ends the job. Tables are read as they are unsealed. Only GDAL, which reads files
of borders, has to be given an open copy, in a folder of its own for as long as it reads.
"""

import contextlib
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from maps.imports.findings import FileRefusedError
from maps.services.sealed_files import PART, SealedFile, SealingWriter

#: Endings that tell readers which driver to use; of all others nothing is kept.
_ENDINGS: Final = frozenset(
    {
        ".csv", ".tsv", ".txt", ".xlsx", ".zip", ".gpkg", ".geojson", ".json",
        ".topojson", ".kml", ".kmz", ".parquet", ".geoparquet",
    }
)  # fmt: skip
#: A file younger than this may be on its way to its job, a copy be read still.
_ARRIVING_SECONDS: Final = 3_600
#: What folders of open copies are called.
_COPY: Final = "open-"


class IncomingFile:
    """A file that is being received: written straight into the private folder.

    ``lines`` counts line breaks, from which the rows of a table of text are guessed.
    """

    def __init__(self, original_name: str) -> None:
        ending = PurePath(original_name).suffix.lower()
        self.name = secrets.token_hex(16) + (ending if ending in _ENDINGS else "")
        self.size = 0
        self.lines = 0
        self._writer = SealingWriter(_folder() / self.name)

    @property
    def sealed(self) -> SealedFile:
        """What lies on the disk; to be read once it is closed."""
        return sealed_file(self.name)

    @property
    def rows_expected(self) -> int | None:
        """How many rows it should have, if its kind lets that be guessed."""
        return self.lines if self.sealed.suffix in {".csv", ".tsv", ".txt"} else None

    def write(self, chunk: bytes) -> None:
        """Take the next part."""
        self._writer.write(chunk)
        self.size += len(chunk)
        self.lines += chunk.count(b"\n")

    def close(self) -> None:
        """All has come."""
        self._writer.close()

    def discard(self) -> None:
        """Forget it."""
        self._writer.abandon()
        delete_file(self.name)


def sealed_file(name: str) -> SealedFile:
    """The file of a job."""
    return SealedFile(_folder() / name)


@contextlib.contextmanager
def open_copy(name: str) -> Iterator[Path]:
    """The path of an open copy, alone in its folder; both are then deleted.

    Raises FileRefusedError: it cannot be unsealed, or is not there any more.
    """
    sealed = sealed_file(name)
    if not sealed.is_file():
        raise FileRefusedError(
            _("The file is not there any more."), _("Upload it again.")
        )
    # The folder is for this account alone, as is the one around it.
    with tempfile.TemporaryDirectory(prefix=_COPY, dir=_folder()) as folder:
        copy = Path(folder) / name
        with sealed.open() as source, copy.open("xb") as target:
            shutil.copyfileobj(source, target, PART)
        yield copy


def delete_file(name: str) -> None:
    """Delete the file of a job."""
    if name:
        (_folder() / name).unlink(missing_ok=True)


def delete_stray_files(known: set[str]) -> None:
    """Delete what belongs to no job: files and open copies that a crash has left."""
    now = timezone.now().timestamp()
    for path in _folder().iterdir():
        is_old = now - path.stat().st_mtime > _ARRIVING_SECONDS
        if path.name in known or not is_old:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _folder() -> Path:
    folder = Path(settings.IMPORT_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder
