"""The public history of an initiative: one row a transition, never changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from initiatives.enums import State
from initiatives.models.initiatives import Initiative


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
        max_length=60,
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

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
