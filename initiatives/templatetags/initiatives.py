"""How initiatives are shown in templates: cards, states, money."""

from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from communities.queries.directory import page_url
from initiatives import lifecycle
from initiatives.enums import (
    MILESTONE_TONES,
    NEXT_STEPS,
    TONES,
    Action,
    MilestoneState,
    State,
)
from initiatives.page_sections import (
    PageSections,
    initiative_sections,
    update_sections,
)
from initiatives.tiles import place_picture
from maps.enums import Scale
from maps.queries.areas import outline_of

if TYPE_CHECKING:
    from initiatives.models import Initiative, InitiativeEvent, Milestone, UpdatePage
    from initiatives.queries.milestones import MilestoneRow

register = template.Library()


@register.filter
def money(amount: float | None) -> str:
    """An amount in the deployment's currency: ``18,000 USD``."""
    if amount is None:
        return ""
    number = number_format(
        round(amount), decimal_pos=0, use_l10n=True, force_grouping=True
    )
    text = f"{number} {settings.CURRENCY}"
    # Kept together where the text runs from right to left (a first-strong isolate).
    return f"\u2068{text}\u2069" if get_language_bidi() else text


@register.filter
def tone(item: "Initiative | Milestone") -> str:
    """The tone in which a state is shown."""
    if item.state in MilestoneState.values:
        return str(MILESTONE_TONES[MilestoneState(item.state)])
    return str(TONES[State(item.state)])


@register.filter
def next_step(initiative: "Initiative") -> str:
    """What happens next, and who has it in hand."""
    return str(NEXT_STEPS[State(initiative.state)])


@register.filter
def step_taken(event: "InitiativeEvent") -> str:
    """The step of an event in words."""
    action = lifecycle.action_between(event.from_state, event.to_state)
    return str(Action(action).label if action else event.get_to_state_display())


register.simple_tag(page_url, name="community_url")


@register.simple_tag
def milestones_confirmed(verified: int, total: int) -> str:
    """``3 of 5 milestones confirmed``."""
    return ngettext(
        "%(verified)s of %(total)s milestone confirmed",
        "%(verified)s of %(total)s milestones confirmed",
        total,
    ) % {"verified": verified, "total": total}


@register.simple_tag
def claim_rule(row: "MilestoneRow") -> str:
    """What it takes to settle the claim of a milestone, in words."""
    if row.needed is None:
        return _("The community has no committee member who could confirm it.")
    return ngettext(
        "It counts as confirmed once %(needed)s of %(members)s committee member "
        "confirms it, and as disputed once that can no longer be reached.",
        "It counts as confirmed once %(needed)s of %(members)s committee members "
        "confirm it, and as disputed once that can no longer be reached.",
        row.members,
    ) % {"needed": row.needed, "members": row.members}


@register.simple_tag(name="place_picture")
def place_picture_tag(initiative: "Initiative") -> SafeString | str:
    """Where the pin is, drawn beside its community; nothing where there is no pin."""
    community = initiative.community
    if initiative.location is None:
        return ""
    ground = outline_of(community.area_id, Scale.REGION)
    if ground is None:
        return ""
    title = _("The place of this initiative, near %(community)s") % {
        "community": community.display_name
    }
    # Markup of our own; every word in it is escaped where it is written.
    return mark_safe(  # noqa: S308
        place_picture(ground, initiative.location, community, title=title)
    )


@register.inclusion_tag("_card.html")
def initiative_card(
    initiative: "Initiative", with_place: bool = True
) -> dict[str, Any]:
    """A card of an initiative that carries its progress (`with_progress`)."""
    total = (
        initiative.milestones_total  # type: ignore[attr-defined]
        if initiative.state in (*lifecycle.UNDER_WAY, *lifecycle.FINISHED)
        else 0
    )
    verified = initiative.milestones_verified  # type: ignore[attr-defined]
    facts = [initiative.community.display_name] if with_place else []
    if cost := initiative.cost:  # type: ignore[attr-defined]
        facts.append(money(cost))
    return {
        "media": "initiatives/_card_picture.html",
        "initiative": initiative,
        "url": reverse("initiatives:detail", args=[initiative.reference]),
        "title": initiative.display_title,
        "dimension": initiative.dimension,
        "state": initiative.get_state_display(),
        "tone": tone(initiative),
        "text": initiative.display_summary,
        "meta": " · ".join(facts),
        "done": verified,
        "total": total,
        "progress_label": milestones_confirmed(verified, total),
    }


@register.simple_tag(takes_context=True, name="initiative_sections")
def initiative_sections_tag(
    context: template.Context, initiative: "Initiative"
) -> SafeString:
    """Sections of upper rooms on the page of an initiative."""
    return _sections(context, initiative_sections, initiative)


@register.simple_tag(takes_context=True, name="update_sections")
def update_sections_tag(context: template.Context, update: "UpdatePage") -> SafeString:
    """Sections of upper rooms on the page of an update; none while it is only tried out."""
    if not update.live or getattr(context["request"], "is_preview", False):
        return mark_safe("")
    return _sections(context, update_sections, update)


def _sections(
    context: template.Context, sections: PageSections[Any], subject: Any
) -> SafeString:
    request = context["request"]
    filled = [
        (section.template, section.context(request, subject))
        for section in sections.in_order()
    ]
    return mark_safe(  # noqa: S308 - rendered templates
        "".join(
            render_to_string(name, dict(found), request)
            for name, found in filled
            if found is not None
        )
    )
