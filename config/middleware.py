"""Response policies that depend on the part of the site, and requests refused by all."""

from typing import TYPE_CHECKING

from csp.constants import SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.exceptions import BadRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django.http import HttpRequest, HttpResponseBase, QueryDict


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere; the CMS's wider one only on the CMS's paths."""

    def get_policy_parts(
        self,
        request: "HttpRequest",
        response: "HttpResponseBase",
        report_only: bool = False,
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(f"/{settings.CMS_PATH}"):
            parts.replace = settings.CMS_CONTENT_SECURITY_POLICY
        elif getattr(request, "is_dummy", False):
            # A preview: drawn as the public page, shown in a frame of the CMS.
            parts.replace = {"frame-ancestors": [SELF]}
        return parts


def personal_pages_middleware(
    get_response: "Callable[[HttpRequest], HttpResponseBase]",
) -> "Callable[[HttpRequest], HttpResponseBase]":
    """Keep what a signed-in person sees out of every cache, the shared telephone's too.

    Answers that say themselves how they may be kept (shapes, released figures) are left
    alone, as are visitors: their pages are the same for everybody.
    """

    def middleware(request: "HttpRequest") -> "HttpResponseBase":
        response = get_response(request)
        if (
            not response.has_header("Cache-Control")
            and settings.SESSION_COOKIE_NAME in request.COOKIES
            and request.user.is_authenticated
        ):
            response["Cache-Control"] = "no-store, private"
        return response

    return middleware


class ZeroByteMiddleware:
    """Answer 400 to whatever holds a zero byte, before any view asks a database with it.

    PostgreSQL takes none in a text and fails, and no person ever sends one. Stands
    after the check of a form's token, which has read the form by then.
    """

    def __init__(
        self, get_response: "Callable[[HttpRequest], HttpResponseBase]"
    ) -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponseBase":
        _refuse_zero_bytes(
            [request.path_info, *request.COOKIES.values(), *_texts(request.GET)]
        )
        return self.get_response(request)

    def process_view(
        self,
        request: "HttpRequest",
        view: "Callable[..., HttpResponseBase]",
        args: object,
        kwargs: object,
    ) -> None:
        """Look at a form, unless its view chooses first where its files go."""
        is_read_later = getattr(view, "csrf_exempt", False) and (
            request.content_type == "multipart/form-data"
        )
        if request.method == "POST" and not is_read_later:
            _refuse_zero_bytes(_texts(request.POST))


def _texts(given: "QueryDict") -> "Iterator[str]":
    for name, values in given.lists():
        yield name
        yield from values


def _refuse_zero_bytes(texts: "Iterable[str]") -> None:
    if any("\0" in text for text in texts):
        raise BadRequest("A zero byte was sent.")
