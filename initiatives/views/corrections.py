"""Corrections of the map: the list, a new one, and one to look at and decide on."""

from typing import TYPE_CHECKING, Any

import rules
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.gis.geos import MultiPolygon, Point
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.enums import Role
from communities.models import Community
from communities.permissions import has_role, is_staff
from initiatives import services
from initiatives.enums import CORRECTION_TONES, CorrectionState
from initiatives.forms.corrections import CorrectionForm, DecisionForm, SubjectForm
from initiatives.queries.corrections import (
    change_of,
    corrections_for,
    neighbours_of,
)
from initiatives.queries.initiatives import public_initiatives
from initiatives.queries.place_comments import areas_to_comment_on
from initiatives.tiles import change_picture
from initiatives.views.access import show_error
from maps.models import AdminArea

if TYPE_CHECKING:
    from django.contrib.gis.geos import GEOSGeometry
    from django.http import HttpRequest, HttpResponse

    from initiatives.models import Correction, Initiative

PER_PAGE = 30
read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def _require_overseer(user: Any) -> None:
    if not (is_staff(user) or has_role(user, Role.AUTHORITY)):
        raise PermissionDenied


@login_required
@require_safe
def index(request: "HttpRequest") -> "HttpResponse":
    """Show corrections, those that wait unless others are asked for."""
    _require_overseer(request.user)
    asked = request.GET.get("state", "")
    state = asked if asked in (*CorrectionState.values, "all") else CorrectionState.OPEN
    paginator = Paginator(corrections_for(request.user, state), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    return render(
        request,
        "initiatives/corrections.html",
        {
            "page_obj": page,
            "rows": [
                (each, CORRECTION_TONES[CorrectionState(each.state)]) for each in page
            ],
            "states": [*CorrectionState.choices, ("all", _("All"))],
            "state": state,
        },
    )


def _subject_form(request: "HttpRequest") -> SubjectForm:
    areas = areas_to_comment_on(request.user)
    inside = areas.values("pk")
    return SubjectForm(
        request.GET or None,
        areas=areas,
        communities=Community.objects.filter(area__in=inside).order_by("name"),
        initiatives=public_initiatives()
        .filter(community__area__in=inside)
        .select_related("community__area")
        .order_by("title"),
    )


@login_required
@read_or_send
def propose(request: "HttpRequest") -> "HttpResponse":
    """Ask what is wrong, then how it should be."""
    _require_overseer(request.user)
    chooser = _subject_form(request)
    subject = chooser.subject if chooser.is_bound and chooser.is_valid() else None
    if subject is None:
        context = {"form": chooser}
        return render(request, "initiatives/correction_subject.html", context)
    form = _correction_form(request, subject)
    if request.method == "POST" and form.is_valid():
        correction = _proposed(form, subject, by=request.user)
        if correction is not None:
            messages.success(
                request, _("The correction is stored, and staff are told.")
            )
            return redirect("initiatives:correction", pk=correction.pk)
    return render(
        request,
        "initiatives/correction_propose.html",
        {"form": form, "subject": subject},
        status=422 if form.is_bound else 200,
    )


def _correction_form(
    request: "HttpRequest", subject: "AdminArea | Community | Initiative"
) -> CorrectionForm:
    name, kind = "", "Point"
    if isinstance(subject, AdminArea):
        name, kind = subject.name, "MultiPolygon"
    return CorrectionForm(
        request.POST or None,
        request.FILES or None,
        kind=kind,
        initial={"shape": _present(subject), "name": name},
    )


def _present(subject: "AdminArea | Community | Initiative") -> "GEOSGeometry | None":
    if isinstance(subject, AdminArea):
        return subject.geometry
    return subject.point if isinstance(subject, Community) else subject.location


def _proposed(
    form: CorrectionForm, subject: "AdminArea | Community | Initiative", *, by: Any
) -> "Correction | None":
    """Hand the form to the service; a refusal is shown in the form."""
    shape = form.geometry
    try:
        return services.propose_correction(
            subject,
            by=by,
            reason=form.cleaned_data["reason"],
            name=form.cleaned_data.get("name", ""),
            borders=shape if isinstance(shape, MultiPolygon) else None,
            point=shape if isinstance(shape, Point) else None,
        )
    except services.InitiativeError as error:
        show_error(form, error)
        return None


@login_required
@read_or_send
def show(request: "HttpRequest", pk: int) -> "HttpResponse":
    """Show before and after, and what neighbours would lose; staff decide."""
    correction = get_object_or_404(corrections_for(request.user), pk=pk)
    may_decide = correction.state == CorrectionState.OPEN and rules.has_perm(
        "initiatives.decide_correction", request.user, correction
    )
    form = DecisionForm(request.POST or None) if may_decide else None
    if request.method == "POST" and form is not None and form.is_valid():
        decide = {
            "accept": services.accept_correction,
            "decline": services.decline_correction,
        }[form.cleaned_data["answer"]]
        try:
            decide(correction, by=request.user, reason=form.cleaned_data["reason"])
        except services.InitiativeError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Stored, and the proposer is told."))
            return redirect("initiatives:correction", pk=pk)
    is_open = correction.state == CorrectionState.OPEN
    context = {
        "correction": correction,
        "tone": CORRECTION_TONES[CorrectionState(correction.state)],
        "change": change_of(correction) if is_open else None,
        "picture": _picture(correction, is_open=is_open),
        "is_open": is_open,
        "form": form,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "initiatives/correction.html", context, status=status)


def _picture(correction: "Correction", *, is_open: bool) -> SafeString | None:
    """Before and after; once decided, what was proposed alone."""
    after: GEOSGeometry | None = correction.borders or correction.point
    if after is None:
        return None
    around = (
        [correction.within]
        if correction.area is None
        else neighbours_of(correction.area, after)
    )
    before = correction.present if is_open else None
    picture = change_picture(before, after, around, title=_("Before and after"))
    return mark_safe(picture)  # noqa: S308 - initiatives.tiles escapes all text
