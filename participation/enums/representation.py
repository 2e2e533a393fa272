"""Where voters are counted by group, and what is found when those who took part are compared with those who live there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from participation import representation


class CameTo(models.TextChoices):
    """Where voters are counted: people are seen there, on the web nobody is."""

    TABLE = "table", _("Voting tables, with help or on paper")
    DESK = "desk", _("Desk where passes are handed out")


class Finding(models.TextChoices):
    """The codes of `participation.representation`, in words."""

    FEWER = representation.FEWER, _("Fewer than expected")
    ABOUT = representation.ABOUT, _("About as many as expected")
    MORE = representation.MORE, _("More than expected")
