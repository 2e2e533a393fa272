"""Mandates: which person acts for which community or area, and for how long."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.enums import Role
from communities.models.communities import Community
from maps.models import AdminArea


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Questions that permissions ask."""

    def current(self, on: datetime.date | None = None) -> "MandateQuerySet":
        """Mandates in force on a day (today unless told)."""
        day = on or timezone.localdate()
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day
        )

    def acted_on_by(
        self, user: Any, on: datetime.date | None = None
    ) -> "MandateQuerySet":
        """Mandates in force that a person holds, or stands in for while others are away."""
        day = on or timezone.localdate()
        handed_over = user.delegations.in_force(day).values("mandate")
        return self.current(day).filter(Q(user=user) | Q(pk__in=handed_over))


class Mandate(models.Model):
    """A role held by a person: in a community, over an area, or programme-wide.

    Whether a member returned or always lived there is not stored: a named person's
    return is sensitive (domain.md section 2.5).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="mandates",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    community = models.ForeignKey(
        Community,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="mandates",
        verbose_name=_("community"),
    )
    area = models.ForeignKey(
        AdminArea,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates",
        verbose_name=_("area"),
    )
    title = models.CharField(
        _("function"),
        max_length=100,
        blank=True,
        help_text=_("For example: secretary."),
    )
    named_publicly = models.BooleanField(
        _("agrees to be named on the community's page"), default=False
    )
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["role", "user"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(
                        role__in=[Role.COMMITTEE, Role.IMPLEMENTER],
                        community__isnull=False,
                        area__isnull=True,
                    )
                    | Q(role=Role.AUTHORITY, community__isnull=True, area__isnull=False)
                    | Q(
                        role__in=[Role.STAFF, Role.STEWARD],
                        community__isnull=True,
                        area__isnull=True,
                    )
                ),
                name="communities_mandate_scope_fits_role",
                violation_error_message=_(
                    "Committee members and implementing partners act for a community, "
                    "a local authority for an area, staff and stewards for the programme."
                ),
            ),
            # Three constraints, because SQLite takes two empty scopes for different.
            models.UniqueConstraint(
                fields=["user", "role", "community", "starts_on"],
                condition=Q(community__isnull=False),
                name="communities_mandate_once_a_community",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "area", "starts_on"],
                condition=Q(area__isnull=False),
                name="communities_mandate_once_an_area",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "starts_on"],
                condition=Q(community__isnull=True, area__isnull=True),
                name="communities_mandate_once_programme_wide",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="communities_mandate_forwards",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.community or self.area or ''}".strip(
            " ·"
        )
