"""How open data is answered: to every site, kept by caches, in the form that is asked for.

Answers are the same for everybody: nothing of the person who asks is looked at.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_http_methods

from maps.collections.geojson import json_text
from maps.ogcapi.documents import HTML, JSON, PROBLEM
from maps.ogcapi.parameters import FORMAT, InvalidParameterError

#: Seconds for which others may keep an answer: a withdrawn release is gone by then.
KEPT = 300

View = Callable[..., HttpResponseBase]


def wants_html(request: HttpRequest) -> bool:
    """Whether to answer with a page: by ``f``, or by what the client accepts.

    Raises InvalidParameterError for another form.
    """
    if FORMAT in request.GET:
        form = request.GET[FORMAT]
        if form not in ("json", "html"):
            raise InvalidParameterError(_("f must be json or html."))
        return form == "html"
    return request.get_preferred_type([JSON, HTML]) == HTML


def as_json(document: Any, kind: str = JSON) -> HttpResponse:
    """A document as JSON, readable by scripts of any site."""
    text = document if isinstance(document, str) else json_text(document)
    return HttpResponse(text, content_type=kind)


def problem(status: int, title: str, detail: str) -> HttpResponse:
    """What is wrong with a question (RFC 9457)."""
    return HttpResponse(
        json_text(
            {
                "type": "about:blank",
                "title": title,
                "status": status,
                "detail": detail,
            }
        ),
        content_type=PROBLEM,
        status=status,
    )


def open_to_all(view: View) -> View:
    """Let every site read a view's data; refuse wrong questions in the standard's way.

    Pages for people (HTML) are left alone: they are not for other sites' scripts.
    """

    @gzip_page
    @conditional_page
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = _answer(view, request, *args, **kwargs)
        patch_vary_headers(response, ["Accept"])
        if response.status_code == 200 and not _is_page(response):
            patch_cache_control(response, public=True, max_age=KEPT)
        return response

    @require_http_methods(["GET", "HEAD", "OPTIONS"])
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _open(HttpResponse(status=204))
        response = answered(request, *args, **kwargs)
        is_page = _is_page(response) or (
            # "Not modified" comes without a type.
            response.status_code == 304 and _is_for_people(request)
        )
        return response if is_page else _open(response)

    return opened


def _answer(
    view: View, request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    try:
        return view(request, *args, **kwargs)
    except InvalidParameterError as wrong:
        return problem(400, _("The question does not read"), str(wrong))
    except Http404 as missing:
        if _is_for_people(request):
            raise
        return problem(404, _("Not found"), str(missing))


def _is_page(response: HttpResponseBase) -> bool:
    return response.get("Content-Type", "").startswith(HTML)


def _is_for_people(request: HttpRequest) -> bool:
    try:
        return wants_html(request)
    except InvalidParameterError:
        return False


def _open(response: HttpResponseBase) -> HttpResponseBase:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Allow-Headers"] = "*"
    response["Access-Control-Expose-Headers"] = "Content-Crs, ETag, Link"
    return response


class SiteAddresses:
    """Full addresses as this request reached the site."""

    def __init__(self, request: HttpRequest, namespace: str) -> None:
        self._request = request
        self._namespace = namespace

    @property
    def base(self) -> str:
        """The site's own address, without a slash at the end."""
        return self._request.build_absolute_uri("/").rstrip("/")

    def __call__(self, name: str, *args: str, **query: str) -> str:
        """The address of a resource, with a query."""
        return self.with_query(name, args, query.items())

    def with_query(
        self, name: str, args: Sequence[str], query: "Sequence[tuple[str, str]] | Any"
    ) -> str:
        """The same, for parameters whose names are not Python's."""
        path = reverse(f"{self._namespace}:{name}", args=args)
        text = urlencode(list(query), safe=",:/")
        return self.base + path + (f"?{text}" if text else "")
