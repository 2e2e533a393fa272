"""Taking a release back: asked for by one data steward, confirmed by another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maps.enums import WithdrawalState
from maps.models.releases import Release


class ReleaseWithdrawal(models.Model):
    """A public reason for which a release is shown no more.

    Its figures stay: whoever kept a copy has them, so later releases must reckon with
    them.
    """

    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, related_name="withdrawals"
    )
    reason = models.TextField(_("reason, shown to everybody"), max_length=1000)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=WithdrawalState,
        default=WithdrawalState.ASKED,
    )
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
        verbose_name = _("withdrawal of a release")
        verbose_name_plural = _("withdrawals of releases")
        ordering = ["-asked_at"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=WithdrawalState.values),
                name="maps_withdrawal_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="maps_withdrawal_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="maps_withdrawal_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(state=WithdrawalState.ASKED)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="maps_withdrawal_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["release"],
                condition=~Q(state=WithdrawalState.DECLINED),
                name="maps_withdrawal_once_a_release",
            ),
        ]

    def __str__(self) -> str:
        return str(self.release)
