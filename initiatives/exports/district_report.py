"""The report on a district as PDF: A4, tagged, in the language that is asked for."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from initiatives.exports.report_words import report_words
from initiatives.exports.typesetting import kept_pdf
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
    return kept_pdf(
        Path(__file__).with_name("district_report.typ"),
        json.dumps(words, ensure_ascii=False, sort_keys=True),
        key=f"district-report:{release.pk}:{language}",
    )
