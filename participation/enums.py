"""Closed vocabularies of rounds, passes and ballots (voting.md)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class InvitationState(models.TextChoices):
    """An invitation is open, accepted once or withdrawn; that its time is over shows by date."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class TermReason(models.TextChoices):
    """Why a term changes. Words of ours: what was the matter with a person is not kept."""

    CHOSEN_AGAIN = "again", _("Chosen again")
    NO_SUCCESSOR = "nobody", _("Until somebody else is chosen")
    OWN_WISH = "wish", _("At their own wish")
    SUCCESSOR = "other", _("Somebody else took over")
    DECISION = "decision", _("By decision of those who gave the role")
    MISTAKE = "mistake", _("The dates were entered wrongly")


class GivenBack(models.TextChoices):
    """Why a number of the roll is given back. Words of ours: nobody's story is kept."""

    WRONG_NUMBER = "number", _("The wrong number was noted")
    NOT_TAKEN = "person", _("The person did not take the pass")


#: Passes that are nobody's entitlement.
NOT_ON_THE_ROLL = [PassState.VOID, PassState.TEST]


class Way(models.TextChoices):
    """By which way a ballot came."""

    WEB = "web", _("On a phone or computer")
    TABLE = "table", _("At a table, with help")
    PAPER = "paper", _("On paper")


class QuestionState(models.TextChoices):
    """A question waits for a moderator, then stands on a page or does not.

    Whoever asked may appeal once, against a refusal or against its being hidden later.
    """

    WAITING = "waiting", _("Waiting to be checked")
    PUBLISHED = "published", _("On the page")
    REFUSED = "refused", _("Not published")
    APPEALED = "appealed", _("Appeal waiting for a second person")
    HIDDEN = "hidden", _("Hidden later")


class Verdict(models.TextChoices):
    """What a moderator decided about a question."""

    PUBLISHED = "published", _("Published")
    REFUSED = "refused", _("Not published")
    HIDDEN = "hidden", _("Hidden")
    GRANTED = "granted", _("Appeal granted: published")
    DISMISSED = "dismissed", _("Appeal dismissed")

    @property
    def needs_reason(self) -> bool:
        """Whether somebody is refused something, and must hear why."""
        return self in (Verdict.REFUSED, Verdict.HIDDEN, Verdict.DISMISSED)


class Reason(models.TextChoices):
    """Why a text is not shown. There is none for criticism, and that is on purpose."""

    PERSON = "person", _("It names or describes a private person")
    CONTACT = "contact", _("It holds a telephone number, an address or a place")
    INSULT = "insult", _("It insults or threatens")
    DANGER = "danger", _("It could put somebody in danger")
    ELSEWHERE = "elsewhere", _("It is about something else")
    REPEATED = "repeated", _("The same was asked already")
    PROMOTION = "promotion", _("It advertises")


class TextLanguage(models.TextChoices):
    """In which language somebody wrote, in its own name; more than the pages speak."""

    EN = "en", "English"
    AR = "ar", "العربية"
    FR = "fr", "Français"
    ES = "es", "Español"
    OTHER = "und", _("another language")


class MeetingKind(models.TextChoices):
    """What sort of meeting it is; where no body of its own is recorded, its words say."""

    COMMUNITY = "community", _("Community meeting")
    FOCUS_GROUP = "focus", _("Focus group")
    COMMITTEE = "committee", _("Committee meeting")
    COORDINATION = "coordination", _("Coordination meeting")
    LAUNCH = "launch", _("Launch or celebration")
    #: The only kind at which people under 18 are counted: somebody trained holds it.
    YOUNG = "young", _("Session with children or young people, held by a facilitator")
    OTHER = "other", _("Another meeting")


class MeetingState(models.TextChoices):
    """A meeting is called, then held and its minutes published, or it is called off."""

    CALLED = "called", pgettext_lazy("meeting", "Called")
    HELD = "held", pgettext_lazy("meeting", "Held, minutes being written")
    HANDED_IN = "handed-in", pgettext_lazy("meeting", "Minutes with programme staff")
    PUBLISHED = "published", pgettext_lazy("meeting", "Minutes published")
    CALLED_OFF = "called-off", pgettext_lazy("meeting", "Called off")


class DecidedHow(models.TextChoices):
    """How a meeting came to a decision."""

    CONSENSUS = "consensus", _("By agreement of all present")
    HANDS = "hands", _("By a show of hands")
    ROUND = "round", _("By a voting round")
    OTHER = "other", _("In another way")


class HandsFor(models.TextChoices):
    """What hands were raised for: the three plain answers, or one of several options."""

    IN_FAVOUR = "for", _("In favour")
    AGAINST = "against", _("Against")
    ABSTAINING = "abstain", _("Abstaining")
    OPTION = "option", _("An option")


class AttendanceGroup(models.TextChoices):
    """Groups by which those who came are counted; the values are columns of the count.

    The last group of each breakdown is whoever is in none of the others: nobody has to
    be asked, and nobody has to say.
    """

    WOMEN = "women", _("Women")
    MEN = "men", _("Men")
    SEX_REST = "sex_rest", _("Other, or not stated")
    UNDER_18 = "under_18", _("Under 18")
    AGED_18_29 = "aged_18_29", _("18 to 29")
    AGED_30_59 = "aged_30_59", _("30 to 59")
    AGED_60_UP = "aged_60_up", _("60 and over")
    AGE_REST = "age_rest", _("Age not stated")
    RETURNEES = "returnees", _("Returnees")
    NEIGHBOURS = "neighbours", pgettext_lazy("people", "Neighbours")
    ORIGIN_REST = "origin_rest", pgettext_lazy("returnee or neighbour", "Not stated")
    WITH_DISABILITY = "with_disability", _("Persons with disabilities")
    DISABILITY_REST = "disability_rest", _("Without, or not stated")


class Breakdown(models.TextChoices):
    """Ways of dividing those who came; each by itself, never crossed with another."""

    SEX = "sex", _("Women and men")
    AGE = "age", _("Age")
    ORIGIN = "origin", _("Returnees and neighbours")
    DISABILITY = "disability", _("Disability")

    @property
    def groups(self) -> tuple[AttendanceGroup, ...]:
        """Its groups, of which the last holds whoever is in none of the others."""
        return _GROUPS[self]


_GROUPS = {
    Breakdown.SEX: (
        AttendanceGroup.WOMEN,
        AttendanceGroup.MEN,
        AttendanceGroup.SEX_REST,
    ),
    Breakdown.AGE: (
        AttendanceGroup.UNDER_18,
        AttendanceGroup.AGED_18_29,
        AttendanceGroup.AGED_30_59,
        AttendanceGroup.AGED_60_UP,
        AttendanceGroup.AGE_REST,
    ),
    Breakdown.ORIGIN: (
        AttendanceGroup.RETURNEES,
        AttendanceGroup.NEIGHBOURS,
        AttendanceGroup.ORIGIN_REST,
    ),
    Breakdown.DISABILITY: (
        AttendanceGroup.WITH_DISABILITY,
        AttendanceGroup.DISABILITY_REST,
    ),
}


class PaperState(models.TextChoices):
    """The way of a batch of paper ballots."""

    AT_TABLE = "table", _("At the table")
    COUNTED = "counted", _("Being typed in")
    AGREED = "agreed", _("Agreed")


class EntryPlace(models.IntegerChoices):
    """Two persons type in the same sheets apart; a third decides where they differ."""

    FIRST = 1, _("First entry")
    SECOND = 2, _("Second entry")
    THIRD = 3, _("Where the two differ")
