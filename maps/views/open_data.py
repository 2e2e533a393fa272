"""Open data for people: a page of all files, a page of each release, and the files."""

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maps.collections import collection, public_collections
from maps.collections.returns import of_release
from maps.collections.terms import terms_of_use
from maps.collections.zones import zones_of_release
from maps.enums import ReleaseState
from maps.exports import FORMATS, StreamedFormat, WholeFormat
from maps.exports.catalogue import JSON_LD, catalogue_document
from maps.exports.comma_separated import CSVW, csv_description
from maps.exports.dataset import Dataset, collection_dataset, release_dataset
from maps.models import Release
from maps.queries.released import public_releases
from maps.views.open_answers import SiteAddresses, as_json, open_to_all

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

_SIDECAR = ".csv-metadata.json"
RETURNS, ZONES = "returns", "zones"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Everything that can be taken away, with its terms."""
    releases = list(public_releases())
    return render(
        request,
        "maps/open/data.html",
        {
            "newest": releases[0] if releases else None,
            "releases": releases[1:],
            "collections": public_collections(),
            "formats": list(FORMATS.values()),
            "terms": terms_of_use(),
        },
    )


@open_to_all
def catalogue(request: HttpRequest) -> HttpResponse:
    """The catalogue entry that open-data portals harvest (DCAT-AP)."""
    return as_json(
        catalogue_document(
            list(public_releases()),
            public_collections(),
            files=_at(request),
            features=SiteAddresses(request, "features"),
        ),
        kind=JSON_LD,
    )


@require_safe
def release_page(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """What a release's permanent address leads to: what it is, and its files."""
    release = _release(code, version)
    if release.state != ReleaseState.PUBLISHED:
        return _gone(request, release)
    newer = (
        Release.objects.filter(
            round=release.round,
            version__gt=version,
            state=ReleaseState.PUBLISHED,
        )
        .order_by("-version")
        .first()
    )
    return render(
        request,
        "maps/open/release.html",
        {
            "release": release,
            "newer": newer,
            "dataset": _release_dataset(request, release),
            "formats": list(FORMATS.values()),
        },
    )


@open_to_all
def release_file(
    request: HttpRequest, code: str, version: int, name: str
) -> "HttpResponseBase":
    """One file of a release: the same for as long as the release is public.

    Its figures by area, or by zone where areas are shown together.
    """
    release = _release(code, version)
    if release.state != ReleaseState.PUBLISHED:
        return _gone(request, release)
    terms = terms_of_use()
    told = (
        *(release.pk, release.round.display_source, release.round.display_note),
        *(terms.publisher, terms.licence, terms.licence_url, name, get_language()),
    )
    tag = quote_etag(hashlib.sha256(repr(told).encode()).hexdigest())
    known = get_conditional_response(request, etag=tag)
    if known is not None:
        return known
    key = ZONES if name.startswith(f"{ZONES}.") and release.zones.exists() else RETURNS
    dataset = _release_dataset(request, release, key)
    stem = f"{key}-{release.round.code}-v{release.version}"
    response = _file(dataset, _Name(name, key), stem)
    response["ETag"] = tag
    return response


@open_to_all
def collection_file(request: HttpRequest, key: str, name: str) -> "HttpResponseBase":
    """One file of a collection, as it stands now."""
    found = collection(key)
    if found is None:
        raise Http404(_("There is no such collection."))
    at = _at(request)
    dataset = collection_dataset(found, link=at("page") + f"#{key}", base=at.base)
    return _file(dataset, _Name(name, key), key)


class _Name:
    """A file's name taken apart; raises Http404 for one that is not offered."""

    def __init__(self, name: str, stem: str) -> None:
        before, _dot, extension = name.partition(".")
        self.is_sidecar = name == stem + _SIDECAR
        if before != stem or not (self.is_sidecar or extension in FORMATS):
            raise Http404(_("There is no such file."))
        self.extension = extension


def _file(dataset: Dataset, name: _Name, stem: str) -> "HttpResponseBase":
    if name.is_sidecar:
        return as_json(
            csv_description(dataset, f"{dataset.collection.key}.csv"), kind=CSVW
        )
    form = FORMATS[name.extension]
    response = _written(dataset, form)
    response["Content-Disposition"] = _attachment(f"{stem}.{form.extension}")
    if form.extension == "csv":
        sidecar = dataset.collection.key + _SIDECAR
        response["Link"] = f'<{sidecar}>; rel="describedby"; type="{CSVW}"'
    return response


def _written(
    dataset: Dataset, form: StreamedFormat | WholeFormat
) -> "HttpResponseBase":
    if isinstance(form, StreamedFormat):
        pieces = _in_language(form.pieces(dataset))
        return StreamingHttpResponse(pieces, content_type=form.media_type)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{dataset.collection.key}.{form.extension}"
        form.write(dataset, path)
        # The open file outlives its name: nothing is left behind, whatever happens.
        return FileResponse(path.open("rb"), content_type=form.media_type)


def _in_language(pieces: Iterator[str]) -> Iterator[str]:
    """A stream is read when the request is over: it keeps the language asked for."""
    language = get_language() or "en"

    def told() -> Iterator[str]:
        with override(language):
            yield from pieces

    return told()


def _attachment(name: str) -> str:
    safe = "".join(sign if sign.isalnum() or sign in ".-_" else "-" for sign in name)
    return f'attachment; filename="{safe.encode("ascii", "replace").decode()}"'


def _release(code: str, version: int) -> Release:
    return get_object_or_404(
        Release.objects.select_related("round"), round__code=code, version=version
    )


def _release_dataset(
    request: HttpRequest, release: Release, key: str = RETURNS
) -> Dataset:
    at = _at(request)
    link = at("release", release.round.code, str(release.version))
    of = zones_of_release(release) if key == ZONES else of_release(release)
    return release_dataset(release, of, link=link, base=at.base)


def _gone(request: HttpRequest, release: Release) -> HttpResponse:
    """Withdrawn: the address stays and says so."""
    return render(request, "maps/open/withdrawn.html", {"release": release}, status=410)


def _at(request: HttpRequest) -> SiteAddresses:
    return SiteAddresses(request, "open_data")
