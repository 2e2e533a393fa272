"""What this room shows on the home page and on a community's page."""

from typing import TYPE_CHECKING

from communities.sections import (
    Section,
    SectionContext,
    register_community_section,
    register_home_section,
)
from participation.enums import MeetingState
from participation.queries.meetings import (
    may_call_somewhere,
    meetings_near,
    upcoming_meetings,
)
from participation.queries.rounds import open_rounds, public_rounds

if TYPE_CHECKING:
    from django.http import HttpRequest

    from communities.models import Community

MOST_ON_HOME, MOST_ON_COMMUNITY = 6, 12
MEETINGS_ON_HOME, MEETINGS_ON_COMMUNITY = 3, 6


def _home(
    request: "HttpRequest", community: "Community | None"
) -> SectionContext | None:
    rounds = list(open_rounds()[:MOST_ON_HOME])
    return {"rounds": rounds} if rounds else None


def _community(
    request: "HttpRequest", community: "Community | None"
) -> SectionContext | None:
    if community is None:
        return None
    rounds = list(public_rounds(community)[:MOST_ON_COMMUNITY])
    return {"rounds": rounds} if rounds else None


def _home_meetings(
    request: "HttpRequest", community: "Community | None"
) -> SectionContext | None:
    coming = upcoming_meetings().filter(state=MeetingState.CALLED)
    found = list(coming[:MEETINGS_ON_HOME])
    return {"meetings": found} if found else None


def _community_meetings(
    request: "HttpRequest", community: "Community | None"
) -> SectionContext | None:
    if community is None:
        return None
    found = meetings_near(community, MEETINGS_ON_COMMUNITY)
    may_call = may_call_somewhere(request.user)
    if not found and not may_call:
        return None
    return {"meetings": found, "community": community, "may_call": may_call}


def register_sections() -> None:
    """Called once when the site starts."""
    register_home_section(
        Section(
            key="next_meetings",
            order=30,
            template="participation/_home_meetings.html",
            context=_home_meetings,
        )
    )
    register_community_section(
        Section(
            key="meetings",
            order=70,
            template="participation/_community_meetings.html",
            context=_community_meetings,
        )
    )
    register_home_section(
        Section(
            key="open_rounds",
            order=10,
            template="participation/_home_rounds.html",
            context=_home,
        )
    )
    register_community_section(
        Section(
            key="rounds",
            order=60,
            template="participation/_community_rounds.html",
            context=_community,
        )
    )
