"""Closed vocabularies of rounds, passes and ballots (voting.md)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundState(models.TextChoices):
    """A round is prepared, open, closed and counted, or cancelled with a reason.

    ``SEALING`` lives only inside the transaction that closes a round: it is the one
    moment in which the database lets stored ballots be written anew (in random order).
    """

    DRAFT = "draft", _("In preparation")
    OPEN = "open", _("Open")
    SEALING = "sealing", _("Being sealed")
    CLOSED = "closed", _("Closed and counted")
    CANCELLED = "cancelled", _("Cancelled")


class Step(models.TextChoices):
    """What nobody does to a round alone."""

    OPEN = "open", _("Open the round")
    CLOSE = "close", _("Close, count and seal")
    CANCEL = "cancel", _("Cancel the round")


class StepState(models.TextChoices):
    """A step is asked for, then done by a second person or taken back."""

    ASKED = "asked", _("Asked for")
    DONE = "done", _("Done")
    TAKEN_BACK = "back", _("Taken back")


class BallotType(models.TextChoices):
    """What a voter may mark."""

    APPROVAL = "approval", _("Mark every proposal you support")
    KNAPSACK = "knapsack", _("Mark what you support, within the budget")
    POINTS = "points", _("Share out a number of points")
    RANKING = "ranking", _("Put proposals in order")
    SCORE = "score", _("Give each proposal a mark")

    @property
    def has_points(self) -> bool:
        """Whether a voter gives each proposal a number."""
        return self in (BallotType.POINTS, BallotType.SCORE)


class Rule(models.TextChoices):
    """How ballots become a choice."""

    EQUAL_SHARES = "equal-shares", _("Equal shares")
    GREEDY = "greedy", _("Most votes first")
    GREEDY_STOP = "greedy-stop", _("Most votes first, up to the first that is too dear")
    PHRAGMEN = "phragmen", _("Saving together (sequential Phragmén)")

    @property
    def is_greedy(self) -> bool:
        """Whether most votes go first; only then a least number can be asked for."""
        return self in (Rule.GREEDY, Rule.GREEDY_STOP)


class Scope(models.TextChoices):
    """Whose money a round decides on."""

    COMMUNITY = "community", _("One community")
    AREA = "area", _("A district or another area")
    PROGRAMME = "programme", _("The whole programme")


class Split(models.TextChoices):
    """Whether the budget is one, or parts that are each decided on by themselves."""

    NONE = "", _("One budget for everything")
    DIMENSION = "dimension", _("A part for each dimension")
    PLACE = "place", _("A part for each place")


class Completion(models.TextChoices):
    """How equal shares uses what is left, stated beforehand."""

    ADD1 = "add1", _("Raise every share step by step")
    ADD1_EXHAUSTIVE = (
        "add1-exhaustive",
        _("Raise every share until nothing more fits"),
    )
    NONE = "none", _("Leave the rest unspent")


class PassState(models.TextChoices):
    """A pass is good for one ballot in one round.

    A test pass leads through all pages of an open round and stores no ballot: for trying
    the sheet, the camera and the way.
    """

    PRINTED = "printed", _("Printed")
    HANDED_OUT = "handed", _("Handed out")
    TEST = "test", _("For trying out")
    USED = "used", _("Used")
    VOID = "void", _("Void")


class TakenAs(models.TextChoices):
    """How the person of a number on the roll took up the vote."""

    NOTHING = "", _("Not taken")
    PASS = "pass", _("A pass")
    PAPER = "paper", _("A paper ballot")


#: Passes that are nobody's entitlement.
NOT_ON_THE_ROLL = [PassState.VOID, PassState.TEST]


class Way(models.TextChoices):
    """By which way a ballot came."""

    WEB = "web", _("On a phone or computer")
    TABLE = "table", _("At a table, with help")
    PAPER = "paper", _("On paper")


class Channel(models.TextChoices):
    """By which way feedback came."""

    WEB = "web", _("On this site")
    TABLE = "table", _("At a table, with help")
    PAPER = "paper", _("On paper")
    TELEPHONE = "telephone", _("By telephone")


class FeedbackCategory(models.TextChoices):
    """What feedback is about. Kinds that are never stored are in `OutsideKind`."""

    QUESTION = "question", _("A question")
    SUGGESTION = "suggestion", _("A suggestion")
    THANKS = "thanks", _("Thanks")
    QUALITY = "quality", _("Something was not done well")
    SELECTION = "selection", _("Somebody was left out, or chosen unfairly")
    DELAY = "delay", _("Something is late")
    CONDUCT = "conduct", _("How somebody who works here behaved")
    FRAUD = "fraud", _("Money or goods were misused, or a bribe was asked for")
    DATA = "data", _("What is known or shown about people")
    OTHER = "other", _("Something else")


class OutsideKind(models.TextChoices):
    """What is not handled here: help contacts are shown, and nothing is stored."""

    EXPLOITATION = (
        "exploitation",
        _("Somebody wanted sex, or abused a person, in return for help"),
    )
    CHILD = "child", _("A child is in danger or was hurt")
    GENDER_VIOLENCE = "gender_violence", _("Violence at home, or sexual violence")
    PROTECTION = "protection", _("Somebody is threatened, held or hurt")


class Sensitivity(models.TextChoices):
    """Who may read an item: the desk of its route, or administrators alone."""

    NORMAL = "normal", _("Ordinary")
    SENSITIVE = "sensitive", _("On a route of its own")
    RESTRICTED = "restricted", _("Administrators only")


class FeedbackState(models.TextChoices):
    """Where feedback stands; `participation.handling` says which step leads where."""

    RECEIVED = "received", _("Received")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    TRIAGED = "triaged", _("Sorted")
    IN_PROGRESS = "in_progress", _("In progress")
    ESCALATED = "escalated", _("Escalated")
    RESOLVED = "resolved", _("Answered")
    LOOP_CLOSED = "loop_closed", _("Loop closed")
    CLOSED_NO_ACTION = "closed_no_action", _("Closed without action")
    REFERRED = "referred", _("Referred outside")


class FeedbackAction(models.TextChoices):
    """The steps of `participation.handling`, as buttons and in the audit log."""

    ACKNOWLEDGE = "acknowledge", _("Acknowledge feedback")
    TRIAGE = "triage", _("Mark as sorted")
    START = "start", _("Start work on it")
    RESOLVE = "resolve", _("Answer, and mark as answered")
    ESCALATE = "escalate", _("Escalate")
    CLOSE_NO_ACTION = "close_no_action", _("Close without action")
    CLOSE_LOOP = "close_loop", _("Close the loop")
    REOPEN = "reopen", _("Open feedback again")
    DISPUTE = "dispute", _("Dispute a closing")
    REFER_OUTSIDE = "refer_outside", _("Refer outside and erase")


class ClosingReason(models.TextChoices):
    """Why nothing is done; coded, so that the audit log can hold it."""

    NONE = "", _("Not closed so")
    DUPLICATE = "duplicate", _("The same was said before, and is being answered")
    NOT_OURS = "not_ours", _("It is not about this programme")
    UNCLEAR = "unclear", _("It cannot be understood, and nobody can be asked")
    WITHDRAWN = "withdrawn", _("The person took it back")
    UNFOUNDED = "unfounded", _("It was looked into, and there is nothing to put right")


class Priority(models.TextChoices):
    """How soon it is due; the days are settings."""

    NORMAL = "normal", _("Normal")
    URGENT = "urgent", _("Urgent")


class Voice(models.TextChoices):
    """Whose words a message holds."""

    PERSON = "person", _("The person")
    ANSWER = "answer", _("Answer to the person")
    NOTE = "note", _("Note for colleagues")
