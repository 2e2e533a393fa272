"""Response policies that depend on the part of the site."""

from typing import TYPE_CHECKING

from csp.constants import SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase


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
