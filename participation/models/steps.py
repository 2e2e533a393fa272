"""Opening, closing and cancelling a round: asked for by one person, done by a second."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.models.languages import is_of_a_text, language_field
from participation.enums import Step, StepState
from participation.models.rounds import Round


class RoundStep(models.Model):
    """A step that nobody takes alone. ``reason`` is that of a cancellation, for everybody.

    ``language`` is that of the reason; empty for steps from before it was asked for.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(_("step"), max_length=6, choices=Step)
    state = models.CharField(
        _("state"), max_length=9, choices=StepState, default=StepState.ASKED
    )
    reason = models.TextField(_("why cancelled"), max_length=1000, blank=True)
    language = language_field(_("language of the reason"))
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
        verbose_name = _("step of a round")
        verbose_name_plural = _("steps of a round")
        ordering = ["-asked_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(state=StepState.ASKED),
                name="participation_one_step_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(step__in=Step.values) & Q(state__in=StepState.values),
                name="participation_step_known",
            ),
            models.CheckConstraint(
                condition=Q(state=StepState.ASKED, decided_by__isnull=True)
                | (~Q(state=StepState.ASKED) & Q(decided_by__isnull=False)),
                name="participation_step_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=StepState.DONE) | ~Q(decided_by=F("asked_by")),
                name="participation_step_by_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(step=Step.CANCEL) | ~Q(reason=""),
                name="participation_cancelling_has_reason",
            ),
            models.CheckConstraint(
                condition=is_of_a_text("reason", "language"),
                name="participation_step_in_a_language",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.round}"
