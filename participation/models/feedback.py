"""Feedback and complaints: what was said, where it stands, what was answered."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from initiatives.models import Initiative
from participation.backends.sealed_texts import unseal
from participation.enums import (
    Channel,
    ClosingReason,
    FeedbackCategory,
    FeedbackState,
    Pressing,
    Priority,
    Sensitivity,
    Voice,
)
from participation.handling import CLOSED, DESK, OPEN, ROUTE_OF

#: Kinds that do not lie on the common desk.
OWN_ROUTE = [kind for kind, route in ROUTE_OF.items() if route != DESK]


class Feedback(models.Model):
    """One thing that one person said. It holds days, never times, and no address.

    ``serial`` is the public half of the follow-up code, of whose secret an argon2 hash is
    kept; ``form_mark`` tells a form that was sent twice, and leads nowhere. What was
    written is sealed (`participation.backends.sealed_texts`). Kinds that must not be
    handled here cannot be stored at all: the database knows no category for them.
    ``told_of`` is the last thing that those who handle it were written about.
    """

    serial = models.CharField(_("serial"), max_length=8, unique=True)
    secret_hash = models.CharField(_("hash of the secret"), max_length=160)
    form_mark = models.CharField(_("mark of the form"), max_length=64, unique=True)
    channel = models.CharField(_("way"), max_length=9, choices=Channel)
    received_on = models.DateField(_("received"), default=timezone.localdate)
    community = models.ForeignKey(
        Community,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="feedback",
        verbose_name=_("community"),
    )
    initiative = models.ForeignKey(
        Initiative,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="feedback",
        verbose_name=_("initiative"),
    )
    category = models.CharField(_("about"), max_length=10, choices=FeedbackCategory)
    sensitivity = models.CharField(
        _("who may read it"),
        max_length=10,
        choices=Sensitivity,
        default=Sensitivity.NORMAL,
    )
    language = models.CharField(
        _("language of the text"), max_length=5, choices=settings.LANGUAGES
    )
    text_sealed = models.BinaryField(_("text"))
    contact_sealed = models.BinaryField(_("contact"), default=b"", blank=True)
    state = models.CharField(
        _("state"),
        max_length=16,
        choices=FeedbackState,
        default=FeedbackState.RECEIVED,
    )
    priority = models.CharField(
        _("priority"), max_length=6, choices=Priority, default=Priority.NORMAL
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="feedback_in_hand",
        verbose_name=_("in whose hands"),
    )
    acknowledge_by = models.DateField(_("to be acknowledged by"))
    answer_by = models.DateField(_("to be answered by"))
    acknowledged_on = models.DateField(_("acknowledged"), null=True, blank=True)
    answered_on = models.DateField(_("first answered"), null=True, blank=True)
    was_in_time = models.BooleanField(_("answered in time"), null=True, blank=True)
    state_since = models.DateField(_("in this state since"), default=timezone.localdate)
    closing_reason = models.CharField(
        _("why nothing is done"),
        max_length=9,
        choices=ClosingReason,
        default=ClosingReason.NONE,
        blank=True,
    )
    erased_on = models.DateField(_("texts erased"), null=True, blank=True)
    told_of = models.CharField(
        _("handlers were told"), max_length=9, choices=Pressing, default="", blank=True
    )

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ["received_on", "pk"]
        default_permissions = ()
        permissions = [
            (
                "answer_serious_feedback",
                _("Can answer complaints about conduct and fraud"),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(category__in=FeedbackCategory.values),
                name="participation_feedback_of_a_kind_handled_here",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=FeedbackState.values,
                    channel__in=Channel.values,
                    priority__in=Priority.values,
                    sensitivity__in=Sensitivity.values,
                    told_of__in=["", *Pressing.values],
                ),
                name="participation_feedback_codes_known",
            ),
            models.CheckConstraint(
                condition=~Q(category__in=OWN_ROUTE, sensitivity=Sensitivity.NORMAL),
                name="participation_feedback_serious_on_own_route",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=FeedbackState.CLOSED_NO_ACTION)
                    & ~Q(closing_reason=ClosingReason.NONE)
                )
                | (
                    ~Q(state=FeedbackState.CLOSED_NO_ACTION)
                    & Q(closing_reason=ClosingReason.NONE)
                ),
                name="participation_feedback_no_action_has_reason",
            ),
            models.CheckConstraint(
                condition=(
                    Q(erased_on__isnull=False, text_sealed=b"", contact_sealed=b"")
                    & Q(state__in=CLOSED)
                )
                | (Q(erased_on__isnull=True) & ~Q(text_sealed=b"")),
                name="participation_feedback_has_text_or_was_erased",
            ),
            models.CheckConstraint(
                condition=~Q(state=FeedbackState.REFERRED)
                | Q(
                    erased_on__isnull=False,
                    community__isnull=True,
                    initiative__isnull=True,
                    assignee__isnull=True,
                    category=FeedbackCategory.OTHER,
                ),
                name="participation_feedback_referred_keeps_nothing",
            ),
            models.CheckConstraint(
                condition=Q(acknowledge_by__gte=F("received_on"))
                & Q(answer_by__gte=F("acknowledge_by")),
                name="participation_feedback_due_in_order",
            ),
        ]
        indexes = [
            models.Index(
                fields=["answer_by"],
                condition=Q(state__in=OPEN),
                name="participation_feedback_due",
            )
        ]

    def __str__(self) -> str:
        # Never the text: this may reach a log.
        return f"{self._meta.verbose_name} {self.serial}"

    @property
    def route(self) -> str:
        """Whose desk it lies on."""
        return ROUTE_OF[self.category]

    @property
    def due_on(self) -> datetime.date | None:
        """The next day by which something is due; None where nothing is."""
        if self.state not in OPEN:
            return None
        if self.state == FeedbackState.RECEIVED:
            return self.acknowledge_by
        return self.answer_by

    @property
    def is_overdue(self) -> bool:
        """Whether that day has passed."""
        return self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def text(self) -> str:
        """What was said. Raises SealedTextError."""
        return unseal(self.text_sealed, place=f"{self.serial}:text")


class FeedbackMessage(models.Model):
    """Words that came later: of the person, to the person, or among colleagues."""

    feedback = models.ForeignKey(
        Feedback, on_delete=models.CASCADE, related_name="messages"
    )
    voice = models.CharField(_("whose words"), max_length=6, choices=Voice)
    words_sealed = models.BinaryField(_("words"))
    on = models.DateField(_("when"), default=timezone.localdate)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    form_mark = models.CharField(
        _("mark of the form"), max_length=64, unique=True, null=True, blank=True
    )

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["feedback", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(words_sealed=b""),
                name="participation_message_says_something",
            ),
            models.CheckConstraint(
                condition=Q(voice=Voice.PERSON, by__isnull=True)
                | Q(voice__in=[Voice.ANSWER, Voice.NOTE], by__isnull=False),
                name="participation_message_has_its_voice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def words(self) -> str:
        """The words. Raises SealedTextError."""
        return unseal(self.words_sealed, place=f"{self.feedback.serial}:message")
