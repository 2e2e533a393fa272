"""Delegations: who stands in for somebody who is away, in one mandate, for some weeks."""

import datetime
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.enums import NoStandIn, Role, StandIn
from communities.models.mandates import Mandate

#: Whoever is away for longer lays the mandate down, so that another is chosen.
LONGEST: Final = 60
#: Roles that may be handed over for a time; any that is not named here is its holder's only.
HANDED_OVER: Final = (
    Role.COMMITTEE,
    Role.AUTHORITY,
    Role.IMPLEMENTER,
    Role.STAFF,
    Role.STEWARD,
)


class DaysBetween(models.Func):
    """Days from the second date to the first, by functions that each database has itself.

    Django's own difference of dates calls a function of ours on SQLite: a constraint
    could not be checked by any other program that opens the file.
    """

    arity = 2
    output_field = models.IntegerField()

    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        """PostgreSQL: dates are subtracted."""
        return super().as_sql(
            *args, **{**kwargs, "template": "(%(expressions)s)", "arg_joiner": " - "}
        )

    def as_sqlite(self, compiler: Any, connection: Any, **kwargs: Any) -> Any:
        """SQLite: by the numbers of the days."""
        template = "(JULIANDAY(%(expressions)s))"
        return super().as_sql(
            compiler,
            connection,
            **{**kwargs, "template": template, "arg_joiner": ") - JULIANDAY("},
        )


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Questions that permissions ask."""

    def in_force(self, on: datetime.date | None = None) -> "DelegationQuerySet":
        """Delegations of a day (today unless told), of mandates in force then.

        One that adds rights has to be agreed to, and ends with the role by which its
        person was asked; any other with the same role of their own.
        """
        day = on or timezone.localdate()
        # A role has one kind of place, so that an empty one means the same in both.
        same = Mandate.objects.current(day).filter(
            Q(community=OuterRef("mandate__community")) | Q(community__isnull=True),
            Q(area=OuterRef("mandate__area")) | Q(area__isnull=True),
            user=OuterRef("person"),
            role=OuterRef("mandate__role"),
        )
        return self.filter(
            Q(mandate__ends_on__isnull=True) | Q(mandate__ends_on__gte=day),
            Q(held_as__isnull=True) & Exists(same)
            | Q(held_as__starts_on__lte=day)
            & (Q(held_as__ends_on__isnull=True) | Q(held_as__ends_on__gte=day)),
            state=StandIn.AGREED,
            revoked_on__isnull=True,
            starts_on__lte=day,
            ends_on__gte=day,
            mandate__role__in=HANDED_OVER,
            mandate__starts_on__lte=day,
            mandate__user__is_active=True,
        )

    def not_over(self, on: datetime.date | None = None) -> "DelegationQuerySet":
        """Delegations that hold on a day (today unless told), will hold later, or may."""
        return self.not_past(on).exclude(state=StandIn.REFUSED)

    def not_past(self, on: datetime.date | None = None) -> "DelegationQuerySet":
        """The same, and those that were refused, until their last day."""
        day = on or timezone.localdate()
        return self.filter(revoked_on__isnull=True, ends_on__gte=day)

    def asked(self) -> "DelegationQuerySet":
        """Delegations that wait for agreement still, of people who may sign in."""
        return self.not_past().filter(
            state=StandIn.ASKED, mandate__user__is_active=True, person__is_active=True
        )


class Delegation(models.Model):
    """A person stands in for the holder of a mandate while the holder is away.

    They act as themselves: whatever needs two persons needs another one still. Why the
    holder is away is not stored.

    Who holds the same role in the same place stands in at once. For anybody else it adds
    rights: ``held_as`` is the role of their own by which they were asked, and whoever gives
    the role agrees, or refuses, before it is in force.
    """

    mandate = models.ForeignKey(
        Mandate,
        on_delete=models.CASCADE,
        related_name="delegations",
        verbose_name=_("mandate"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="delegations",
        verbose_name=_("who stands in"),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    revoked_on = models.DateField(_("taken back on"), null=True, blank=True)

    state = models.CharField(
        _("state"), max_length=7, choices=StandIn, default=StandIn.AGREED
    )
    held_as = models.ForeignKey(
        Mandate,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by which role of their own"),
    )
    asked_on = models.DateField(
        pgettext_lazy("standing in", "asked on"), null=True, blank=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who agreed or refused"),
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    refused_why = models.CharField(
        _("why not"), max_length=8, choices=NoStandIn, blank=True
    )

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["starts_on", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="communities_delegation_forwards",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(
                    DaysBetween(F("ends_on"), F("starts_on")), LONGEST
                ),
                name="communities_delegation_for_weeks",
            ),
            models.UniqueConstraint(
                fields=["mandate", "starts_on"],
                condition=Q(revoked_on__isnull=True) & ~Q(state=StandIn.REFUSED),
                name="communities_delegation_one_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=StandIn.AGREED,
                    held_as__isnull=True,
                    asked_on__isnull=True,
                    decided_by__isnull=True,
                    decided_on__isnull=True,
                    refused_why="",
                )
                | Q(
                    state=StandIn.ASKED,
                    held_as__isnull=False,
                    asked_on__isnull=False,
                    decided_by__isnull=True,
                    decided_on__isnull=True,
                    refused_why="",
                )
                | Q(
                    state=StandIn.AGREED,
                    held_as__isnull=False,
                    asked_on__isnull=False,
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                    refused_why="",
                )
                | Q(
                    state=StandIn.REFUSED,
                    held_as__isnull=False,
                    asked_on__isnull=False,
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                    refused_why__in=NoStandIn.values,
                ),
                name="communities_delegation_agreed_to",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("person")),
                name="communities_delegation_not_by_oneself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mandate} · {self.person}"

    @property
    def is_begun(self) -> bool:
        """Whether its first day has come."""
        return self.starts_on <= timezone.localdate()
