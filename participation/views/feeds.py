"""Following an initiative without an account and without leaving an address."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from initiatives.models import Initiative
from participation.exports.feeds import initiative_feed
from participation.queries.questions import INITIATIVES, find_subject

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
@cache_control(public=True, max_age=600)
def feed(request: "HttpRequest", reference: str) -> HttpResponse:
    """Its news, as far as the public sees it: a reader of feeds signs in nowhere."""
    subject = find_subject(INITIATIVES, reference, AnonymousUser())
    if subject is None or not isinstance(subject.about, Initiative):
        raise Http404
    return HttpResponse(
        initiative_feed(subject.about, request.build_absolute_uri),
        content_type="application/atom+xml; charset=utf-8",
    )
