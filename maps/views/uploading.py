"""Receive a file straight into the private folder, never into one for all."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from maps.services.import_files import IncomingFile

if TYPE_CHECKING:
    from django.http import HttpRequest


class PrivateUpload(UploadedFile):
    """A file that was received; what a form needs to know of it."""

    def __init__(self, incoming: IncomingFile) -> None:
        super().__init__(None, incoming.name, None, incoming.size)
        self.incoming = incoming

    def close(self) -> None:
        """It is closed since it has come."""


class PrivateUploadHandler(FileUploadHandler):
    """Takes one file, up to the limit of imports."""

    def __init__(self, request: "HttpRequest") -> None:
        super().__init__(request)
        self.incoming: IncomingFile | None = None
        self.is_too_large = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Open a place for it; a second file is skipped."""
        super().new_file(*args, **kwargs)
        if self.incoming is not None:
            raise SkipFile
        self.incoming = IncomingFile(self.file_name or "")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write the next part, or give up when there is too much of it."""
        incoming = self._incoming()
        if start + len(raw_data) > settings.IMPORT_MAX_BYTES:
            self.is_too_large = True
            incoming.discard()
            raise SkipFile
        incoming.write(raw_data)

    def file_complete(self, file_size: int) -> PrivateUpload:
        """Hand it on."""
        incoming = self._incoming()
        incoming.close()
        return PrivateUpload(incoming)

    def upload_interrupted(self) -> None:
        """The connection broke: forget what has come."""
        self.discard()

    def discard(self) -> None:
        """Forget the file unless a job has taken it."""
        if self.incoming is not None:
            self.incoming.discard()
            self.incoming = None

    def keep(self) -> None:
        """A job has taken it."""
        self.incoming = None

    def _incoming(self) -> IncomingFile:
        if self.incoming is None:
            raise SkipFile
        return self.incoming
