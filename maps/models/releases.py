"""Releases: the only figures of returns that anything public may read."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maps.enums import (
    AreaLevel,
    Breakdown,
    CellStatus,
    Measure,
    PopulationGroup,
    ReleaseState,
)
from maps.models.areas import AdminArea
from maps.models.reporting import ReportingRound


class ReleaseImmutableError(Exception):
    """A published release was about to be changed or deleted."""


class Release(models.Model):
    """One protected and audited publication of one round."""

    round = models.ForeignKey(
        ReportingRound, on_delete=models.PROTECT, related_name="releases"
    )
    version = models.PositiveSmallIntegerField(_("version"))
    revision = models.PositiveSmallIntegerField(
        _("revision of the counts"),
        default=1,
        help_text=_("Which loading of the round's counts this release shows."),
    )
    threshold = models.PositiveSmallIntegerField(_("threshold, in persons"))
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=ReleaseState,
        default=ReleaseState.PUBLISHED,
    )
    report = models.JSONField(_("public report"), default=dict)
    published_at = models.DateTimeField(_("published at"), auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-round__reported_on", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "version"], name="maps_release_version_once"
            ),
            models.CheckConstraint(
                condition=Q(threshold__gte=5), name="maps_release_threshold_floor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round.code} · {self.version}"

    @property
    def household_threshold(self) -> int:
        """The smallest number of households shown, as its report tells.

        Releases older than households in the report were protected by persons alone.
        """
        return int(self.report.get("threshold_households", self.threshold))

    @property
    def zone_levels(self) -> set[int]:
        """The levels of areas that are shown together."""
        return {together["level"] for together in self.report.get("zones", [])}


class WrittenOnce(models.Model):
    """Rows of a release that nobody changes or deletes (see triggers)."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise ReleaseImmutableError(_("A released figure is never changed."))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ReleaseImmutableError(_("A released figure is never deleted."))


class ReleasedCell(WrittenOnce):
    """One public figure, or one hatched place. Rows are written once (see trigger)."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="cells")
    area = models.ForeignKey(
        AdminArea, on_delete=models.PROTECT, related_name="released_cells"
    )
    parent = models.ForeignKey(
        AdminArea,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("part of"),
        help_text=_(
            "As it stood at publication: an auditor needs who adds up to whom."
        ),
    )
    group = models.CharField(
        _("population group"), max_length=3, choices=PopulationGroup
    )
    breakdown = models.CharField(
        _("sex or age"), max_length=5, choices=Breakdown, default=Breakdown.ALL
    )
    measure = models.CharField(
        _("measure"), max_length=12, choices=Measure, default=Measure.INDIVIDUALS
    )
    status = models.CharField(_("status"), max_length=10, choices=CellStatus)
    value = models.PositiveIntegerField(_("value"), null=True, blank=True)

    class Meta:
        verbose_name = _("released figure")
        verbose_name_plural = _("released figures")
        ordering = ["release", "area__level", "area__pcode", "group"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "area", "group", "breakdown", "measure"],
                name="maps_released_cell_once",
            ),
            models.CheckConstraint(
                condition=Q(status=CellStatus.PUBLISHED, value__isnull=False)
                | Q(status=CellStatus.HIDDEN, value__isnull=True),
                name="maps_released_cell_hidden_has_no_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release_id} · {self.area_id} · {self.group}"


class ReleasedZone(WrittenOnce):
    """Areas too small to be shown alone, shown together: sisters of one level.

    A figure belongs to all of them; each of them alone is hidden in the same release.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="zones")
    number = models.PositiveIntegerField(_("number"))
    level = models.PositiveSmallIntegerField(_("level"), choices=AreaLevel)
    areas = models.ManyToManyField(
        AdminArea, related_name="released_zones", verbose_name=_("areas")
    )

    class Meta:
        verbose_name = _("areas shown together")
        verbose_name_plural = _("areas shown together")
        ordering = ["release", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "number"], name="maps_released_zone_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release_id} · {self.number}"


class ReleasedZoneFigure(WrittenOnce):
    """One public figure of areas shown together, or one that is hidden."""

    zone = models.ForeignKey(
        ReleasedZone, on_delete=models.PROTECT, related_name="figures"
    )
    group = models.CharField(
        _("population group"), max_length=3, choices=PopulationGroup
    )
    breakdown = models.CharField(
        _("sex or age"), max_length=5, choices=Breakdown, default=Breakdown.ALL
    )
    measure = models.CharField(
        _("measure"), max_length=12, choices=Measure, default=Measure.INDIVIDUALS
    )
    status = models.CharField(_("status"), max_length=10, choices=CellStatus)
    value = models.PositiveIntegerField(_("value"), null=True, blank=True)

    class Meta:
        verbose_name = _("figure of areas shown together")
        verbose_name_plural = _("figures of areas shown together")
        ordering = ["zone", "group"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "group", "breakdown", "measure"],
                name="maps_released_zone_figure_once",
            ),
            models.CheckConstraint(
                condition=Q(status=CellStatus.PUBLISHED, value__isnull=False)
                | Q(status=CellStatus.HIDDEN, value__isnull=True),
                name="maps_released_zone_figure_hidden_has_no_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zone_id} · {self.group}"

    @property
    def is_total(self) -> bool:
        """Whether it counts persons, of whatever sex and age."""
        return (self.measure, self.breakdown) == (Measure.INDIVIDUALS, Breakdown.ALL)
