"""Resident population: the denominator of returns per 1,000 residents."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maps.models.areas import AdminArea


class Population(models.Model):
    """Residents of an area in a year, with the source of the figure."""

    area = models.ForeignKey(
        AdminArea,
        on_delete=models.CASCADE,
        related_name="populations",
        verbose_name=_("area"),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    persons = models.PositiveBigIntegerField(_("residents"))
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("resident population")
        verbose_name_plural = _("resident populations")
        ordering = ["area", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "year"], name="maps_population_one_per_year"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1900, year__lte=2200),
                name="maps_population_year_plausible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area.pcode} · {self.year}"
