"""Following a community or an initiative by mail, and ending it."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communities.queries.directory import page_url
from initiatives.models import Initiative
from participation.queries.following import find_followed
from participation.services.following import follow, unfollow

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from communities.models import Community


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def following(request: "HttpRequest", kind: str, key: str) -> "HttpResponse":
    """Follow, or (with ``end``) follow no more; whoever only looks is led to the page."""
    about = find_followed(kind, key, request.user)
    if about is None:
        raise Http404
    if request.method == "POST" and "end" in request.POST:
        unfollow(about, by=request.user)
        messages.success(request, _("You are written to no more."))
    elif request.method == "POST":
        follow(about, by=request.user)
        messages.success(request, _("You will be written to."))
    return redirect(f"{_page_of(about)}#follow")


def _page_of(about: "Community | Initiative") -> str:
    if isinstance(about, Initiative):
        return reverse("initiatives:detail", args=[about.reference])
    return page_url(about) or reverse("participation:meeting_list")
