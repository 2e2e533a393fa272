"""What the pages of those who load data share: who may enter, whose file it is."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache

from maps.models import ImportJob
from maps.permissions import has_second_factor, is_data_steward, may_import
from maps.queries.imports import imports_of
from maps.services.import_jobs import ImportRefusedError, expire_import
from maps.views.stewards import to_second_step

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

View = Callable[..., "HttpResponse"]


def for_importers(view: View) -> View:
    """Only for those who may load data; what they see is kept by no cache.

    Data stewards are told what a file adds up to, so they come by two steps here, too.
    """

    @wraps(view)
    @never_cache
    @login_required
    def wrapped(request: "HttpRequest", *args: Any, **kwargs: Any) -> "HttpResponse":
        if not may_import(request.user):
            raise PermissionDenied
        if is_data_steward(request.user) and not has_second_factor(request.user):
            return to_second_step(request)
        return view(request, *args, **kwargs)

    return wrapped


def own_import(request: "HttpRequest", pk: int) -> ImportJob:
    """The person's own file of an address; ended if its time is over. Raises Http404."""
    job = get_object_or_404(imports_of(request.user), pk=pk)
    if not job.is_finished and job.expires_at <= timezone.now():
        expire_import(job)
        job.refresh_from_db()
    return job


def did(request: "HttpRequest", action: Callable[[], object]) -> bool:
    """Whether a service agreed; if not, the next page says why."""
    try:
        action()
    except ImportRefusedError as refusal:
        messages.error(request, str(refusal))
        return False
    return True
