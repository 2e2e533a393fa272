"""What the pages of data stewards share: who may enter, and one button's work."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from maps.models import Release, ReleaseProposal
from maps.permissions import is_data_steward
from maps.services.refusals import OutOfTurnError, ReleaseRefusedError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

View = Callable[..., "HttpResponse"]


def for_stewards(view: View) -> View:
    """Only for data stewards; what they see is kept by no cache."""

    @wraps(view)
    @never_cache
    @login_required
    def wrapped(request: "HttpRequest", *args: Any, **kwargs: Any) -> "HttpResponse":
        if not is_data_steward(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapped


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
