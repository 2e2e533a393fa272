"""What minutes hold besides their text: decisions, action points, pictures.

Their keys are drawn by the form that adds them: sent twice, it adds one.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.enums import ActingRole
from participation.enums import DecidedHow, HandsFor
from participation.models.meetings import Meeting
from participation.models.rounds import Round


class Decision(models.Model):
    """What was decided, and how."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="decisions"
    )
    position = models.PositiveSmallIntegerField(_("order"))
    text = models.TextField(_("decision"), max_length=1000)
    how = models.CharField(_("how decided"), max_length=9, choices=DecidedHow)
    round = models.ForeignKey(
        Round,
        on_delete=models.PROTECT,
        related_name="decisions",
        null=True,
        blank=True,
        verbose_name=_("voting round"),
    )

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"], name="participation_decisions_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(text="") & Q(how__in=DecidedHow.values),
                name="participation_decision_known",
            ),
            models.CheckConstraint(
                condition=Q(how=DecidedHow.ROUND, round__isnull=False)
                | ~Q(how=DecidedHow.ROUND) & Q(round__isnull=True),
                name="participation_decision_by_a_round_names_it",
                violation_error_message=_("Say which voting round decided it."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Hands(models.Model):
    """How many hands were raised for one answer; None where they were too few to keep."""

    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, related_name="hands"
    )
    position = models.PositiveSmallIntegerField(_("order"))
    answer = models.CharField(_("for what"), max_length=7, choices=HandsFor)
    option = models.CharField(_("option"), max_length=200, blank=True)
    number = models.PositiveIntegerField(_("hands"), null=True, blank=True)

    class Meta:
        verbose_name = _("show of hands")
        verbose_name_plural = _("shows of hands")
        ordering = ["decision", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "position"], name="participation_hands_in_order"
            ),
            models.UniqueConstraint(
                fields=["decision", "answer"],
                condition=~Q(answer=HandsFor.OPTION),
                name="participation_hands_once_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(answer=HandsFor.OPTION) & ~Q(option="")
                | Q(
                    answer__in=[
                        HandsFor.IN_FAVOUR,
                        HandsFor.AGAINST,
                        HandsFor.ABSTAINING,
                    ],
                    option="",
                ),
                name="participation_hands_for_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.words}: {self.number}"

    @property
    def words(self) -> str:
        """For what hands were raised."""
        return self.option or str(HandsFor(self.answer).label)


class MinutesConfirmation(models.Model):
    """Those whose meeting it was say that the published minutes are right.

    By another person than the one who published them, and gone when they are taken back.
    """

    meeting = models.OneToOneField(
        Meeting, on_delete=models.CASCADE, related_name="confirmation"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_as = models.CharField(
        _("confirmed as"), max_length=12, choices=ActingRole
    )
    confirmed_on = models.DateField(_("confirmed on"), default=timezone.localdate)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("minutes published by"),
    )

    class Meta:
        verbose_name = _("confirmation of minutes")
        verbose_name_plural = _("confirmations of minutes")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("published_by")),
                name="participation_minutes_by_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_as__in=ActingRole.values),
                name="participation_minutes_confirmed_in_a_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.meeting_id}"


class ActionPoint(models.Model):
    """Something to be done, by whom (a function, never a person's name) and by when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="action_points"
    )
    position = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("what is to be done"), max_length=300)
    owner = models.CharField(_("who sees to it"), max_length=120)
    owner_role = models.CharField(
        _("acting for"), max_length=12, choices=ActingRole, blank=True
    )
    due_on = models.DateField(_("by when"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("marked as done by"),
    )
    done_as = models.CharField(
        _("marked as done as"), max_length=12, choices=ActingRole, blank=True
    )

    class Meta:
        verbose_name = _("action point")
        verbose_name_plural = _("action points")
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"], name="participation_actions_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(owner=""),
                name="participation_action_has_owner",
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, done_by__isnull=True, done_as="")
                | Q(done_on__isnull=False, done_by__isnull=False) & ~Q(done_as=""),
                name="participation_action_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class MeetingPicture(models.Model):
    """A picture of a meeting, with its words and the leave of those in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="pictures"
    )
    picture = models.ImageField(_("picture"), upload_to="meetings/%Y/%m/")
    alt = models.CharField(_("picture in words"), max_length=200)
    has_consent = models.BooleanField(_("everybody in it agreed"), default=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_on = models.DateField(_("added on"), auto_now_add=True)

    class Meta:
        verbose_name = _("picture of a meeting")
        verbose_name_plural = _("pictures of meetings")
        ordering = ["meeting", "added_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(has_consent=True), name="participation_picture_with_consent"
            ),
            models.CheckConstraint(
                condition=~Q(alt="") & ~Q(picture=""),
                name="participation_meeting_picture_has_words",
            ),
        ]

    def __str__(self) -> str:
        return self.alt
