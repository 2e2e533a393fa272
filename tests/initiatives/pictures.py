"""Pictures to upload in tests."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

GPS = 0x8825
MAKER = 0x010F


def photograph(width: int = 2400, height: int = 1200) -> SimpleUploadedFile:
    """A JPEG as a telephone writes it: with the maker, the place and a rotation."""
    exif = Image.Exif()
    exif[MAKER] = "Some telephone"
    exif[0x0112] = 6
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (36.0, 10.0, 4.5)
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(
        out, "JPEG", exif=exif, comment=b"36.17N 43.02E"
    )
    return SimpleUploadedFile("IMG 01.jpg", out.getvalue(), "image/jpeg")


def upload(content: bytes, name: str = "a.jpg") -> SimpleUploadedFile:
    """Any bytes that say they are a picture."""
    return SimpleUploadedFile(name, content, "image/jpeg")
