"""Raw return counts: protected. Only imports and services may read this module.

An import contract fails the build when anything public reaches for it; whatever is
shown comes from `ReleasedCell` instead.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maps.enums import Breakdown, PopulationGroup
from maps.models.areas import AdminArea
from maps.models.deleting import go_along, stand_in_the_way
from maps.models.import_jobs import ImportJob
from maps.models.reporting import ReportingRound


class ReturnCount(models.Model):
    """Returnees of one group recorded in one area at one round (a stock).

    A correction of what has been published is a new ``revision`` of the whole stock;
    the earlier one is kept, because what was shown of it is known for good.
    """

    round = models.ForeignKey(
        ReportingRound, on_delete=stand_in_the_way, related_name="+"
    )
    area = models.ForeignKey(AdminArea, on_delete=stand_in_the_way, related_name="+")
    group = models.CharField(
        _("population group"), max_length=3, choices=PopulationGroup
    )
    breakdown = models.CharField(
        _("sex or age"), max_length=5, choices=Breakdown, default=Breakdown.ALL
    )
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    individuals = models.PositiveIntegerField(_("persons"))
    households = models.PositiveIntegerField(_("households"), null=True, blank=True)

    class Meta:
        verbose_name = _("raw return count")
        verbose_name_plural = _("raw return counts")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["round", "revision", "area", "group", "breakdown"],
                name="maps_return_count_once",
            ),
            models.CheckConstraint(
                condition=Q(group__in=PopulationGroup.values),
                name="maps_return_count_group_known",
            ),
            models.CheckConstraint(
                condition=Q(breakdown__in=Breakdown.values),
                name="maps_return_count_breakdown_known",
            ),
            models.CheckConstraint(
                condition=Q(breakdown=Breakdown.ALL) | Q(households__isnull=True),
                name="maps_return_count_households_of_all",
            ),
            models.CheckConstraint(
                condition=Q(revision__gte=1), name="maps_return_count_revision_from_one"
            ),
        ]

    def __str__(self) -> str:
        # Never the figure: this text may reach a log.
        return f"{self.round_id}/{self.area_id}/{self.group}"


class StagedCount(models.Model):
    """What an uploaded file adds up to, until a person stores it or lets it go."""

    job = models.ForeignKey(ImportJob, on_delete=go_along, related_name="+")
    area = models.ForeignKey(AdminArea, on_delete=go_along, related_name="+")
    group = models.CharField(
        _("population group"), max_length=3, choices=PopulationGroup
    )
    individuals = models.PositiveIntegerField(_("persons"))
    households = models.PositiveIntegerField(_("households"), null=True, blank=True)
    parts = models.JSONField(_("persons by sex or age"), default=dict, blank=True)

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
