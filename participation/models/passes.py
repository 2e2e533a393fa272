"""Voting passes: printed codes, each good for one ballot, kept only as hashes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.enums import PassState
from participation.models.rounds import Round


class PassBatch(models.Model):
    """Passes issued together. Their codes are shown once, for printing."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="batches")
    label = models.CharField(
        _("for whom"), max_length=120, help_text=_("For example: table 2, east side.")
    )
    size = models.PositiveIntegerField(_("number of passes"))
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    #: What was done with the whole batch is noted here, and not read from the states of
    #: its passes: those that are used would show.
    handed_out_at = models.DateTimeField(_("handed out at"), null=True, blank=True)
    voided_at = models.DateTimeField(_("declared void at"), null=True, blank=True)

    class Meta:
        verbose_name = _("batch of passes")
        verbose_name_plural = _("batches of passes")
        ordering = ["round", "-issued_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=5000),
                name="participation_batch_size_sane",
            )
        ]

    def __str__(self) -> str:
        return self.label


class VotingPass(models.Model):
    """An entitlement to one ballot. Nothing links it to the ballot it is used for.

    The code has a short public serial, by which the row is found, and a secret of
    60 random bits, of which only an argon2 hash is stored. Once the first ballot is
    cast, a pass may only be added in the place of one that was voided, so that the
    number of entitlements stays what it was.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="passes")
    batch = models.ForeignKey(
        PassBatch, on_delete=models.PROTECT, related_name="passes"
    )
    serial = models.CharField(_("serial"), max_length=8)
    secret_hash = models.CharField(_("hash of the secret"), max_length=160)
    state = models.CharField(
        _("state"), max_length=8, choices=PassState, default=PassState.PRINTED
    )
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replacement",
        verbose_name=_("stands for the lost pass"),
    )

    class Meta:
        verbose_name = _("pass")
        verbose_name_plural = _("passes")
        ordering = ["round", "serial"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "serial"], name="participation_pass_serial_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=PassState.values),
                name="participation_pass_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.serial
