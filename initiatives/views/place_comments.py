"""Comments on places: the list with its map, one comment with its answers, a new one."""

from typing import TYPE_CHECKING, Any

import rules
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.enums import Role
from communities.permissions import has_role, is_staff
from initiatives import services
from initiatives.enums import CommentMove, CommentState
from initiatives.forms.place_comments import (
    CommentFilterForm,
    PlaceCommentForm,
    ThreadForm,
)
from initiatives.queries.overseeing import comment_pins, ground_for
from initiatives.queries.place_comments import (
    areas_to_comment_on,
    commented_areas,
    place_comments_for,
)
from initiatives.views.access import show_error, tell_stored
from initiatives.views.review_map import review_map

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from initiatives.models import PlaceComment

PER_PAGE = 30
read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def _require_overseer(user: Any) -> None:
    if not (is_staff(user) or has_role(user, Role.AUTHORITY)):
        raise PermissionDenied


@login_required
@require_safe
def index(request: "HttpRequest") -> "HttpResponse":
    """Show comments on a map and in a list; open ones unless others are asked for."""
    user = request.user
    _require_overseer(user)
    form = CommentFilterForm(request.GET, areas=commented_areas(user))
    form.is_valid()
    found = place_comments_for(
        user, form.cleaned_data.get("state") or CommentState.OPEN
    )
    if area := form.cleaned_data.get("area"):
        found = found.filter(area__pcode=area)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = comment_pins(page, first=page.start_index() or 1)
    context = {
        "filters": form,
        "page_obj": page,
        "comment_rows": rows,
        **review_map(list(ground_for(user)), [pin for pin, _comment in rows]),
    }
    return render(request, "initiatives/place_comments.html", context)


@login_required
@read_or_send
def add(request: "HttpRequest") -> "HttpResponse":
    """Pin a new comment to the place of a click, of two numbers, or to an area."""
    user = request.user
    _require_overseer(user)
    ground = list(ground_for(user))
    form = PlaceCommentForm(
        request.POST or None,
        areas=areas_to_comment_on(user),
        initial={
            name: request.GET.get(name, "")
            for name in ("latitude", "longitude", "area")
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            comment = services.add_place_comment(
                by=user,
                text=form.cleaned_data["text"],
                language=form.cleaned_data["language"],
                place=form.place,
                area=form.cleaned_data["area"],
            )
        except services.InitiativeError as error:
            show_error(form, error)
        else:
            tell_stored(request, _("The comment is stored, and the others are told."))
            return redirect("initiatives:place_comment", pk=comment.pk)
    centre = ground[0].area if ground else None
    return render(
        request,
        "initiatives/place_comment_add.html",
        {"form": form, "centre": centre},
        status=422 if form.is_bound else 200,
    )


@login_required
@read_or_send
def thread(request: "HttpRequest", pk: int) -> "HttpResponse":
    """Show a comment with its answers; answer, resolve, or open it again."""
    comment = get_object_or_404(place_comments_for(request.user), pk=pk)
    form = None
    if rules.has_perm("initiatives.comment_on_place", request.user, comment.area):
        form = ThreadForm(request.POST or None, state=comment.state)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            _write_below(comment, form.cleaned_data, by=request.user)
        except services.WrongStateError as error:
            messages.warning(request, str(error))
            return redirect("initiatives:place_comment", pk=pk)
        except services.InitiativeError as error:
            show_error(form, error)
        else:
            tell_stored(request, _("Stored, and the others are told."))
            return redirect("initiatives:place_comment", pk=pk)
    rows = comment_pins([comment], first=1)
    context = {
        "comment": comment,
        "replies": comment.replies.all(),
        "form": form,
        "comment_rows": rows,
        **review_map(list(ground_for(request.user)), [pin for pin, _each in rows]),
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "initiatives/place_comment.html", context, status=status)


def _write_below(comment: "PlaceComment", given: dict[str, Any], *, by: Any) -> None:
    text, language = given["text"], given["language"]
    if given["move"] == CommentMove.RESOLVED:
        services.resolve_place_comment(comment, by=by, reason=text)
    elif given["move"] == CommentMove.REOPENED:
        services.reopen_place_comment(comment, by=by, text=text, language=language)
    else:
        services.reply_to_place_comment(comment, by=by, text=text, language=language)
