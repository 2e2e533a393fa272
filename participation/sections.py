"""What this room shows on the home page and on a community's page."""

from typing import TYPE_CHECKING

from communities.sections import (
    Section,
    SectionContext,
    register_community_section,
    register_home_section,
)
from participation.queries.feedback_figures import public_answers
from participation.queries.rounds import open_rounds, public_rounds

if TYPE_CHECKING:
    from django.http import HttpRequest

    from communities.models import Community

MOST_ON_HOME, MOST_ON_COMMUNITY = 6, 12
NEWEST_ANSWERS = 3


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


def _answers(
    request: "HttpRequest", community: "Community | None"
) -> SectionContext | None:
    """You said, we did; and the way to say something, also where nobody has yet."""
    if community is None:
        return None
    return {"answers": list(public_answers(community)[:NEWEST_ANSWERS])}


def register_sections() -> None:
    """Called once when the site starts."""
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
    register_community_section(
        Section(
            key="feedback",
            order=90,
            template="participation/_community_answers.html",
            context=_answers,
        )
    )
