"""Milestones: planned by all, claimed by the implementer, judged by the community."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from initiatives.enums import MilestoneState, Verdict
from initiatives.models.initiatives import Initiative
from initiatives.models.languages import (
    for_reader,
    is_of_a_text,
    language_field,
    language_for_reader,
)
from maps.models.translations import TranslatedTexts


class Milestone(TranslatedTexts):
    """A visible step with a date and the means by which anyone can verify it."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="milestones"
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("milestone"), max_length=140)
    planned_on = models.DateField(_("planned for"))
    means_of_verification = models.CharField(
        _("means of verification"),
        max_length=200,
        blank=True,
        help_text=_("What anyone can look at to see that it is done."),
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=MilestoneState,
        default=MilestoneState.PLANNED,
    )
    verified_on = models.DateField(_("confirmed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["initiative", "position", "planned_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MilestoneState.VERIFIED, verified_on__isnull=False)
                | (~Q(state=MilestoneState.VERIFIED) & Q(verified_on__isnull=True)),
                name="initiatives_milestone_verified_has_date",
            )
        ]

    def __str__(self) -> str:
        return self.display_title

    @property
    def is_claimable(self) -> bool:
        """Whether it may be reported done: nothing waits for an answer, or was refused."""
        return self.state in (MilestoneState.PLANNED, MilestoneState.DISPUTED)

    @property
    def display_title(self) -> str:
        """The title in the reader's language where there is one."""
        return self.in_reader_language("title")

    @property
    def display_means(self) -> str:
        """The means of verification in the reader's language where there are."""
        return self.in_reader_language("means_of_verification")


class MilestoneClaim(models.Model):
    """The implementer's report that a milestone is done, with evidence."""

    milestone = models.ForeignKey(
        Milestone, on_delete=models.CASCADE, related_name="claims"
    )
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    claimed_at = models.DateTimeField(_("reported at"))
    done_on = models.DateField(_("done on"))
    note = models.TextField(_("what was done"), max_length=1500)
    notes = models.JSONField(_("by language"), default=dict, blank=True)
    language = language_field(_("language of the text"))
    picture = models.ImageField(_("picture"), upload_to="milestones/%Y/%m/", blank=True)
    picture_alt = models.CharField(_("picture in words"), max_length=200, blank=True)
    is_open = models.BooleanField(_("waiting for the committee"), default=True)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["milestone", "-claimed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone"],
                condition=Q(is_open=True),
                name="initiatives_one_open_claim",
            ),
            models.CheckConstraint(
                condition=Q(picture="") | ~Q(picture_alt=""),
                name="initiatives_claim_picture_has_words",
                violation_error_message=_("Say in words what the picture shows."),
            ),
            models.CheckConstraint(
                condition=is_of_a_text("note", "language"),
                name="initiatives_claim_in_a_language",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} · {self.done_on}"

    @property
    def display_note(self) -> str:
        """The note in the reader's language where there is one."""
        return for_reader(self.notes, self.note)

    @property
    def note_language(self) -> str:
        """The language of the note as it is shown; "" where nobody noted it."""
        return language_for_reader(self.notes, self.language)


class MilestoneResponse(models.Model):
    """One committee member's confirmation or dispute of a claim."""

    claim = models.ForeignKey(
        MilestoneClaim, on_delete=models.CASCADE, related_name="responses"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    verdict = models.CharField(_("answer"), max_length=8, choices=Verdict)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    language = language_field(_("language of the text"))
    responded_at = models.DateTimeField(_("answered at"))

    class Meta:
        verbose_name = _("answer to a claim")
        verbose_name_plural = _("answers to claims")
        ordering = ["claim", "responded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "member"], name="initiatives_one_answer_a_member"
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.CONFIRM) | ~Q(note=""),
                name="initiatives_dispute_has_reason",
                violation_error_message=_("Say what is not as reported."),
            ),
            models.CheckConstraint(
                condition=is_of_a_text("note", "language"),
                name="initiatives_answer_in_a_language",
            ),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()


class MilestoneAdjustment(models.Model):
    """What was changed about a milestone after a dispute or a setback, and why."""

    milestone = models.ForeignKey(
        Milestone, on_delete=models.CASCADE, related_name="adjustments"
    )
    reason = models.TextField(_("what changes, and why"), max_length=1500)
    reasons = models.JSONField(_("by language"), default=dict, blank=True)
    language = language_field(_("language of the reason"))
    planned_before = models.DateField(_("planned before"))
    planned_now = models.DateField(_("planned now"))
    adjusted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    adjusted_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        ordering = ["milestone", "adjusted_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="initiatives_adjustment_has_reason"
            ),
            models.CheckConstraint(
                condition=is_of_a_text("reason", "language"),
                name="initiatives_adjustment_in_a_language",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} · {self.planned_now}"

    @property
    def display_reason(self) -> str:
        """The reason in the reader's language where there is one."""
        return for_reader(self.reasons, self.reason)

    @property
    def reason_language(self) -> str:
        """The language of the reason as it is shown; "" where nobody noted it."""
        return language_for_reader(self.reasons, self.language)
