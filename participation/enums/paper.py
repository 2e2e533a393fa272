"""Closed vocabularies of voting on paper."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
