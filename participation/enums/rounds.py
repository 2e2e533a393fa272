"""Closed vocabularies of rounds, passes and ballots (voting.md)."""

from django.db import models
from django.utils.translation import gettext
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


class VoidingState(models.TextChoices):
    """A batch is declared void when a second person agreed to what a first asked for.

    Without new passes that is done as the second agrees; with new ones, as an organiser
    prints them, so that nobody is left without a pass in between.
    """

    ASKED = "asked", _("Asked for")
    AGREED = "agreed", _("Agreed")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    TAKEN_BACK = "back", _("Taken back")


#: Of which a batch has one at most; as long as voting goes on, it can still be done.
OPEN_VOIDINGS = [VoidingState.ASKED, VoidingState.AGREED]


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

    @property
    def weighs_choices(self) -> bool:
        """Whether a voter can want one of several marked proposals more than another."""
        return self.has_points or self == BallotType.RANKING


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

    def weighs(self, ballot: BallotType) -> bool:
        """Whether the place or number that a voter gives changes what is chosen.

        Where not, every proposal that is marked counts as supported, all alike.
        """
        if self == Rule.EQUAL_SHARES:
            return ballot.has_points
        return self.is_greedy and ballot.weighs_choices

    def named_for(self, ballot: BallotType) -> str:
        """Its name: with points or marks it is not the number of votes that goes first."""
        if not (self.is_greedy and ballot.weighs_choices):
            return str(self.label)
        up_to_the_first = self == Rule.GREEDY_STOP
        if ballot == BallotType.SCORE:
            return (
                gettext("Highest marks first, up to the first that is too dear")
                if up_to_the_first
                else gettext("Highest marks first")
            )
        return (
            gettext("Most points first, up to the first that is too dear")
            if up_to_the_first
            else gettext("Most points first")
        )


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


class GivenBack(models.TextChoices):
    """Why a number of the roll is given back. Words of ours: nobody's story is kept."""

    WRONG_NUMBER = "number", _("The wrong number was noted")
    NOT_TAKEN = "person", _("The person did not take the pass")


class SheetGivenBack(models.TextChoices):
    """Why a number that was given up at a paper table is given back, in words of ours."""

    WRONG_NUMBER = "number", _("The wrong number was noted")
    NO_SHEET = "sheet", _("No sheet was taken, or it came back unmarked")


#: Passes that are nobody's entitlement.
NOT_ON_THE_ROLL = [PassState.VOID, PassState.TEST]


class Way(models.TextChoices):
    """By which way a ballot came."""

    WEB = "web", _("On a phone or computer")
    TABLE = "table", _("At a table, with help")
    PAPER = "paper", _("On paper")


class Body(models.TextChoices):
    """Whose agreement makes a result a decision; codes as those of `communities` roles."""

    COMMITTEE = "committee", _("Committee")
    AUTHORITY = "authority", _("Local authority")
