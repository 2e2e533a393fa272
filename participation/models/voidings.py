"""A whole batch of passes declared void: asked for by one person, agreed to by a second."""

import datetime
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.enums import OPEN_VOIDINGS, VoidingState
from participation.models.passes import PassBatch

#: How long an agreement holds: so long, nobody keeps one in reserve for the last evening.
AGREEMENT_HOLDS: Final = datetime.timedelta(hours=24)


class BatchVoiding(models.Model):
    """What nobody does to a batch alone, and why; the reason is for those who decide.

    ``decided_by`` is who agreed or refused, or took it back while it was only asked for.
    """

    batch = models.ForeignKey(
        PassBatch, on_delete=models.PROTECT, related_name="voidings"
    )
    state = models.CharField(
        _("state"), max_length=7, choices=VoidingState, default=VoidingState.ASKED
    )
    reason = models.CharField(_("why"), max_length=300)
    with_new_passes = models.BooleanField(_("new passes in their place"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("asked for by"),
    )
    asked_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("voiding of a batch")
        verbose_name_plural = _("voidings of batches")
        ordering = ["-asked_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["batch"],
                condition=Q(state__in=OPEN_VOIDINGS),
                name="participation_one_voiding_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=VoidingState.values),
                name="participation_voiding_state_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=VoidingState.ASKED,
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                )
                | (
                    ~Q(state=VoidingState.ASKED)
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="participation_voiding_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[VoidingState.ASKED, VoidingState.TAKEN_BACK])
                | ~Q(decided_by=F("asked_by")),
                name="participation_voiding_by_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="participation_voiding_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch}: {self.get_state_display()}"

    @property
    def holds_until(self) -> datetime.datetime | None:
        """Until when what was agreed to can be done; voting may end before."""
        if self.state != VoidingState.AGREED or self.decided_at is None:
            return None
        return min(self.decided_at + AGREEMENT_HOLDS, self.batch.round.closes_at)

    @property
    def has_lapsed(self) -> bool:
        """Whether it was agreed to, and not done in time."""
        until = self.holds_until
        return until is not None and until <= timezone.now()
