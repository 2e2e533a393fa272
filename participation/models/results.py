"""The sealed result of a round."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from participation.models.rounds import Round


class RoundResult(models.Model):
    """What was counted, by which rule, from which sealed ballots."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="result")
    sealed_at = models.DateTimeField(_("sealed at"))
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ballot_count = models.PositiveIntegerField(_("ballots counted"))
    pass_count = models.PositiveIntegerField(_("passes issued"))
    ways = models.JSONField(_("ballots by way"), default=dict)
    outcome = models.JSONField(
        _("outcome"),
        default=dict,
        help_text=_("Winners in order, cost, ties, parameters, explanations."),
    )
    pb_file = models.TextField(_("sealed ballots (.pb)"))
    digest = models.CharField(_("SHA-256 of the sealed ballots"), max_length=64)
    receipts = models.JSONField(
        _("receipts"),
        default=list,
        help_text=_("Digests of the ballots' identifiers, sorted; without choices."),
    )

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")

    def __str__(self) -> str:
        return f"{self.round} · {self.digest[:12]}"
