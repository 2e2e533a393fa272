"""The report on a district: a page to choose round and language, and the file itself."""

import re
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from initiatives.exports.district_report import REPORT_LANGUAGES, district_report
from maps.queries.areas import current_areas
from maps.queries.released import public_releases, release_for

if TYPE_CHECKING:
    from django.http import HttpRequest

    from maps.models import AdminArea


def _area(pcode: str) -> "AdminArea":
    found: AdminArea = get_object_or_404(
        current_areas().select_related("parent").defer("geometry", "parent__geometry"),
        pcode=pcode,
    )
    return found


@require_safe
def choose(request: "HttpRequest", pcode: str) -> HttpResponse:
    """Offer the report of every round in every language."""
    return render(
        request,
        "initiatives/district_report.html",
        {
            "area": _area(pcode),
            "releases": public_releases(),
            "report_languages": REPORT_LANGUAGES.items(),
        },
    )


@require_safe
@cache_control(public=True, max_age=300)
def download(request: "HttpRequest", pcode: str, language: str) -> HttpResponse:
    """Serve the report of the round that is asked for, or of the newest."""
    if language not in REPORT_LANGUAGES:
        raise Http404
    area, release = _area(pcode), release_for(request.GET.get("round"))
    if release is None:
        raise Http404
    body = district_report(area, release, language)
    response = HttpResponse(body, content_type="application/pdf")
    name = f"{area.pcode}-{release.round.code}-{language}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{_plain(name)}"'
    return response


def _plain(name: str) -> str:
    """A file's name without signs that a header or a disk might misread."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", name)
