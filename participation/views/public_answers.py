"""You said, we did: the public page, and the pages of those who publish on it."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from initiatives.views.access import tell_stored
from participation.forms.feedback_desk import PublicAnswerForm
from participation.models import PublicAnswer
from participation.permissions import is_permitted
from participation.queries.feedback_figures import public_answers, told_quarters
from participation.services.errors import FeedbackError
from participation.services.public_answers import publish_answer, withdraw_answer
from participation.views.feedback_desk import for_handlers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

A_PAGE = 20


@require_safe
def answers(request: "HttpRequest") -> "HttpResponse":
    """What was said and done, and how long answers take."""
    page = Paginator(public_answers(), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "quarters": told_quarters(),
        "may_publish": is_permitted(request.user, "publish_answer"),
    }
    return render(request, "participation/public_answers.html", context)


@for_handlers
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: "HttpRequest") -> "HttpResponse":
    """Publish a summary in one's own words."""
    if not is_permitted(request.user, "publish_answer"):
        raise PermissionDenied
    about = {"initiative": request.GET.get("initiative", "")}
    form = PublicAnswerForm(request.POST or None, initial=about)
    if form.is_valid():
        try:
            publish_answer(by=request.user, **form.answers())
        except FeedbackError as refusal:
            form.add_error(
                refusal.field if refusal.field in form.fields else None, str(refusal)
            )
        else:
            tell_stored(request, _("Published."))
            return redirect("participation:public_answers")
    return render(request, "participation/public_answer_form.html", {"form": form})


@for_handlers
@require_POST
def withdraw(request: "HttpRequest", pk: int) -> "HttpResponse":
    """Take a published answer back."""
    if not is_permitted(request.user, "publish_answer"):
        raise PermissionDenied
    withdraw_answer(get_object_or_404(PublicAnswer, pk=pk), by=request.user)
    messages.success(request, _("Withdrawn: it is shown no more."))
    return redirect("participation:public_answers")
