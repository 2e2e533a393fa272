"""Makes an uploaded picture safe to keep: real, small, and silent about its origin.

Photographs carry the place and time at which they were taken; showing them could lead to
a home. Only the pixels are kept: the picture is drawn anew, so nothing else survives.
"""

import io
import uuid

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from initiatives.services.errors import PictureError

MAX_BYTES = 10 * 1024 * 1024
#: Above this, unpacking a small file could fill the memory.
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 1600
FORMATS = ("JPEG", "PNG", "WEBP")


def clean_picture(upload: "File[bytes]") -> "ContentFile[bytes]":
    """Return the upload as a JPEG of at most 1600 pixels a side without metadata.

    Raises PictureError if it is too heavy, too large, or not a JPEG, PNG or WebP.
    """
    if upload.size > MAX_BYTES:
        raise PictureError(
            _("The picture is larger than %(limit)s MB. Choose a smaller one.")
            % {"limit": MAX_BYTES // 1024 // 1024}
        )
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise PictureError(
                    _("The picture has too many pixels. Choose a smaller one.")
                )
            drawn = _drawn_anew(picture)
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        SyntaxError,
        ValueError,
    ) as problem:
        raise PictureError(
            _("This file is not a picture. Choose a JPEG, PNG or WebP.")
        ) from problem
    return ContentFile(drawn, name=f"{uuid.uuid4().hex}.jpg")


def _drawn_anew(picture: Image.Image) -> bytes:
    """Turn upright, put on white, make smaller, and write as JPEG without metadata."""
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    ground = Image.new("RGB", upright.size, "white")
    ground.paste(upright, mask=upright.getchannel("A"))
    out = io.BytesIO()
    ground.save(out, "JPEG", quality=80, optimize=True, progressive=True)
    return out.getvalue()
