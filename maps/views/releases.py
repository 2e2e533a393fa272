"""Data stewards' pages: rounds, thresholds with their price, two releases compared."""

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maps.enums import ProposalState
from maps.forms.releases import ComparisonForm, ThresholdForm, ZonesForm
from maps.models import Release, ReportingRound
from maps.queries.comparisons import compare_releases
from maps.queries.proposals import (
    answered_proposals_of,
    drafts_of,
    open_proposal_of,
    rounds_with_releases,
    waiting_for_steward,
)
from maps.services.preparations import (
    offered_thresholds,
    prepare_release,
    prepare_zones,
)
from maps.views.stewards import did, for_stewards, release_at

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

A_PAGE = 30
MOST_DIFFERENCES = 50


@for_stewards
@require_safe
def release_list(request: "HttpRequest") -> "HttpResponse":
    """Every round with its releases and what is under way."""
    page = Paginator(rounds_with_releases(), A_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "waiting": waiting_for_steward(request.user)}
    return render(request, "maps/release_list.html", context)


@for_stewards
@require_safe
def release_round(request: "HttpRequest", code: str) -> "HttpResponse":
    """One round: what a release would cost at each threshold, and what there is."""
    reporting = get_object_or_404(ReportingRound, code=code)
    return _round_page(request, reporting)


@for_stewards
@require_POST
def prepare(request: "HttpRequest", code: str) -> "HttpResponse":
    """Work thresholds out, in place of those worked out before."""
    reporting = get_object_or_404(ReportingRound, code=code)
    form = ThresholdForm(request.POST)
    if not form.is_valid():
        return _round_page(request, reporting, form=form)
    wanted = offered_thresholds(form.cleaned_data["threshold"])
    did(
        request,
        _("The thresholds are being worked out."),
        lambda: prepare_release(
            reporting,
            wanted,
            households=form.cleaned_data["households"],
            by=request.user,
        ),
    )
    return redirect("maps:release_round", code)


@for_stewards
@require_POST
def prepare_together(request: "HttpRequest", code: str) -> "HttpResponse":
    """Work a threshold out with small areas shown together."""
    reporting = get_object_or_404(ReportingRound, code=code)
    form = ZonesForm(request.POST)
    if not form.is_valid():
        return _round_page(request, reporting, zones_form=form)
    asked = form.cleaned_data
    did(
        request,
        _("The threshold is being worked out with areas shown together."),
        lambda: prepare_zones(
            reporting,
            asked["zone_threshold"],
            level=asked["zone_level"],
            households=asked["zone_households"],
            by=request.user,
        ),
    )
    return redirect("maps:release_round", code)


def _round_page(
    request: "HttpRequest",
    reporting: ReportingRound,
    *,
    form: ThresholdForm | None = None,
    zones_form: ZonesForm | None = None,
) -> "HttpResponse":
    drafts = list(drafts_of(reporting))
    planning = sum(each.state == ProposalState.PLANNING for each in drafts)
    context = {
        "reporting": reporting,
        "drafts": drafts,
        "levels": sorted(
            {
                level["level"]
                for each in drafts
                for level in each.report.get("levels", [])
            }
        ),
        "ready": len(drafts) - planning,
        "is_planning": planning > 0,
        "open_proposal": open_proposal_of(reporting),
        "answered": answered_proposals_of(reporting),
        "releases": reporting.releases.order_by("-version"),
        "form": form or ThresholdForm(),
        "zones_form": zones_form or ZonesForm(),
    }
    return render(request, "maps/release_round.html", context)


@for_stewards
@require_safe
def compare(request: "HttpRequest", code: str, version: int) -> "HttpResponse":
    """A release beside another one, by level and place by place."""
    release = release_at(code, version)
    others = Release.objects.select_related("round").exclude(pk=release.pk)
    form = ComparisonForm(request.GET or None)
    form.fields["other"].queryset = others  # type: ignore[attr-defined]
    compared = page = None
    if form.is_valid():
        compared = compare_releases(form.cleaned_data["other"], release)
        pages = Paginator(compared.differences, MOST_DIFFERENCES)
        page = pages.get_page(request.GET.get("page"))
    context = {
        "release": release,
        "form": form,
        "has_others": others.exists(),
        "compared": compared,
        "page_obj": page,
    }
    return render(request, "maps/release_comparison.html", context)
