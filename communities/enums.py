"""Closed vocabularies of reintegration planning (domain.md sections 1 to 3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Dimension(models.TextChoices):
    """The three dimensions of IOM's integrated approach."""

    ECONOMIC = "economic", _("Economic")
    SOCIAL = "social", _("Social")
    PSYCHOSOCIAL = "psychosocial", _("Psychosocial")


class SettlementType(models.TextChoices):
    """What kind of place a community is."""

    VILLAGE = "village", _("Village")
    TOWN = "town", _("Town")
    QUARTER = "quarter", _("Quarter of a town")
    CAMP = "camp", _("Camp or site")
    SCATTERED = "scattered", _("Scattered homes")


class BodyKind(models.TextChoices):
    """What kind of body of a community meets (domain.md sections 2.5 and 2.6)."""

    COMMITTEE = "committee", _("Community committee")
    DEVELOPMENT = "development", _("Village development committee")
    ELDERS = "elders", _("Council of elders")
    WOMEN = "women", _("Women’s group")
    YOUTH = "youth", _("Youth group")
    RETURNEES = "returnees", _("Returnees’ association")
    USERS = "users", _("Users’ committee (water, school, clinic)")
    COUNCIL = "council", _("Local council")
    OTHER = "other", _("Another body")


class ResidentGroup(models.TextChoices):
    """Groups by which a profile counts residents; each may be left out.

    Whoever came to a meeting is counted by groups of the same codes.
    """

    WOMEN = "women", _("Women")
    MEN = "men", _("Men")
    ADULTS = "adults", _("18 and over")
    AGED_18_29 = "aged_18_29", _("18 to 29")
    AGED_60_UP = "aged_60_up", _("60 and over")
    RETURNEES = "returnees", _("Returnees")
    NEIGHBOURS = "neighbours", pgettext_lazy("people", "Neighbours")
    WITH_DISABILITY = "with_disability", _("Persons with disabilities")

    @property
    def part_of(self) -> "ResidentGroup | None":
        """The group of which it is a part; None: of all residents."""
        return ResidentGroup.ADULTS if self in _OF_ADULTS else None

    @property
    def beside(self) -> "tuple[ResidentGroup, ...]":
        """Groups of the same breakdown: nobody is in two of them."""
        return tuple(
            other
            for breakdown in RESIDENT_BREAKDOWNS
            if self in breakdown
            for other in breakdown
            if other != self
        )


_OF_ADULTS = (ResidentGroup.AGED_18_29, ResidentGroup.AGED_60_UP)
#: Ways of dividing residents. Ages are parts of the adults, where these are known: only
#: adults come to most meetings, and shares among children too would mislead.
RESIDENT_BREAKDOWNS = (
    (ResidentGroup.WOMEN, ResidentGroup.MEN),
    (ResidentGroup.ADULTS,),
    _OF_ADULTS,
    (ResidentGroup.RETURNEES, ResidentGroup.NEIGHBOURS),
    (ResidentGroup.WITH_DISABILITY,),
)


class ServiceCategory(models.TextChoices):
    """Sectors of a service directory (DTM's multisector list)."""

    WATER = "water", _("Water and sanitation")
    FOOD = "food", _("Food")
    HEALTH = "health", _("Health")
    PSYCHOSOCIAL = "psychosocial", _("Psychosocial support")
    EDUCATION = "education", _("Education and training")
    HOUSING = "housing", _("Housing")
    JUSTICE = "justice", _("Justice and documents")
    EMPLOYMENT = "employment", _("Work and livelihoods")
    FINANCE = "finance", _("Savings and credit")
    TRANSPORT = "transport", _("Roads and transport")
    CONNECTIVITY = "connectivity", _("Telephone and internet")
    PROTECTION = "protection", _("Protection")


class ServiceStatus(models.TextChoices):
    """Whether a service can be used now."""

    ACTIVE = "active", _("Active")
    STRETCHED = "stretched", _("Active, but stretched")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Closed")
    UNKNOWN = "unknown", _("Not known")


class Severity(models.IntegerChoices):
    """How hard a gap presses, as the community judged it."""

    SOME = 1, _("Some strain")
    SERIOUS = 2, _("Serious")
    CRITICAL = 3, _("Critical")


class Role(models.TextChoices):
    """What a signed-in person may do, and where (see `Mandate`)."""

    COMMITTEE = "committee", _("Committee member")
    AUTHORITY = "authority", _("Local authority")
    IMPLEMENTER = "implementer", _("Implementing partner")
    STAFF = "staff", _("Programme staff")
    STEWARD = "steward", _("Data steward")
    OBSERVER = "observer", _("Observer of votes")


class StandIn(models.TextChoices):
    """Whether somebody may stand in: where it adds to their rights, others agree first."""

    ASKED = "asked", _("Waits for agreement")
    AGREED = "agreed", pgettext_lazy("standing in", "Agreed")
    REFUSED = "refused", pgettext_lazy("standing in", "Refused")


class NoStandIn(models.TextChoices):
    """Why somebody may not stand in. Words of ours: nothing about a person is kept."""

    OWN_INTEREST = "interest", _("They have a part in what would be decided")
    OTHER_PERSON = "other", _("Somebody else is better placed")
    TOO_LONG = "long", _("It is for too long")
    CAN_WAIT = "wait", _("What is to be done can wait")
    BY_MISTAKE = "mistake", _("It was asked by mistake")
