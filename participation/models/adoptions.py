"""The recorded decision that turns a round's result into initiatives."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.models.rounds import Round


class Adoption(models.Model):
    """What was adopted of a result, by whom, and why it departs from the vote, if so.

    A vote is advice to a decision on the record (voting.md): whoever adopts something
    else than the winners says why, in public. Written once.
    """

    round = models.OneToOneField(
        Round, on_delete=models.PROTECT, related_name="adoption"
    )
    chosen = models.JSONField(_("numbers adopted"))
    departs = models.BooleanField(_("differs from the vote"))
    reason = models.TextField(_("why it differs"), max_length=1500, blank=True)
    adopted_at = models.DateTimeField(_("adopted at"))
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")
        constraints = [
            models.CheckConstraint(
                condition=Q(departs=False) | ~Q(reason=""),
                name="participation_departure_has_reason",
                violation_error_message=_(
                    "Say why the decision differs from the vote; it is published."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.adopted_at:%Y-%m-%d}"
