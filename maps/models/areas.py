"""Administrative areas, versioned by the date their borders became valid."""

from typing import Any

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from maps.enums import SRID, AreaLevel, Scale


class AdminArea(models.Model):
    """One version of one area: its P-code, names, parent and borders.

    The parent is explicit and never derived from the code: Lebanon's, Ukraine's and
    others' codes do not nest (OCHA COD-AB, domain.md section 6.3).
    """

    level = models.PositiveSmallIntegerField(_("level"), choices=AreaLevel)
    pcode = models.CharField(
        _("P-code"),
        max_length=40,
        help_text=_("Text: leading zeros and letters are kept."),
    )
    name = models.CharField(_("name"), max_length=200)
    names = models.JSONField(
        _("names by language"),
        default=dict,
        blank=True,
        help_text=_('For example {"ar": "مارو"}.'),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    geometry = models.MultiPolygonField(_("borders"), srid=SRID)
    point = models.PointField(
        _("point inside"), srid=SRID, help_text=_("Where a label stands.")
    )
    area_km2 = models.FloatField(
        _("area in km²"), help_text=_("On the equal-area grid EPSG:6933.")
    )
    valid_on = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["level", "pcode"]
        constraints = [
            models.UniqueConstraint(
                fields=["pcode", "level", "valid_on"],
                name="maps_area_one_version_per_date",
                violation_error_message=_(
                    "This area already has borders of that date."
                ),
            ),
            models.CheckConstraint(condition=~Q(pcode=""), name="maps_area_has_pcode"),
            models.CheckConstraint(
                condition=Q(area_km2__gt=0), name="maps_area_has_extent"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_on")),
                name="maps_area_valid_forwards",
            ),
        ]
        indexes = [models.Index(fields=["level", "valid_to"], name="maps_area_current")]

    def __str__(self) -> str:
        return f"{self.display_name} ({self.pcode})"

    @property
    def display_name(self) -> str:
        """The name in the reader's language, or the reference name."""
        names: dict[str, Any] = self.names or {}
        return str(names.get((get_language() or "en")[:2]) or self.name)


class AreaOutline(models.Model):
    """An area's borders simplified together with its neighbours', for one scale."""

    area = models.ForeignKey(
        AdminArea, on_delete=models.CASCADE, related_name="outlines"
    )
    scale = models.CharField(_("scale"), max_length=10, choices=Scale)
    geometry = models.MultiPolygonField(_("borders"), srid=SRID, spatial_index=False)

    class Meta:
        verbose_name = _("outline")
        verbose_name_plural = _("outlines")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "scale"], name="maps_outline_one_per_scale"
            )
        ]

    def __str__(self) -> str:
        return f"{self.area.pcode} · {self.get_scale_display()}"
