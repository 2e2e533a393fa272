"""What the pages of data stewards share: who may enter, and one button's work."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from maps.models import Release, ReleaseProposal
from maps.permissions import has_second_factor, is_data_steward
from maps.services.refusals import OutOfTurnError, ReleaseRefusedError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

View = Callable[..., "HttpResponse"]


def for_stewards(view: View) -> View:
    """Only for data stewards, by two steps; what they see is kept by no cache."""

    @wraps(view)
    @never_cache
    @login_required
    def wrapped(request: "HttpRequest", *args: Any, **kwargs: Any) -> "HttpResponse":
        if not is_data_steward(request.user):
            raise PermissionDenied
        if not has_second_factor(request.user):
            return to_second_step(request)
        return view(request, *args, **kwargs)

    return wrapped


def to_second_step(request: "HttpRequest") -> "HttpResponse":
    """Ask for the code first, then lead back; a form that was sent is not sent again."""
    here = request.get_full_path() if request.method == "GET" else _before(request)
    return redirect_to_login(here, reverse(settings.OTP_LOGIN_URL))


def _before(request: "HttpRequest") -> str:
    """The page of this site that a form stood on."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(
        page, {request.get_host()}, require_https=request.is_secure()
    ):
        return "/"
    return urlsplit(page)._replace(scheme="", netloc="", fragment="").geturl()


def proposal_at(code: str, pk: int) -> ReleaseProposal:
    """The proposal of an address. Raises Http404."""
    return get_object_or_404(
        ReleaseProposal.objects.select_related("round", "prepared_by", "decided_by"),
        round__code=code,
        pk=pk,
    )


def release_at(code: str, version: int) -> Release:
    """The release of an address, withdrawn or not. Raises Http404."""
    return get_object_or_404(
        Release.objects.select_related("round"), round__code=code, version=version
    )


def did(request: "HttpRequest", words: str, action: Callable[[], object]) -> bool:
    """Whether a service agreed; the next page says so, or why not."""
    try:
        action()
    except (OutOfTurnError, ReleaseRefusedError) as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, words)
    return True
