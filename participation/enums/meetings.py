"""Closed vocabularies of meetings, minutes and attendance."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class MeetingNews(models.TextChoices):
    """What people are written of a meeting, as the mail says it."""

    CALLED = "called", _("A meeting is called")
    MOVED = "moved", _("The meeting has moved")
    CALLED_OFF = "called-off", _("The meeting does not take place")
    LINKED = "linked", _("A meeting is about what you follow")
    MINUTES = "minutes", _("The minutes are published")


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
