"""What became of earlier areas: whoever loads borders confirms it, or says what it was."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from maps.enums import SuccessionKind
from maps.forms.border_changes import CaseForm, case_forms
from maps.queries.successions import cases_of, waiting_successions
from maps.services.successions import confirm_successions
from maps.views.importers import for_importers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

A_PAGE = 30


@for_importers
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: "HttpRequest") -> "HttpResponse":
    """Every case that waits, with what it means for the series of rounds."""
    pages = Paginator(cases_of(waiting_successions()), A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    forms = case_forms(list(page), request.POST or None)
    if request.method == "POST" and all(form.is_valid() for form in forms):
        ticked = [form for form in forms if form.cleaned_data["is_confirmed"]]
        if _confirmed(request, ticked):
            return redirect("maps:border_changes")
    return render(
        request, "maps/imports/changes.html", {"page_obj": page, "forms": forms}
    )


def _confirmed(request: "HttpRequest", ticked: list[CaseForm]) -> bool:
    """Whether all that was ticked could be confirmed; if not, its form says why."""
    try:
        with transaction.atomic():
            for form in ticked:
                _confirm(request, form)
    except ValidationError:
        return False
    if ticked:
        messages.success(
            request,
            ngettext(
                "%(count)d change is confirmed.",
                "%(count)d changes are confirmed.",
                len(ticked),
            )
            % {"count": len(ticked)},
        )
    return True


def _confirm(request: "HttpRequest", form: CaseForm) -> None:
    kind = SuccessionKind(form.cleaned_data["kind"])
    rows = form.case.rows
    try:
        confirm_successions(rows, by=request.user, kinds={row.pk: kind for row in rows})
    except ValidationError as error:
        form.add_error("kind", ValidationError(error.messages))
        raise
