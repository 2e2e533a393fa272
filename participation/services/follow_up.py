"""The person's own steps: open with the code, say more, say whether the answer helped.

None of them is put on the audit log, which would hold their time.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from participation import handling
from participation.enums import Voice
from participation.models import Feedback
from participation.services.errors import (
    FeedbackError,
    FeedbackStateError,
    FormTooOldError,
    UnknownCodeError,
)
from participation.services.feedback_desk import add_message, held_feedback, move
from participation.services.pass_codes import read_code, row_of_code
from participation.services.signed_forms import STEPS, SignedField

_FIELD = SignedField("participation.feedback.follow-up", STEPS, FormTooOldError)
#: More than a conversation needs, and too few to fill a disk.
MOST_MESSAGES = 30


@dataclass(frozen=True)
class FollowUp:
    """An item that its code has opened, for a while. The code is not sent again."""

    feedback_id: int

    def signed(self) -> str:
        """As text for a hidden field."""
        return _FIELD.sign(self.feedback_id)


def read_follow_up(text: str) -> Feedback:
    """The item of a signed field. Raises FormTooOldError."""
    feedback = Feedback.objects.filter(pk=_FIELD.read(text)).first()
    if feedback is None:
        raise FormTooOldError
    return feedback


def open_with_code(typed: str) -> Feedback:
    """The item that a follow-up code belongs to. Raises UnknownCodeError.

    Takes as long for a serial that is not there.
    """
    feedback = row_of_code(Feedback.objects.all(), read_code(typed))
    if feedback is None:
        raise UnknownCodeError
    return feedback


@transaction.atomic
def say_more(feedback: Feedback, words: str, *, mark: str) -> Feedback:
    """Add words. To an answer they say that it did not help, and open the item again.

    ``mark`` is that of the form: sent twice, it is stored once. Raises FeedbackError
    without words, after too many messages, and once the texts were erased.
    """
    held = held_feedback(feedback)
    if held.messages.filter(form_mark=mark).exists():
        return held
    if held.erased_on is not None:
        raise FeedbackError(_("It is closed, and its texts were erased. Begin anew."))
    if not words.strip():
        raise FeedbackError(_("Write what you want to add."), "words")
    if held.messages.filter(voice=Voice.PERSON).count() >= MOST_MESSAGES:
        raise FeedbackError(_("There is no room for more here. Begin anew."))
    for action in ("reopen", "dispute"):
        if handling.may_take(action, held.state, handling.PERSON):
            move(held, handling.BY_ACTION[action])
            break
    else:
        held.told_of = ""
        held.save(update_fields=["told_of"])
    add_message(held, Voice.PERSON, words, mark=mark)
    return held


@transaction.atomic
def it_helped(feedback: Feedback) -> Feedback:
    """Close the loop; once closed, saying so again changes nothing.

    Raises FeedbackStateError where there is no answer to judge.
    """
    held = held_feedback(feedback)
    row = handling.BY_ACTION["close_loop"]
    if held.state == row.target:
        return held
    if not handling.may_take(row.action, held.state, handling.PERSON):
        raise FeedbackStateError
    move(held, row)
    return held
