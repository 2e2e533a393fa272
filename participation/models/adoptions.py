"""What committee and authority agree to, and the decision that it becomes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.enums import Body, TextLanguage
from participation.models.rounds import Round


class Agreement(models.Model):
    """What one body agrees to adopt of a result: a body says it once, and may change it.

    When the other body agrees to the same text (options, reason and its language), it
    becomes the decision (`Adoption`), and neither changes any more. ``decided_where`` is
    only there where programme staff recorded it for the body: the meeting, the minutes.
    """

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="agreements"
    )
    body = models.CharField(_("body"), max_length=9, choices=Body)
    chosen = models.JSONField(_("numbers adopted"))
    reason = models.TextField(_("why it differs"), max_length=1500, blank=True)
    language = models.CharField(
        _("language of the reason"), max_length=5, choices=TextLanguage, blank=True
    )
    decided_where = models.CharField(
        _("where the body decided it"), max_length=300, blank=True
    )
    where_language = models.CharField(
        _("language of that text"), max_length=5, choices=TextLanguage, blank=True
    )
    agreed_at = models.DateTimeField(_("agreed at"))
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("agreement to a result")
        verbose_name_plural = _("agreements to results")
        ordering = ["round", "-body"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["round", "body"], name="participation_body_agrees_once"
            ),
            models.CheckConstraint(
                condition=Q(body__in=Body.values), name="participation_body_known"
            ),
            models.CheckConstraint(
                condition=Q(reason="", language="")
                | ~Q(reason="") & Q(language__in=TextLanguage.values),
                name="participation_agreement_reason_has_language",
            ),
            models.CheckConstraint(
                condition=Q(decided_where="", where_language="")
                | ~Q(decided_where="") & Q(where_language__in=TextLanguage.values),
                name="participation_agreement_where_has_language",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.get_body_display()}"

    @property
    def text(self) -> tuple[list[int], str, str]:
        """What two bodies must have in common."""
        return (self.chosen, self.reason, self.language)


class Adoption(models.Model):
    """What was adopted of a result, and why it departs from the vote, if so.

    A vote is advice to a decision on the record (voting.md): whoever adopts something
    else than the winners says why, in public. Written once, when committee and authority
    have agreed; ``adopted_by`` is the second of the two persons. Decisions of before
    there were agreements have none.
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
