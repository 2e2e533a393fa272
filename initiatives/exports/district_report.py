"""The report on a district as PDF: A4, tagged, in the language that is asked for.

Typst sets it, with fonts that come as packages: the machine needs none of its own.
"""

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
import typst
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import override

from initiatives.exports.report_words import report_words
from initiatives.queries.district import district

if TYPE_CHECKING:
    from maps.models import AdminArea, Release

#: Languages of the report, whatever languages the site's pages have.
REPORT_LANGUAGES = {
    "en": "English",
    "ar": "العربية",
    "fr": "Français",
    "es": "Español",
}
_FONTS = [
    str(Path(package.__file__).parent / "files")
    for package in (fontpkg_noto_sans, fontpkg_noto_sans_arabic)
]
_A_DAY = 86_400


def district_report(area: "AdminArea", release: "Release", language: str) -> bytes:
    """Return the report as PDF; kept for a day by release, language and what it says.

    Raises KeyError for a language that is not one of `REPORT_LANGUAGES`.
    """
    if language not in REPORT_LANGUAGES:
        raise KeyError(language)
    with override(language):
        page = reverse("maps:area", args=[area.pcode])
        words = report_words(
            district(area, release),
            link=settings.WAGTAILADMIN_BASE_URL.rstrip("/") + page,
        )
    said = json.dumps(words, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(said.encode()).hexdigest()
    key = f"district-report:{release.pk}:{language}:{digest}"
    found: bytes | None = cache.get(key)
    if found is None:
        found = _typeset(said)
        cache.set(key, found, _A_DAY)
    return found


def _typeset(said: str) -> bytes:
    """Set to the standard for accessible PDF, which refuses signs that no font knows.

    Where a name has such a sign, the report is tagged all the same, without the claim.
    """
    source = Path(__file__).with_name("district_report.typ").read_bytes()
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
