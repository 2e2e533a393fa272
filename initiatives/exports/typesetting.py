"""Sets a document as PDF with Typst and fonts that come as packages.

The machine needs no fonts and no program of its own. Words come as data and are never
read as markup.
"""

import datetime
import hashlib
from pathlib import Path
from typing import cast

import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
import typst
from django.core.cache import cache
from django.utils.formats import date_format
from django.utils.translation import get_language

_FONTS = [
    str(Path(package.__file__).parent / "files")
    for package in (fontpkg_noto_sans, fontpkg_noto_sans_arabic)
]
_A_DAY = 86_400


def printed_date(day: datetime.date) -> str:
    """A day as the site's pages write it."""
    return date_format(day, "j F Y" if get_language() == "en" else "DATE_FORMAT")


def kept_pdf(source: Path, said: str, *, key: str) -> bytes:
    """Set ``source`` with its words ``said`` (JSON); kept for a day under ``key``."""
    layout = source.read_bytes()
    # With the layout: a new version of the site shows its own at once.
    digest = hashlib.sha256(layout + said.encode()).hexdigest()
    found: bytes | None = cache.get(f"{key}:{digest}")
    if found is None:
        found = _typeset(layout, said)
        cache.set(f"{key}:{digest}", found, _A_DAY)
    return found


def _typeset(source: bytes, said: str) -> bytes:
    """Set to the standard for accessible PDF, which refuses signs that no font knows.

    Where a name has such a sign, the document is tagged all the same, without the claim.
    """
    compiler = typst.Compiler(
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=_FONTS),
        sys_inputs={"report": said},
    )
    try:
        pdf = compiler.compile(source, format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError:
        pdf = compiler.compile(source, format="pdf")
    # Several files come back only from formats of one picture a page.
    return cast("bytes", pdf)
