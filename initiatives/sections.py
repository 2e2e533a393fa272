"""What this room shows on the home page and on a community's page."""

from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.sections import (
    HomeFigure,
    Section,
    SectionContext,
    register_community_section,
    register_home_figure,
    register_home_section,
)
from initiatives import lifecycle
from initiatives.enums import StateGroup
from initiatives.queries.initiatives import (
    as_cards,
    initiatives_under_way,
    milestones_confirmed,
    moving_now,
    own_communities,
    public_initiatives,
)
from initiatives.queries.updates import newest_updates, updates_in

if TYPE_CHECKING:
    from django.http import HttpRequest

    from communities.models import Community

NEWEST = 3


def moving(
    request: "HttpRequest", community: "Community | None"
) -> SectionContext | None:
    """What is moving now, liveliest first."""
    return {"initiatives": list(moving_now())}


def news(
    request: "HttpRequest", community: "Community | None"
) -> SectionContext | None:
    """The newest updates, of one community where there is one."""
    found = updates_in(community) if community else newest_updates()
    updates = list(found[:NEWEST])
    return {"updates": updates, "community": community} if updates else None


def by_state(
    request: "HttpRequest", community: "Community | None"
) -> SectionContext | None:
    """A community's initiatives in the groups of the lifecycle."""
    if community is None:
        return None
    found = list(as_cards(public_initiatives().filter(community=community)))
    for initiative in found:
        initiative.community = community
    groups = [
        (StateGroup(group), [each for each in found if each.state in states])
        for group, states in lifecycle.GROUPS.items()
    ]
    return {
        "community": community,
        "groups": [(group, members) for group, members in groups if members],
        "may_propose": community in own_communities(request.user),
    }


def under_way() -> str:
    """How many initiatives are being worked on."""
    return number_format(initiatives_under_way())


def confirmed() -> str:
    """How many milestones communities have confirmed, of all that are planned."""
    done, planned = milestones_confirmed()
    return _("%(confirmed)s of %(planned)s") % {
        "confirmed": number_format(done),
        "planned": number_format(planned),
    }


def register() -> None:
    """Add sections and figures to the pages of the room below."""
    register_home_figure(
        HomeFigure("under_way", 20, gettext_lazy("Initiatives under way"), under_way)
    )
    register_home_figure(
        HomeFigure(
            "confirmed",
            30,
            gettext_lazy("Milestones confirmed by residents"),
            confirmed,
        )
    )
    register_home_section(
        Section("moving_now", 20, "initiatives/_home_moving.html", moving)
    )
    register_home_section(Section("updates", 40, "initiatives/_updates.html", news))
    register_community_section(
        Section("initiatives", 40, "initiatives/_community_initiatives.html", by_state)
    )
    register_community_section(
        Section("updates", 80, "initiatives/_updates.html", news)
    )
