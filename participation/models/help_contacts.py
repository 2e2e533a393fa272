"""Who helps where feedback must not be handled here, and how often that was shown."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from maps.models import AdminArea


class HelpContact(models.Model):
    """A service that listens and helps; public. Never a place: a shelter is found by it."""

    name = models.CharField(_("name of the service"), max_length=160)
    names = models.JSONField(_("names by language"), default=dict, blank=True)
    telephone = models.CharField(_("telephone"), max_length=60)
    hours = models.CharField(_("hours"), max_length=120, blank=True)
    hours_in = models.JSONField(_("hours by language"), default=dict, blank=True)
    languages = models.CharField(_("languages spoken"), max_length=160, blank=True)
    community = models.ForeignKey(
        Community,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="help_contacts",
        verbose_name=_("community"),
    )
    area = models.ForeignKey(
        AdminArea,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="help_contacts",
        verbose_name=_("area"),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("help contact")
        verbose_name_plural = _("help contacts")
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(telephone=""),
                name="participation_help_contact_can_be_reached",
            ),
            models.CheckConstraint(
                condition=Q(community__isnull=True) | Q(area__isnull=True),
                name="participation_help_contact_one_place",
                violation_error_message=_("Choose a community or an area, not both."),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def clean(self) -> None:
        """A number that can be dialled has figures."""
        if self.telephone and not any(each.isdigit() for each in self.telephone):
            raise ValidationError({"telephone": _("Write the number in figures.")})

    @property
    def display_name(self) -> str:
        """The name in the reader's language, or the reference name."""
        return str(self.names.get((get_language() or "en")[:2]) or self.name)

    @property
    def display_hours(self) -> str:
        """The hours in the reader's language, or as they were entered."""
        return str(self.hours_in.get((get_language() or "en")[:2]) or self.hours)

    @property
    def dialled(self) -> str:
        """The number as a telephone dials it."""
        return "".join(each for each in self.telephone if each.isdigit() or each == "+")


class OutsideCount(models.Model):
    """How often help contacts were shown in a month, for everything never stored here.

    One number: no kind, no place, no day.
    """

    month = models.DateField(_("month"), unique=True)
    shown = models.PositiveIntegerField(_("times shown"), default=0)

    class Meta:
        verbose_name = _("count of what is not handled here")
        verbose_name_plural = _("counts of what is not handled here")
        ordering = ["-month"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(month__day=1), name="participation_outside_count_of_a_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
