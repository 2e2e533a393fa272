"""Why a service refused. Each error's text is for the person who tried."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


#: Said by all that takes two persons.
ONE_HAND = _(
    "One of you brought the other in, or set up the other's account: these do not count as "
    "two persons. Somebody else has to do this."
)


class ParticipationError(Exception):
    """A service refused; `str(error)` says why in the reader's language."""


class NotPermittedError(ParticipationError):
    """This person may not do this."""

    def __init__(self) -> None:
        super().__init__(_("You are not permitted to do this."))


class WrongCodeError(ParticipationError):
    """A code that leads nowhere: a guess, of which there may be too many.

    Right ones from the same address are taken all the same.
    """

    #: After which the sender may guess again without being told that it is too much.
    seconds = 0


class RoundStateError(ParticipationError):
    """The round is not in a state in which this can be done."""


class RoundSetupError(ParticipationError):
    """The round, as prepared, could not be voted on."""


class StepError(ParticipationError):
    """A step that needs two persons cannot be asked for, or taken, by this one."""


class RollError(ParticipationError):
    """The roll cannot be so, or a number on it cannot be given out."""


class NumberNotTakenError(RollError):
    """A number cannot be given back as what it was not taken as."""


class TableError(ParticipationError):
    """A table for assisted voting cannot be opened, used or closed like this."""


class TableClosedError(TableError):
    """The table was closed: no ballot from it can be read any more."""

    def __init__(self) -> None:
        super().__init__(_("This table was closed. No more ballots are taken here."))


class PinError(TableError):
    """A wrong PIN: a guess counts as a failure."""

    def __init__(self) -> None:
        super().__init__(_("This is not the PIN of this table."))


class TooManyPinsError(TableError):
    """So many PINs were wrong that none is looked at for so many ``seconds``."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            _(
                "Too many wrong PINs were typed. Whoever runs the table can make another "
                "PIN on its page: it is taken at once."
            )
        )
        self.seconds = seconds


class OtherDeviceError(TableError):
    """The table is in use on another device, which may hold ballots."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This table is in use on another device. Open another table for this one."
            )
        )


class NotYetAdmittedError(TableError):
    """The ballot came after closing time, and is not let in (yet)."""

    def __init__(self) -> None:
        super().__init__(
            _("Voting has ended. The tally sheet of this table is waited for.")
        )


class EnvelopeError(ParticipationError):
    """A sealed ballot that is not of this table, or not whole."""

    def __init__(self) -> None:
        super().__init__(_("This sealed ballot is damaged, or is of another table."))


class PassRefusedError(ParticipationError):
    """This pass cannot be used here. Says nothing about passes of other rounds."""


class UnknownPassError(PassRefusedError, WrongCodeError):
    """No such pass in this round, or a wrong secret."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This pass is not known for this vote. Compare it with the printed "
                "pass, letter by letter."
            )
        )


class PassUsedError(PassRefusedError):
    """The pass was used for a ballot already."""

    def __init__(self) -> None:
        super().__init__(_("This pass has already been used. Each pass votes once."))


class PassVoidError(PassRefusedError):
    """The pass was reported lost and replaced."""

    def __init__(self) -> None:
        super().__init__(
            _("This pass was declared void. Ask the organisers for its replacement.")
        )


class PaperError(ParticipationError):
    """A batch of paper ballots is not ready for this, or its figures cannot be."""


class TicketError(ParticipationError):
    """The voter's pages are too old, or were tampered with."""

    def __init__(self) -> None:
        super().__init__(
            _("Too much time has passed. Type your pass again; it has not been used.")
        )


class InvitationError(ParticipationError):
    """This invitation cannot be made, accepted or withdrawn."""


class UnknownInvitationError(InvitationError, WrongCodeError):
    """No such invitation, or a wrong secret."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This code is not known, or the invitation was withdrawn. Compare it "
                "with the paper, letter by letter."
            )
        )


class TermError(ParticipationError):
    """A term cannot begin or end so."""


class DelegationError(ParticipationError):
    """A role cannot be handed over so."""


class BallotError(ParticipationError):
    """The choices are not a valid ballot of this round."""


class SealingError(ParticipationError):
    """Ballots and used passes do not agree: the round must be looked into."""


class AdoptionError(ParticipationError):
    """The decision about a result is incomplete."""


class NotStoredError(ParticipationError):
    """What a form sent found no place to be stored under."""

    def __init__(self) -> None:
        super().__init__(_("It could not be stored. Send it once more."))


class OldFormError(ParticipationError):
    """The form is too old, or somebody else is signed in now than when it was opened."""

    def __init__(self) -> None:
        super().__init__(
            _("This page was open for long. Your text is still here: send it again.")
        )


class QuestionStateError(ParticipationError):
    """The question is not in a state in which this can be done."""


class ReasonMissingError(ParticipationError):
    """Somebody is refused something and must hear why, in words."""

    def __init__(self) -> None:
        super().__init__(_("Choose a reason, and give it in your own words too."))


class SecondPersonError(ParticipationError):
    """An appeal is decided by another person than the one who decided first."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "You decided about this question. Another person has to look at the appeal."
            )
        )


class UnknownQuestionCodeError(WrongCodeError):
    """No question has this code."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This code is not known. Compare it with what you noted, letter by letter."
            )
        )


class CountsError(ParticipationError):
    """Counts by group cannot be so; ``field`` names the form field to put right."""

    def __init__(self, message: Any, field: str) -> None:
        super().__init__(message)
        self.field = field


class MeetingError(ParticipationError):
    """A meeting or its minutes cannot be so.

    ``field`` names the form field that the remedy concerns, or is empty.
    """

    def __init__(self, message: Any, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class MeetingStateError(MeetingError):
    """The meeting is not in a state in which this can be done."""


class FeedbackError(ParticipationError):
    """Feedback cannot be taken, moved or published so.

    ``field`` names the form field that the remedy concerns, where there is one.
    """

    def __init__(self, message: "StrOrPromise", field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class FeedbackStateError(FeedbackError):
    """The item is no longer in a state that allows the step."""

    def __init__(self) -> None:
        super().__init__(_("Somebody has acted meanwhile. Look at it again."))


class FormTooOldError(FeedbackError):
    """The form was open for too long, or was tampered with."""

    def __init__(self) -> None:
        super().__init__(_("The form was open for too long. Send it once more."))


class UnknownCodeError(FeedbackError, WrongCodeError):
    """No such follow-up code, or a wrong secret."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This code is not known. Compare it with what you wrote down, letter by "
                "letter: sixteen letters and figures, without 0, O, 1 and I."
            ),
            "code",
        )
