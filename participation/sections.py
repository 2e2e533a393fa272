"""What this room shows on the home page, a community's, an initiative's and an update's."""

from typing import TYPE_CHECKING

from communities.sections import (
    Section,
    SectionContext,
    register_community_section,
    register_home_section,
)
from initiatives.page_sections import (
    PageSection,
    initiative_sections,
    update_sections,
)
from initiatives.permissions import is_public
from participation.enums import MeetingState
from participation.permissions import answering_role, is_permitted, may_see_who_came
from participation.queries.bodies import bodies_that_meet
from participation.queries.feedback_figures import answers_about, public_answers
from participation.queries.following import is_following
from participation.queries.meetings import (
    may_call_somewhere,
    meetings_near,
    upcoming_meetings,
)
from participation.queries.questions import questions_on, subject_of
from participation.queries.rounds import open_rounds, public_rounds
from participation.queries.who_takes_part import who_came
from participation.services.questions import is_open_to_questions

if TYPE_CHECKING:
    from django.http import HttpRequest

    from communities.models import Community
    from initiatives.models import Initiative, UpdatePage

MOST_ON_HOME, MOST_ON_COMMUNITY, NEWEST_QUESTIONS = 6, 12, 3
NEWEST_ANSWERS = 3
MEETINGS_ON_HOME, MEETINGS_ON_COMMUNITY, MEETINGS_ON_INITIATIVE = 3, 6, 6


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


def _questions(
    request: "HttpRequest", about: "Initiative | UpdatePage"
) -> SectionContext | None:
    """The newest questions; none where nobody may ask and nobody ever asked."""
    subject = subject_of(about)
    questions = list(questions_on(subject)[:NEWEST_QUESTIONS])
    is_open = is_open_to_questions(about)
    if not questions and not is_open:
        return None
    return {
        "subject": subject,
        "questions": questions,
        "is_open": is_open,
        "may_answer": bool(answering_role(request.user, subject.community)),
    }


def _follow(request: "HttpRequest", initiative: "Initiative") -> SectionContext | None:
    """How to follow an initiative: by feed without an account, by mail with one."""
    if not is_open_to_questions(initiative):
        return None
    return {
        "initiative": initiative,
        "is_following": is_following(request.user, initiative),
    }


def _initiative_meetings(
    request: "HttpRequest", initiative: "Initiative"
) -> SectionContext | None:
    """Meetings about it or its milestones: those to come, then those that were."""
    found = meetings_near(initiative, MEETINGS_ON_INITIATIVE)
    return {"meetings": found} if found else None


def _feedback(
    request: "HttpRequest", initiative: "Initiative"
) -> SectionContext | None:
    """You said, we did about it, and the way to say something; none while it is private."""
    if not is_public(None, initiative):
        return None
    return {
        "initiative": initiative,
        "answers": list(answers_about(initiative)[:NEWEST_ANSWERS]),
        "may_publish": is_permitted(request.user, "publish_answer"),
    }


def _follow_community(
    request: "HttpRequest", community: "Community | None"
) -> SectionContext | None:
    """How to follow a community: by calendar without an account, by mail with one."""
    if community is None:
        return None
    return {
        "community": community,
        "is_following": is_following(request.user, community),
    }


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
    bodies = list(bodies_that_meet(community))
    may_call = may_call_somewhere(request.user)
    if not found and not bodies and not may_call:
        return None
    return {
        "meetings": found,
        "bodies": bodies,
        "community": community,
        "may_call": may_call,
    }


def _who_came(
    request: "HttpRequest", community: "Community | None"
) -> SectionContext | None:
    """For its organisers: which groups are missing at a community's meetings."""
    if community is None or not may_see_who_came(request.user, community):
        return None
    found = who_came([community])
    return {"who": found} if found.lines else None


def _answers(
    request: "HttpRequest", community: "Community | None"
) -> SectionContext | None:
    """You said, we did; and the way to say something, also where nobody has yet."""
    if community is None:
        return None
    return {"answers": list(public_answers(community)[:NEWEST_ANSWERS])}


def register_sections() -> None:
    """Called once when the site starts."""
    section = PageSection(
        key="questions",
        order=20,
        template="participation/_section_questions.html",
        context=_questions,
    )
    initiative_sections.register(section)
    initiative_sections.register(
        PageSection(
            key="meetings",
            order=30,
            template="participation/_section_meetings.html",
            context=_initiative_meetings,
        )
    )
    initiative_sections.register(
        PageSection(
            key="feedback",
            order=40,
            template="participation/_section_feedback.html",
            context=_feedback,
        )
    )
    initiative_sections.register(
        PageSection("follow", 90, "participation/_section_follow.html", _follow)
    )
    update_sections.register(section)
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
    register_community_section(
        Section(
            key="who_came",
            order=75,
            template="participation/_community_who.html",
            context=_who_came,
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
    register_community_section(
        Section(
            key="feedback",
            order=90,
            template="participation/_community_answers.html",
            context=_answers,
        )
    )
    register_community_section(
        Section(
            key="follow",
            order=95,
            template="participation/_community_follow.html",
            context=_follow_community,
        )
    )
