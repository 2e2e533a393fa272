"""Which meetings there are, and what pages show of one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone

from communities.models import Community, CommunityBody
from communities.permissions import is_staff, own_areas
from initiatives.enums import ActingRole
from initiatives.models import Initiative, Milestone
from initiatives.queries.initiatives import own_communities, public_initiatives
from maps.models import AdminArea
from maps.queries.areas import current_areas
from participation.enums import MeetingState
from participation.models import ActionPoint, Attendance, Decision, Meeting, Round
from participation.permissions import confirmed_as
from participation.queries.attendance import ShownAttendance, attendance_preview
from participation.queries.hands import are_too_few
from participation.queries.rounds import SHOWN
from participation.queries.scopes import rounds_for

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from participation.models import MeetingPicture, MinutesConfirmation


@dataclass(frozen=True)
class DecisionView:
    """A decision with what hands were raised for, and how many; None is not shown."""

    decision: Decision
    hands: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class MeetingView:
    """A meeting with all that its page shows; ``is_told`` says whether its minutes are.

    Counts that are settled (``is_settled``) cannot be changed any more. Published minutes
    that have no ``confirmation`` wait for one of those who met (``confirmed_as``).
    """

    meeting: Meeting
    is_told: bool
    agenda: list[str]
    initiatives: list[Initiative]
    milestones: list[Milestone]
    rounds: list[Round]
    decisions: list[DecisionView]
    action_points: list[ActionPoint]
    pictures: "list[MeetingPicture]"
    attendance: ShownAttendance | None
    is_settled: bool
    confirmation: "MinutesConfirmation | None"
    confirmed_as: ActingRole


#: What meetings are listed for: a community that they are for, the body that holds them,
#: what they are about.
About = Community | CommunityBody | Initiative | Round


def meetings(about: About | None = None) -> "QuerySet[Meeting]":
    """Meetings, of a community, about something or anywhere, with where they take place.

    Those about a voting round are linked to it, or decided by it in published minutes.
    ``decision_count`` and ``open_actions`` are of published minutes only.
    """
    found = Meeting.objects.all()
    if isinstance(about, Community):
        found = found.filter(rounds_for(about))
    elif isinstance(about, CommunityBody):
        found = found.filter(body=about)
    elif isinstance(about, Initiative):
        found = found.filter(initiatives=about)
    elif about is not None:
        decided = Decision.objects.filter(
            round=about, meeting__state=MeetingState.PUBLISHED
        )
        linked = Meeting.rounds.through.objects.filter(round=about)
        found = found.filter(
            Q(pk__in=linked.values("meeting")) | Q(pk__in=decided.values("meeting"))
        )
    published = Q(state=MeetingState.PUBLISHED)
    return (
        found.select_related("community", "area", "body")
        .defer("area__geometry", "minutes")
        .annotate(
            decision_count=Count("decisions", filter=published, distinct=True),
            open_actions=Count(
                "action_points",
                filter=published & Q(action_points__done_on__isnull=True),
                distinct=True,
            ),
        )
    )


def upcoming_meetings(about: About | None = None) -> "QuerySet[Meeting]":
    """Those that are still to come, or called off meanwhile, the next one first."""
    return (
        meetings(about)
        .filter(
            state__in=[MeetingState.CALLED, MeetingState.CALLED_OFF],
            ends_at__gt=timezone.now(),
        )
        .order_by("starts_at", "pk")
    )


def meetings_near(about: About, most: int) -> list[Meeting]:
    """Those that come, then those that were, for the page of what they concern."""
    found = list(upcoming_meetings(about)[:most])
    return found + list(past_meetings(about)[: most - len(found)])


def past_meetings(about: About | None = None) -> "QuerySet[Meeting]":
    """Those that were held, or were to be, the newest first."""
    return (
        meetings(about)
        .exclude(
            state__in=[MeetingState.CALLED, MeetingState.CALLED_OFF],
            ends_at__gt=timezone.now(),
        )
        .order_by("-starts_at", "pk")
    )


def for_calendars(meetings: "QuerySet[Meeting]") -> "QuerySet[Meeting]":
    """With the agenda, which calendars show beside the place."""
    return meetings.prefetch_related("agenda")


def meeting_view(meeting: Meeting, *, is_preview: bool = False) -> MeetingView:
    """What everybody sees of a meeting: of its minutes nothing before they are published.

    ``is_preview`` shows them to those who write or check them, as they would be; counts
    that are not settled yet pass the threshold here too.
    """
    is_told = is_preview or meeting.state == MeetingState.PUBLISHED
    counted = Attendance.objects.filter(meeting=meeting).first() if is_told else None
    if counted is not None:
        counted.meeting = meeting
    return MeetingView(
        meeting=meeting,
        is_told=is_told,
        agenda=[item.text for item in meeting.agenda.all()],
        initiatives=list(
            public_initiatives().filter(meetings=meeting).select_related("community")
        ),
        milestones=list(
            Milestone.objects.filter(
                meetings=meeting, initiative__in=public_initiatives()
            ).select_related("initiative")
        ),
        rounds=list(meeting.rounds.filter(state__in=SHOWN)),
        decisions=_decisions(meeting, counted) if is_told else [],
        action_points=list(meeting.action_points.all()) if is_told else [],
        pictures=list(meeting.pictures.all()) if is_told else [],
        attendance=attendance_preview(
            counted, threshold=settings.RELEASE_THRESHOLD_PERSONS
        )
        if counted is not None
        else None,
        is_settled=counted is not None and counted.settled,
        confirmation=getattr(meeting, "confirmation", None),
        confirmed_as=confirmed_as(meeting),
    )


def _decisions(meeting: Meeting, counted: Attendance | None) -> list[DecisionView]:
    """Decisions with their hands, of which those too few are not shown."""
    found = []
    for decision in meeting.decisions.select_related("round").prefetch_related("hands"):
        hands = [(each.answer, each.number) for each in decision.hands.all()]
        is_hidden = are_too_few(
            hands, counted, threshold=settings.RELEASE_THRESHOLD_PERSONS
        )
        found.append(
            DecisionView(
                decision,
                tuple(
                    (each.words, None if is_hidden else each.number)
                    for each in decision.hands.all()
                ),
            )
        )
    return found


def places_to_call(user: Any) -> tuple[list[Community], list[AdminArea]]:
    """Communities and areas for which a person may call a meeting."""
    if is_staff(user):
        areas = current_areas().filter(level__in=[1, 2, 3]).order_by("level", "name")
        return (
            list(Community.objects.order_by("name")),
            list(areas.defer("geometry", "point")),
        )
    return own_communities(user), own_areas(user)


def may_call_somewhere(user: Any) -> bool:
    """Whether there is any place for which a person may call a meeting."""
    return is_staff(user) or bool(own_communities(user) or own_areas(user))
