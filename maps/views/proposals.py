"""One proposed release: its map, its figures, and what may be done with it."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from maps.enums import (
    REFUSAL_ADVICE,
    AreaLevel,
    PopulationGroup,
    ProposalState,
    RefusalKind,
    Scale,
)
from maps.forms.releases import RefusalForm
from maps.models import AdminArea, ReleaseProposal
from maps.queries.columns import column_order, column_words
from maps.queries.drawings import area_shapes
from maps.services.approvals import (
    approve_release,
    propose_release,
    publish_again,
    refuse_release,
    take_back,
)
from maps.services.preparations import figures_at_fault
from maps.tiles import DARK, LIGHT, map_picture
from maps.tiles.themes import RAMP, ramp_tone
from maps.views.stewards import did, for_stewards, proposal_at

if TYPE_CHECKING:
    from django.http import HttpRequest

#: Areas that would be shown together, beside those shown alone.
_ZONE_TONE = ramp_tone(2, RAMP)

#: Steps of one button: the service, and what is said when it is done.
_STEPS = {
    "propose": (
        propose_release,
        gettext_lazy("Proposed. Another data steward answers now."),
    ),
    "take-back": (take_back, gettext_lazy("Taken back.")),
    "approve": (approve_release, gettext_lazy("Approved. It is being published.")),
    "publish-again": (publish_again, gettext_lazy("It is being published.")),
}


@for_stewards
@require_safe
def proposal_page(request: "HttpRequest", code: str, pk: int) -> HttpResponse:
    """What would be hidden by level, on a map and in figures."""
    return _page(request, proposal_at(code, pk), RefusalForm())


@for_stewards
@require_POST
def step(request: "HttpRequest", code: str, pk: int, verb: str) -> HttpResponse:
    """Propose, take back, approve, or begin to publish anew."""
    if verb not in _STEPS:
        raise Http404
    proposal = proposal_at(code, pk)
    service, words = _STEPS[verb]
    did(request, str(words), lambda: service(proposal, by=request.user))
    return redirect("maps:proposal", code, pk)


@for_stewards
@require_POST
def refuse(request: "HttpRequest", code: str, pk: int) -> HttpResponse:
    """Refuse with a reason."""
    proposal = proposal_at(code, pk)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _page(request, proposal, form)
    reason = form.cleaned_data["reason"]
    did(
        request,
        _("Refused. The person who proposed it is told why."),
        lambda: refuse_release(proposal, reason=reason, by=request.user),
    )
    return redirect("maps:proposal", code, pk)


@for_stewards
@require_POST
def figures(request: "HttpRequest", code: str, pk: int) -> HttpResponse:
    """Name the figures for which a threshold is refused: on request, kept nowhere."""
    proposal = proposal_at(code, pk)
    _kind, cells = figures_at_fault(proposal, by=request.user)
    names = {
        (area.level, area.pcode): area.display_name
        for area in AdminArea.objects.filter(
            pcode__in={pcode for _level, pcode, _group in cells}
        ).defer("geometry")
    }
    found = [
        (
            names.get((level, pcode), pcode),
            AreaLevel(level).label,
            PopulationGroup(group).label,
        )
        for level, pcode, group in cells
    ]
    context = {"proposal": proposal, "found": found}
    return render(request, "maps/proposal_figures.html", context)


@for_stewards
@require_safe
def picture(
    request: "HttpRequest", code: str, pk: int, level: int, group: str, theme: str
) -> HttpResponse:
    """The map as it would be: shown areas filled, the others hatched."""
    proposal = proposal_at(code, pk)
    at_level = proposal.hidden.get(group, {})
    if str(level) not in at_level:
        raise Http404
    hidden = set(at_level[str(level)])
    shapes = area_shapes(level, Scale.COUNTRY)
    tones: dict[str, str | None] = dict.fromkeys(hidden)
    if proposal.zone_level == level:
        for zone in proposal.zones:
            if group in zone["columns"]:
                tones |= dict.fromkeys(zone["areas"], _ZONE_TONE)
    body = map_picture(
        shapes,
        {each.code: tones.get(each.code, ramp_tone(1, 1)) for each in shapes},
        title=_("Map of what would be hidden, round %(round)s") % {"round": code},
        theme=DARK if theme == "dark" else LIGHT,
    )
    return HttpResponse(body, content_type="image/svg+xml")


def _page(
    request: "HttpRequest", proposal: ReleaseProposal, form: RefusalForm
) -> HttpResponse:
    columns = sorted(proposal.hidden, key=column_order)
    column = request.GET.get("group", "")
    if column not in columns:
        column = columns[0] if columns else ""
    # Parts by sex or age are not shown down to the finest level.
    levels = sorted(int(each) for each in proposal.hidden.get(column, {}))
    level = request.GET.get("level", "")
    is_own = proposal.prepared_by_id == request.user.pk
    waits = proposal.state == ProposalState.PROPOSED
    context = {
        "proposal": proposal,
        "advice": REFUSAL_ADVICE[RefusalKind(proposal.refusal)]
        if proposal.refusal
        else None,
        "levels": [(each, AreaLevel(each).label) for each in levels],
        "groups": [(each, column_words(each)) for each in columns],
        "level": int(level)
        if level.isdecimal() and int(level) in levels
        else (levels[-1] if levels else None),
        "group": column,
        "hidden_here": _hidden_in_words(proposal, column, levels),
        "may_answer": waits and not is_own,
        "may_take_back": waits and is_own,
        "zones": _zones_in_words(proposal),
        "zone_tone": _ZONE_TONE,
        "form": form,
    }
    return render(request, "maps/proposal.html", context)


def _hidden_in_words(
    proposal: ReleaseProposal, column: str, levels: list[int]
) -> list[tuple[str, int]]:
    """How many areas of each level are hatched in a column."""
    at_level = proposal.hidden.get(column, {})
    return [(str(AreaLevel(each).label), len(at_level[str(each)])) for each in levels]


def _zones_in_words(proposal: ReleaseProposal) -> list[tuple[str, str]]:
    """The areas that would be shown together, and of which groups."""
    if proposal.zone_level is None:
        return []
    codes = {code for zone in proposal.zones for code in zone["areas"]}
    names = {
        area.pcode: area.display_name
        for area in AdminArea.objects.filter(
            level=proposal.zone_level, pcode__in=codes
        ).defer("geometry", "point")
    }
    return [
        (
            get_text_list([names[code] for code in zone["areas"]], _("and")),
            ", ".join(str(PopulationGroup(group).label) for group in zone["groups"]),
        )
        for zone in proposal.zones
    ]
