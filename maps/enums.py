"""Closed vocabularies of the map's room (domain.md section 1 and 6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

#: The one spatial reference that geometry is stored in.
SRID = 4326


class AreaLevel(models.IntegerChoices):
    """Administrative levels of the COD-AB convention."""

    COUNTRY = 0, _("Country")
    ADMIN1 = 1, _("Region")
    ADMIN2 = 2, _("District")
    ADMIN3 = 3, _("Ward")
    ADMIN4 = 4, _("Neighbourhood")


class PopulationGroup(models.TextChoices):
    """HDX HAPI's codes, and `MIG` of our own: HAPI has none for returned migrants.

    Groups are never summed: their sources and definitions differ.
    """

    RETURNED_REFUGEES = "RET", _("Returned refugees")
    RETURNED_IDPS = "RDP", _("Returned internally displaced people")
    RETURNEES = "RRI", _("Returnees, not distinguished")
    RETURNED_MIGRANTS = "MIG", _("Returned migrants")


class Scale(models.TextChoices):
    """Three drawings of the same borders, for three distances."""

    COUNTRY = "country", _("Country")
    REGION = "region", _("Region")
    LOCAL = "local", _("Local")


class Measure(models.TextChoices):
    """What a released cell counts."""

    INDIVIDUALS = "individuals", _("Persons")


class CellStatus(models.TextChoices):
    """A released cell shows its value or nothing; nothing says why it is hidden."""

    PUBLISHED = "published", _("Published")
    HIDDEN = "hidden", _("Not shown, to protect people")


class ReleaseState(models.TextChoices):
    """A release is public until withdrawn; its numbers stay as history."""

    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RefusalKind(models.TextChoices):
    """Why a release is refused; each kind has its own way on."""

    THRESHOLD_TOO_LOW = "threshold", _("The threshold is too low")
    NO_COUNTS = "no_counts", _("There are no counts")
    OTHER_BORDERS = "borders", _("The counts belong to borders of another date")
    ANOTHER_STOCK = "another_stock", _("This day has been published already")
    COUNTS_CHANGED = "changed", _("The counts differ from what is public")
    UNPROTECTABLE = "unprotectable", _("Earlier versions give figures away")
    ATTACK_SUCCEEDED = "attacked", _("The attacker worked figures out")
