"""Where committee and authority agree to a result; staff may record it for them."""

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from participation.enums import Body
from participation.forms.adoption import AgreementForm
from participation.permissions import may, may_adopt, own_bodies
from participation.services.adoption import agree_to_result
from participation.views.managing import done
from participation.views.results import result_or_404
from participation.views.rounds import shown_round

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def adoption(request: "HttpRequest", slug: str) -> "HttpResponse":
    """What each body has said, and a form to say what one's own agrees to."""
    round_ = shown_round(slug)
    view = result_or_404(round_)
    if not may_adopt(request.user, round_):
        raise PermissionDenied
    if view.adoption is not None:
        return redirect("participation:result", slug)
    own = own_bodies(request.user, round_)
    records = may(request.user, "adopt_on_behalf", round_)
    others = [body for body in Body if records and body not in own]
    form = AgreementForm(request.POST or None, view=view, own=own, others=others)
    if form.is_valid():
        answers = form.answers()
        if done(
            request,
            form,
            lambda: agree_to_result(round_, by=request.user, **answers),
        ):
            return redirect("participation:result", slug)
    context = {
        "round": round_,
        "view": view,
        "form": form,
        "as_body": own[0].label if len(own) == 1 and not others else "",
    }
    return render(request, "participation/adoption.html", context)
