"""Corrections that an authority proposes to the map, and staff accept or decline."""

from typing import cast

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from initiatives.enums import CorrectionState
from initiatives.models.initiatives import Initiative
from maps.enums import SRID
from maps.models import AdminArea


class Correction(models.Model):
    """Other borders or another name for an area, or another point for what stands in it.

    Exactly one of ``area``, ``community`` and ``initiative`` is what it is about.
    """

    area = models.ForeignKey(
        AdminArea,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("area"),
    )
    community = models.ForeignKey(
        Community,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("community"),
    )
    initiative = models.ForeignKey(
        Initiative,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("initiative"),
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    borders = models.MultiPolygonField(_("borders"), srid=SRID, null=True, blank=True)
    point = models.PointField(_("place on the map"), srid=SRID, null=True, blank=True)
    reason = models.TextField(_("reason"), max_length=1500)
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=CorrectionState,
        default=CorrectionState.OPEN,
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decision = models.TextField(
        _("reason for the decision"), max_length=1000, blank=True
    )

    class Meta:
        verbose_name = _("correction of the map")
        verbose_name_plural = _("corrections of the map")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(
                        area__isnull=False,
                        community__isnull=True,
                        initiative__isnull=True,
                        point__isnull=True,
                    )
                    & (~Q(name="") | Q(borders__isnull=False))
                )
                | Q(
                    area__isnull=True,
                    community__isnull=False,
                    initiative__isnull=True,
                    point__isnull=False,
                    borders__isnull=True,
                    name="",
                )
                | Q(
                    area__isnull=True,
                    community__isnull=True,
                    initiative__isnull=False,
                    point__isnull=False,
                    borders__isnull=True,
                    name="",
                ),
                name="initiatives_correction_of_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="initiatives_correction_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=CorrectionState.OPEN,
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                    decision="",
                )
                | (
                    Q(
                        state__in=[CorrectionState.ACCEPTED, CorrectionState.DECLINED],
                        decided_by__isnull=False,
                        decided_at__isnull=False,
                    )
                    & ~Q(decision="")
                ),
                name="initiatives_correction_decided_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def within(self) -> AdminArea:
        """The area whose authority may propose it."""
        if self.initiative is not None:
            return self.initiative.community.area
        if self.community is not None:
            return self.community.area
        # The database has an area where there is nothing else.
        return cast("AdminArea", self.area)

    @property
    def subject(self) -> str:
        """What it is about, by name."""
        if self.initiative is not None:
            return self.initiative.display_title
        if self.community is not None:
            return self.community.display_name
        return self.within.display_name

    @property
    def present(self) -> GEOSGeometry | None:
        """Borders or point as they are on the map now."""
        if self.initiative is not None:
            return self.initiative.location
        if self.community is not None:
            return self.community.point
        return self.within.geometry

    @property
    def is_astray(self) -> bool:
        """Whether a proposed point lies outside the area of what it is for."""
        return self.point is not None and not self.within.geometry.covers(self.point)
