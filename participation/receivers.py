"""Answers what services of this room and of the map announce."""

from typing import Any

from initiatives.signals import ballot_asked
from maps.signals import area_continued
from participation.enums import InvitationState, RoundState
from participation.models import Invitation, RoundOption
from participation.signals import (
    feedback_answered,
    handlers_waited_for,
    meeting_moved,
    question_moved,
    result_sealed,
    standing_in_moved,
)
from participation.tasks import (
    tell_giver,
    tell_handler,
    tell_of_meeting,
    tell_of_question,
    tell_of_result,
    tell_of_standing_in,
    tell_who_agrees,
)


def on_area_continued(
    sender: Any, before_id: int, after_id: int, **kwargs: Any
) -> None:
    """Offer an area's open invitations for the version that follows it."""
    Invitation.objects.filter(area=before_id, state=InvitationState.OPEN).update(
        area=after_id
    )


def on_question(
    sender: Any, question_id: int, move: str, actor_id: int, **kwargs: Any
) -> None:
    """Tell people that a question was decided about or answered."""
    tell_of_question.enqueue(question_id, move, actor_id)


def on_meeting(
    sender: Any,
    meeting_id: int,
    news: str,
    actor_id: int,
    initiatives: list[int],
    **kwargs: Any,
) -> None:
    """Tell those whom a meeting concerns what happened to it."""
    tell_of_meeting.enqueue(meeting_id, news, actor_id, initiatives)


def on_result(sender: Any, round_id: int, **kwargs: Any) -> None:
    """Tell followers that there is a result, and whoever is to agree that it waits."""
    tell_of_result.enqueue(round_id)
    tell_who_agrees.enqueue(round_id)


def on_answer(sender: Any, feedback_id: int, **kwargs: Any) -> None:
    """Tell whoever gave feedback, and left an address, that there is an answer."""
    tell_giver.enqueue(feedback_id)


def on_waiting(
    sender: Any, person_id: int, counts: dict[str, int], **kwargs: Any
) -> None:
    """Tell somebody who handles feedback how much waits for them."""
    tell_handler.enqueue(person_id, counts)


def on_standing_in(
    sender: Any, delegation_id: int, actor_id: int, **kwargs: Any
) -> None:
    """Tell the holder of a role and who stands in what became of it."""
    tell_of_standing_in.enqueue(delegation_id, actor_id)


def on_ballot_asked(sender: Any, initiative_id: int, **kwargs: Any) -> bool:
    """Whether a round in which it stands is open: what a ballot shows must not change."""
    return RoundOption.objects.filter(
        initiative=initiative_id, round__state=RoundState.OPEN
    ).exists()


def connect() -> None:
    """Listen from now on."""
    ballot_asked.connect(on_ballot_asked, dispatch_uid="participation.on_ballot")
    area_continued.connect(on_area_continued, dispatch_uid="participation.on_area")
    question_moved.connect(on_question, dispatch_uid="participation.on_question")
    meeting_moved.connect(on_meeting, dispatch_uid="participation.on_meeting")
    result_sealed.connect(on_result, dispatch_uid="participation.on_result")
    feedback_answered.connect(on_answer, dispatch_uid="participation.on_answer")
    handlers_waited_for.connect(on_waiting, dispatch_uid="participation.on_waiting")
    standing_in_moved.connect(
        on_standing_in, dispatch_uid="participation.on_standing_in"
    )
