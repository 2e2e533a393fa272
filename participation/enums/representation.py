"""What is found when those who took part are compared with those who live there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from participation import representation


class Finding(models.TextChoices):
    """The codes of `participation.representation`, in words."""

    FEWER = representation.FEWER, _("Fewer than expected")
    ABOUT = representation.ABOUT, _("About as many as expected")
    MORE = representation.MORE, _("More than expected")
