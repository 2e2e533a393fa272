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
#: What Pillow calls the places where cameras and editing programmes write about a picture.
TOLD_BY_FILES = frozenset({"exif", "xmp", "XML:com.adobe.xmp", "comment", "photoshop"})


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


def without_origin(upload: "File[bytes]") -> "ContentFile[bytes] | None":
    """Return a picture in its own format and size without what a camera wrote in it.

    None where there is nothing to take out, or where the file is none of the formats
    that cameras write; whether it is a picture at all is for others to say.
    """
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            kind = str(picture.format)
            if not TOLD_BY_FILES & {str(key) for key in picture.info}:
                return None
            upright = ImageOps.exif_transpose(picture)
            upright.info = {
                key: value
                for key, value in upright.info.items()
                if key in ("icc_profile", "transparency")
            }
            out = io.BytesIO()
            upright.save(out, "JPEG" if kind == "MPO" else kind, quality=92)
    except (Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return None
    finally:
        upload.seek(0)
    return ContentFile(out.getvalue(), name=upload.name)
