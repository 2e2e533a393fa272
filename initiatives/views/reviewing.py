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
from communities.permissions import has_role, is_staff, own_areas
from initiatives import services
from initiatives.enums import Action, CommentState, DeskView
from initiatives.queries.overseeing import (
    comment_pins,
    ground_for,
    initiative_pins,
    overseen,
)
from initiatives.queries.place_comments import place_comments_for
from initiatives.views.access import show_error, tell_stored, visible_initiative
from initiatives.views.detail import initiative_page, offers_for, step_form
from initiatives.views.review_map import review_map

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 30


@login_required
@require_safe
def queue(request: "HttpRequest") -> "HttpResponse":
    """Show staff what to screen, and authorities what to answer, on a map and in a list.

    The address can ask for initiatives in other states instead (``show``).
    """
    user = request.user
    if not (is_staff(user) or has_role(user, Role.AUTHORITY)):
        raise PermissionDenied
    asked = request.GET.get("show", "")
    view = DeskView(asked) if asked in DeskView.values else DeskView.DESK
    page = Paginator(overseen(user, view), PER_PAGE).get_page(request.GET.get("page"))
    rows = initiative_pins(page, first=page.start_index() or 1)
    comments = []
    if view == DeskView.DESK:
        found = place_comments_for(user, CommentState.OPEN)[:PER_PAGE]
        comments = comment_pins(found, first=page.end_index() + 1)
    pins = [pin for pin, _thing in (*rows, *comments)]
    return render(
        request,
        "initiatives/review_queue.html",
        {
            "page_obj": page,
            "rows": rows,
            "comment_rows": comments,
            "view": view,
            "views": DeskView.choices,
            "areas": own_areas(user),
            **review_map(list(ground_for(user)), pins),
        },
    )


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
            language=form.cleaned_data["language"],
            seen=form.cleaned_data["seen"],
        )
    except services.WrongStateError as error:
        messages.warning(request, str(error))
    except services.InitiativeError as error:
        show_error(form, error)
        return initiative_page(request, initiative, form)
    else:
        tell_stored(request, _("Done: %(step)s.") % {"step": Action(action).label})
    return redirect("initiatives:detail", reference=reference)
