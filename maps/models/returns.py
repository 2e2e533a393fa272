"""Raw return counts: protected. Only imports and services may read this module.

An import contract fails the build when anything public reaches for it; whatever is
shown comes from `ReleasedCell` instead.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maps.enums import PopulationGroup
from maps.models.areas import AdminArea
from maps.models.import_jobs import ImportJob
from maps.models.reporting import ReportingRound


class ReturnCount(models.Model):
    """Returnees of one group recorded in one area at one round (a stock)."""

    round = models.ForeignKey(
        ReportingRound, on_delete=models.PROTECT, related_name="+"
    )
    area = models.ForeignKey(AdminArea, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(
        _("population group"), max_length=3, choices=PopulationGroup
    )
    individuals = models.PositiveIntegerField(_("persons"))
    households = models.PositiveIntegerField(_("households"), null=True, blank=True)

    class Meta:
        verbose_name = _("raw return count")
        verbose_name_plural = _("raw return counts")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["round", "area", "group"], name="maps_return_count_once"
            ),
            models.CheckConstraint(
                condition=Q(group__in=PopulationGroup.values),
                name="maps_return_count_group_known",
            ),
        ]

    def __str__(self) -> str:
        # Never the figure: this text may reach a log.
        return f"{self.round_id}/{self.area_id}/{self.group}"


class StagedCount(models.Model):
    """What an uploaded file adds up to, until a person stores it or lets it go."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey(AdminArea, on_delete=models.CASCADE, related_name="+")
    group = models.CharField(
        _("population group"), max_length=3, choices=PopulationGroup
    )
    individuals = models.PositiveIntegerField(_("persons"))
    households = models.PositiveIntegerField(_("households"), null=True, blank=True)

    class Meta:
        verbose_name = _("staged return count")
        verbose_name_plural = _("staged return counts")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["job", "area", "group"], name="maps_staged_count_once"
            ),
            models.CheckConstraint(
                condition=Q(group__in=PopulationGroup.values),
                name="maps_staged_count_group_known",
            ),
        ]

    def __str__(self) -> str:
        # Never the figure: this text may reach a log.
        return f"{self.job_id}/{self.area_id}/{self.group}"
