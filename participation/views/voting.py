"""Voting with a pass: type it, mark, look it over, cast, keep the receipt.

All steps are one address: nothing of a vote stands in an address, and no cookie is set.
Forms need no token against forgery: without a pass or its ticket, a forged request does
nothing.
"""

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from participation.views.booths import Booth
from participation.views.rounds import shown_round
from participation.views.visitors import leaves_no_trace

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@csrf_exempt
@sensitive_post_parameters()
@leaves_no_trace
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: "HttpRequest", slug: str) -> "HttpResponse":
    """Show the step that the voter's button names; begin with the pass.

    An address with more in it, a pass perhaps, is left for the plain one: what stands in
    an address is repeated in links, kept in histories and told to other sites.
    """
    if request.GET and request.method != "POST":
        return redirect(request.path)
    return Booth(request, shown_round(slug)).answer()
