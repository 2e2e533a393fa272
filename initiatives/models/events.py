"""The public history of an initiative: one row a transition, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from initiatives.enums import ActingRole, State
from initiatives.models.initiatives import Initiative

#: States that nobody reaches without being told why.
REASONED = [State.RETURNED, State.DECLINED, State.SUSPENDED, State.CANCELLED]


class InitiativeEvent(models.Model):
    """Who moved an initiative, from where to where, when and why."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="events"
    )
    from_state = models.CharField(_("from"), max_length=24, choices=State)
    to_state = models.CharField(_("to"), max_length=24, choices=State)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    actor_role = models.CharField(
        _("acting as"),
        max_length=12,
        choices=ActingRole,
        blank=True,
        help_text=_("The role shown to the public; the person's name is not."),
    )
    reason = models.TextField(_("reason"), max_length=1500, blank=True)
    reasons = models.JSONField(_("by language"), default=dict, blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("history")
        ordering = ["initiative", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_state=F("to_state")),
                name="initiatives_event_moves",
            ),
            models.CheckConstraint(
                condition=~Q(to_state__in=REASONED) | ~Q(reason=""),
                name="initiatives_event_reason_given",
                violation_error_message=_("Say why: the reason is public."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"

    @property
    def display_reason(self) -> str:
        """The reason in the reader's language where there is one."""
        return str(self.reasons.get((get_language() or "en")[:2]) or self.reason)
