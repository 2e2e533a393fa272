"""A release in words: shares, levels, states."""

from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from maps.enums import AreaLevel, ProposalState
from maps.models import Release, ReleaseProposal

register = template.Library()

_TONES = {
    ProposalState.PLANNING: "neutral",
    ProposalState.DRAFTED: "active",
    ProposalState.BLOCKED: "bad",
    ProposalState.PROPOSED: "warn",
    ProposalState.APPROVED: "active",
    ProposalState.PUBLISHED: "good",
    ProposalState.REFUSED: "bad",
    ProposalState.STALE: "bad",
}


@register.filter
def share(part: float | None) -> str:
    """A share of one as a percentage with one decimal."""
    if part is None:
        return "–"
    return _("%(number)s%%") % {"number": number_format(100 * part, decimal_pos=1)}


@register.filter
def level_name(level: int) -> str:
    """An administrative level in words."""
    return str(AreaLevel(level).label)


@register.filter
def at_level(report: dict[str, Any], level: int) -> dict[str, Any] | None:
    """What a report says of one level."""
    found = (each for each in report.get("levels", []) if each["level"] == level)
    return next(found, None)


@register.filter
def zones_at(report: dict[str, Any], level: int) -> dict[str, Any] | None:
    """What a report says of areas of one level that are shown together."""
    found = (each for each in report.get("zones", []) if each["level"] == level)
    return next(found, None)


@register.inclusion_tag("maps/_zones_price.html")
def zones_price(proposal: ReleaseProposal) -> dict[str, Any]:
    """What each level shows with areas together, beside what it shows without."""
    rows = []
    for before in proposal.price.get("levels", []):
        after = at_level(proposal.report, before["level"])
        zones = zones_at(proposal.report, before["level"])
        if after is not None:
            dark = after["hidden"] - (zones["figures"] if zones else 0)
            rows.append((before, after, dark))
    return {
        "rows": rows,
        "zones": proposal.report.get("zones", []),
        "given_up": proposal.price.get("given_up", 0),
    }


@register.filter
def tone(proposal: ReleaseProposal) -> str:
    """The tone of a proposal's state."""
    return _TONES[ProposalState(proposal.state)]


@register.inclusion_tag("maps/_release_levels.html")
def level_table(report: dict[str, Any]) -> dict[str, Any]:
    """Figures and what is not shown of them, level by level."""
    return {
        "levels": report.get("levels", []),
        "parts": report.get("parts_by_level", []),
        "is_total_hidden": any(
            each["people_hidden_share"] is None for each in report.get("levels", [])
        ),
    }


@register.simple_tag
def release_name(release: Release) -> str:
    """A release as people speak of it."""
    return _("Round %(round)s, version %(version)d") % {
        "round": release.round.code,
        "version": release.version,
    }
