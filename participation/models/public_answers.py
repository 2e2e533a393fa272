"""You said, we did: what is published of feedback, and figures of whole quarters."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from initiatives.models import Initiative


class PublicAnswer(models.Model):
    """A summary that staff wrote of what several people said, and what was done.

    It is of no single item, and nothing stored links it to one. With an ``initiative`` it
    stands on that page too, and has the initiative's ``community``.
    """

    community = models.ForeignKey(
        Community,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="public_answers",
        verbose_name=_("community"),
    )
    initiative = models.ForeignKey(
        Initiative,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="public_answers",
        verbose_name=_("initiative"),
    )
    said = models.TextField(_("you said"), max_length=400)
    said_in = models.JSONField(_("by language"), default=dict, blank=True)
    did = models.TextField(_("we did"), max_length=600)
    did_in = models.JSONField(_("by language"), default=dict, blank=True)
    published_on = models.DateField(_("published"), default=timezone.localdate)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("published answer")
        verbose_name_plural = _("published answers")
        ordering = ["-published_on", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(said="") & ~Q(did=""),
                name="participation_public_answer_says_both",
            ),
            models.CheckConstraint(
                condition=Q(initiative__isnull=True) | Q(community__isnull=False),
                name="participation_public_answer_of_initiative_in_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def display_said(self) -> str:
        """What was said, in the reader's language where that was written."""
        return str(self.said_in.get((get_language() or "en")[:2]) or self.said)

    @property
    def display_did(self) -> str:
        """What was done, in the reader's language where that was written."""
        return str(self.did_in.get((get_language() or "en")[:2]) or self.did)


class FeedbackQuarter(models.Model):
    """What may be told of one quarter of a year, worked out once and never again.

    A number that is drawn anew every day tells by its steps when somebody complained, and
    about what. ``shown`` holds only what the threshold lets pass: whole, parts by
    category (None is hidden), and days and share in time where enough were answered.
    """

    quarter = models.DateField(_("first day of the quarter"), unique=True)
    shown = models.JSONField(_("what is shown"))

    class Meta:
        verbose_name = _("figures of a quarter")
        verbose_name_plural = _("figures of quarters")
        ordering = ["-quarter"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(quarter__day=1, quarter__month__in=[1, 4, 7, 10]),
                name="participation_quarter_begins_on_its_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.quarter:%Y-%m}"
