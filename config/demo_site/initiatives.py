"""Initiatives in every state, with money, milestones and their history."""

import datetime

from django.contrib.gis.geos import Point
from django.core.files.base import ContentFile
from django.utils import timezone

from communities.models import Community
from config.demo.histories import EventSketch
from config.demo.initiatives import (
    ClaimSketch,
    InitiativeSketch,
    MilestoneSketch,
    initiatives,
)
from config.demo.pictures import PictureSketch, pictures
from initiatives.enums import MilestoneState, Verdict
from initiatives.models import (
    BudgetLine,
    Initiative,
    InitiativeEvent,
    Milestone,
    MilestoneClaim,
    MilestoneResponse,
)
from initiatives.services import set_picture
from maps.enums import SRID
from participation.models import User


def load_initiatives(
    communities: dict[str, Community],
    actors: dict[str, User],
    committees: dict[str, list[User]],
) -> dict[str, Initiative]:
    """Store all initiatives as they stand; return them by the demo's key.

    ``actors`` has one person for each role that is not tied to a community.
    """
    found = {}
    for sketch in initiatives():
        members = committees[sketch.community]
        initiative = _initiative(sketch, communities[sketch.community], members[0])
        _budget(sketch, initiative)
        for position, milestone in enumerate(sketch.milestones):
            _milestone(milestone, initiative, position, actors["implementer"], members)
        InitiativeEvent.objects.bulk_create(
            [
                _event(event, initiative, {**actors, "committee": members[0]})
                for event in sketch.events
            ]
        )
        found[sketch.key] = initiative
    for picture in pictures():
        for key in picture.initiatives:
            community = found[key].community
            found[key] = _pictured(found[key], picture, committees[community.slug][0])
    return found


def _pictured(initiative: Initiative, sketch: PictureSketch, by: User) -> Initiative:
    """Give it its picture, as its committee would; told in Arabic too."""
    held = set_picture(
        initiative,
        by=by,
        picture=ContentFile(sketch.jpeg(), name=sketch.file_name),
        alt=sketch.alt.en,
        has_consent=True,
    )
    held.translations["ar"]["picture_alt"] = sketch.alt.ar
    Initiative.objects.filter(pk=held.pk).update(
        changed_at=initiative.changed_at, translations=held.translations
    )
    held.changed_at = initiative.changed_at
    return held


def _initiative(
    sketch: InitiativeSketch, community: Community, proposer: User
) -> Initiative:
    initiative = Initiative.objects.create(
        reference=sketch.reference,
        community=community,
        state=sketch.state,
        language="en",
        title=sketch.title.en,
        summary=sketch.summary.en,
        problem=sketch.problem.en,
        translations={
            "ar": {
                "title": sketch.title.ar,
                "summary": sketch.summary.ar,
                "problem": sketch.problem.ar,
                "place_name": sketch.place_name.ar,
                "harm_note": sketch.harm_note.ar,
                "children_note": sketch.children_note.ar,
            }
        },
        dimension=sketch.dimension,
        secondary_dimension=sketch.secondary_dimension,
        category=sketch.category,
        approach=sketch.approach,
        returnees_planned=sketch.returnees,
        neighbours_planned=sketch.neighbours,
        place_name=sketch.place_name.en,
        location=Point(sketch.longitude, sketch.latitude, srid=SRID),
        starts_on=sketch.starts_on,
        ends_on=sketch.ends_on,
        both_consulted=sketch.both_consulted,
        came_from=sketch.came_from,
        harm_note=sketch.harm_note.en,
        children_note=sketch.children_note.en,
        proposed_by=proposer,
        submitted_at=sketch.submitted_at,
    )
    # The two times that the model sets by itself are the story's, not today's.
    last = sketch.events[-1].at if sketch.events else sketch.begun_at
    Initiative.objects.filter(pk=initiative.pk).update(
        created_at=sketch.begun_at, changed_at=last
    )
    initiative.created_at, initiative.changed_at = sketch.begun_at, last
    return initiative


def _budget(sketch: InitiativeSketch, initiative: Initiative) -> None:
    BudgetLine.objects.bulk_create(
        [
            BudgetLine(
                initiative=initiative,
                label=line.label.en,
                labels={"ar": line.label.ar},
                kind=line.kind,
                planned=line.planned,
                spent=line.spent,
                position=position,
            )
            for position, line in enumerate(sketch.budget)
        ]
    )


def _milestone(
    sketch: MilestoneSketch,
    initiative: Initiative,
    position: int,
    implementer: User,
    members: list[User],
) -> None:
    milestone = Milestone.objects.create(
        initiative=initiative,
        position=position,
        title=sketch.title.en,
        translations={
            "ar": {
                "title": sketch.title.ar,
                "means_of_verification": sketch.means_of_verification.ar,
            }
        },
        planned_on=sketch.planned_on,
        means_of_verification=sketch.means_of_verification.en,
        state=sketch.state,
        verified_on=sketch.verified_on,
    )
    if sketch.claim:
        _claim(sketch.claim, milestone, implementer, members)


def _claim(
    sketch: ClaimSketch, milestone: Milestone, implementer: User, members: list[User]
) -> None:
    claim = MilestoneClaim.objects.create(
        milestone=milestone,
        claimed_by=implementer,
        claimed_at=_at(sketch.claimed_on, 10),
        done_on=sketch.done_on,
        note=sketch.note.en,
        notes={"ar": sketch.note.ar},
        language="en",
        is_open=milestone.state == MilestoneState.CLAIMED,
    )
    # Confirmations come from the end of the list, so that the accounts of the
    # demonstration, which stand first, still have something to answer.
    confirming = list(reversed(members))[: sketch.confirmations]
    disputing = [member for member in members if member not in confirming]
    answered_at = _at(sketch.claimed_on, 17)
    MilestoneResponse.objects.bulk_create(
        [
            MilestoneResponse(
                claim=claim,
                member=member,
                verdict=Verdict.CONFIRM,
                responded_at=answered_at,
            )
            for member in confirming
        ]
        + [
            MilestoneResponse(
                claim=claim,
                member=member,
                verdict=Verdict.DISPUTE,
                note=words.en,
                language="en",
                responded_at=answered_at,
            )
            for member, words in zip(disputing, sketch.disputes, strict=False)
        ]
    )


def _event(
    sketch: EventSketch, initiative: Initiative, actors: dict[str, User]
) -> InitiativeEvent:
    return InitiativeEvent(
        initiative=initiative,
        from_state=sketch.from_state,
        to_state=sketch.to_state,
        actor=actors[sketch.role],
        actor_role=sketch.role,
        reason=sketch.reason.en if sketch.reason else "",
        reasons={"ar": sketch.reason.ar} if sketch.reason else {},
        language="en" if sketch.reason else "",
        at=sketch.at,
    )


def _at(day: datetime.date, hour: int) -> datetime.datetime:
    return datetime.datetime.combine(
        day, datetime.time(hour), tzinfo=timezone.get_default_timezone()
    )
