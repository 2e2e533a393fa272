"""The shell's own pages: errors that say what to do, and the guide to the look."""

from math import ceil
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from config.style_guide import guide_context
from maps.views.open_answers import problem

if TYPE_CHECKING:
    from django.http import HttpRequest


@requires_csrf_token
def bad_request(request: "HttpRequest", exception: Exception) -> HttpResponse:
    """Answer 400; or 413 when the reason is that too much was sent.

    A program that asks the open interface is told in its own way.
    """
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return content_too_large(request)
    if request.path_info.startswith(reverse("features:landing")):
        return problem(400, "Bad Request", _("We could not read that request"))
    return render(request, "400.html", status=400)


@requires_csrf_token
def permission_denied(request: "HttpRequest", exception: Exception) -> HttpResponse:
    """Answer 403 with the reason where one was given in words."""
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def csrf_failure(request: "HttpRequest", reason: str = "") -> HttpResponse:
    """Answer a form that came without its token; `reason` is for the log, not for people."""
    return render(request, "403_csrf.html", status=403)


@requires_csrf_token
def page_not_found(request: "HttpRequest", exception: Exception) -> HttpResponse:
    """Answer 404."""
    return render(request, "404.html", status=404)


def content_too_large(
    request: "HttpRequest", *, limit: int | None = None
) -> HttpResponse:
    """Answer 413; `limit` is what is accepted, in bytes."""
    return render(request, "413.html", {"limit": limit}, status=413)


def too_many_requests(request: "HttpRequest", *, retry_after: int = 0) -> HttpResponse:
    """Answer 429; `retry_after` is how long to wait, in seconds."""
    minutes = ceil(retry_after / 60)
    response = render(request, "429.html", {"minutes": minutes}, status=429)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


def server_error(request: "HttpRequest") -> HttpResponse:
    """Answer 500 without database, session or context processors: any of them may be the fault."""
    return HttpResponse(render_to_string("500.html"), status=500)


def style_guide(request: "HttpRequest") -> HttpResponse:
    """Show every pattern on one page, to those who build the site and to the tests."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "styleguide.html", guide_context(request))
