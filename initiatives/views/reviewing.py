"""Steps that people take on an initiative, and the desks on which proposals lie."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.enums import Role
from communities.permissions import has_role, is_staff
from initiatives import services
from initiatives.enums import Action
from initiatives.queries.waiting import review_queue
from initiatives.views.access import show_error, visible_initiative
from initiatives.views.detail import initiative_page, offers_for, step_form

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 30


@login_required
@require_safe
def queue(request: "HttpRequest") -> "HttpResponse":
    """Show staff what to screen, and authorities what to answer."""
    if not (is_staff(request.user) or has_role(request.user, Role.AUTHORITY)):
        raise PermissionDenied
    paginator = Paginator(review_queue(request.user), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    return render(request, "initiatives/review_queue.html", {"page_obj": page})


@login_required
@require_POST
def take(request: "HttpRequest", reference: str) -> "HttpResponse":
    """Take the chosen step, or show the page again and say why not."""
    initiative = visible_initiative(reference, request.user)
    ready = [
        each for each in offers_for(initiative, request.user) if not each.obstacles
    ]
    form = step_form(ready, initiative, request.POST)
    if "action" in form.errors or not ready:
        # The step is not open to this person now: an old page, or a made-up request.
        messages.warning(request, _("This step is not open to you now."))
        return redirect("initiatives:detail", reference=reference)
    if not form.is_valid():
        return initiative_page(request, initiative, form)
    action = form.cleaned_data["action"]
    try:
        services.take_step(
            initiative,
            action,
            by=request.user,
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
        )
    except services.WrongStateError as error:
        messages.warning(request, str(error))
    except services.InitiativeError as error:
        show_error(form, error)
        return initiative_page(request, initiative, form)
    else:
        messages.success(request, _("Done: %(step)s.") % {"step": Action(action).label})
    return redirect("initiatives:detail", reference=reference)
