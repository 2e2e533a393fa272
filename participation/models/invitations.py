"""Invitations: a role offered by a code on paper or a link, to whoever comes with it."""

import datetime
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.enums import Role
from communities.models import Community, Mandate
from communities.models.delegations import DaysBetween
from maps.models import AdminArea
from participation.enums import InvitationState

#: How long an invitation is good for unless told otherwise; at most so many days.
USUAL, LONGEST = datetime.timedelta(days=14), 60
_OF_COMMUNITIES: Final = [Role.COMMITTEE, Role.IMPLEMENTER, Role.OBSERVER]
_PROGRAMME_WIDE: Final = [Role.STAFF, Role.STEWARD]


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions that lists ask."""

    def open(self) -> "InvitationQuerySet":
        """Invitations that somebody may still accept today."""
        return self.filter(
            state=InvitationState.OPEN, valid_until__gte=timezone.localdate()
        )


class Invitation(models.Model):
    """A mandate that is offered: role, place, function and term, and nobody's name.

    Who is meant is not stored; the mandate says who came. Of the code only the public
    serial and an argon2 hash of the secret are kept, as with voting passes.
    """

    role = models.CharField(_("role"), max_length=12, choices=Role)
    community = models.ForeignKey(
        Community,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("community"),
    )
    area = models.ForeignKey(
        AdminArea,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("area"),
    )
    title = models.CharField(_("function"), max_length=100, blank=True)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    serial = models.CharField(_("serial"), max_length=8, unique=True)
    secret_hash = models.CharField(_("hash of the secret"), max_length=160)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("invited by"),
    )
    made_on = models.DateField(_("invited on"), default=timezone.localdate)
    valid_until = models.DateField(_("good until"))
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=InvitationState,
        default=InvitationState.OPEN,
    )
    ended_on = models.DateField(_("answered on"), null=True, blank=True)
    mandate = models.OneToOneField(
        Mandate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitation",
        verbose_name=_("mandate"),
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-made_on", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(
                        role__in=_OF_COMMUNITIES,
                        community__isnull=False,
                        area__isnull=True,
                    )
                    | Q(role=Role.AUTHORITY, community__isnull=True, area__isnull=False)
                    | Q(
                        role__in=_PROGRAMME_WIDE,
                        community__isnull=True,
                        area__isnull=True,
                    )
                ),
                name="participation_invitation_scope_fits_role",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="participation_invitation_forwards",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(
                    DaysBetween(F("valid_until"), F("made_on")), LONGEST
                ),
                name="participation_invitation_for_weeks",
            ),
            models.CheckConstraint(
                condition=Q(state__in=InvitationState.values),
                name="participation_invitation_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state=InvitationState.OPEN, ended_on__isnull=True)
                | (~Q(state=InvitationState.OPEN) & Q(ended_on__isnull=False)),
                name="participation_invitation_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=InvitationState.ACCEPTED) | Q(mandate__isnull=True),
                name="participation_invitation_mandate_if_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.place_name}".strip(" ·")

    @property
    def place_name(self) -> str:
        """Where the role is held, in the reader's language; empty for the programme."""
        place = self.community or self.area
        return place.display_name if place else ""

    @property
    def is_expired(self) -> bool:
        """Whether nobody answered in time."""
        return (
            self.state == InvitationState.OPEN
            and self.valid_until < timezone.localdate()
        )

    @property
    def is_open(self) -> bool:
        """Whether somebody may still come with the code."""
        return self.state == InvitationState.OPEN and not self.is_expired
