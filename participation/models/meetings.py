"""A meeting: called with an agenda and a place, held, its minutes published."""

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community, CommunityBody
from initiatives.models import Initiative, Milestone
from initiatives.models.initiatives import REFERENCE_SIGNS
from initiatives.models.languages import is_of_a_text, language_field
from maps.models import AdminArea
from participation.enums import MeetingKind, MeetingState
from participation.models.places import TakesPlace
from participation.models.rounds import Round


def new_meeting_reference() -> str:
    """Draw a reference such as ``MT-7K3QF``; says nothing of order."""
    return "MT-" + "".join(secrets.choice(REFERENCE_SIGNS) for _place in range(5))


class Meeting(TakesPlace, models.Model):
    """A meeting of a community, of an area or of the programme.

    ``body`` is the one of its community that holds it; ``held_by`` names a body that is
    not in the community's list, in words. The database keeps a meeting and its body in
    the same community. ``revision`` counts the changes of what was
    announced, by which calendars tell an old copy from a new one. The texts of the
    announcement are in ``language``, those of the minutes in ``minutes_language``,
    and why it was called off in ``off_language``.
    """

    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_meeting_reference
    )
    community = models.ForeignKey(
        Community,
        on_delete=models.PROTECT,
        related_name="meetings",
        null=True,
        blank=True,
        verbose_name=_("community"),
    )
    area = models.ForeignKey(
        AdminArea,
        on_delete=models.PROTECT,
        related_name="meetings",
        null=True,
        blank=True,
        verbose_name=_("area"),
    )
    kind = models.CharField(
        _("kind of meeting"),
        max_length=12,
        choices=MeetingKind,
        default=MeetingKind.COMMUNITY,
    )
    title = models.CharField(_("title"), max_length=120)
    body = models.ForeignKey(
        CommunityBody,
        on_delete=models.PROTECT,
        related_name="meetings",
        null=True,
        blank=True,
        verbose_name=_("body"),
    )
    held_by = models.CharField(_("held by"), max_length=120, blank=True)
    place = models.CharField(_("place"), max_length=200)
    language = models.CharField(
        _("language of the text"),
        max_length=5,
        choices=settings.LANGUAGES,
        default="en",
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    state = models.CharField(
        _("state"), max_length=10, choices=MeetingState, default=MeetingState.CALLED
    )
    off_reason = models.TextField(_("why called off"), max_length=1000, blank=True)
    off_language = language_field(_("language of the reason"))
    minutes = models.TextField(_("minutes"), max_length=6000, blank=True)
    minutes_language = models.CharField(
        _("language of the minutes"),
        max_length=5,
        choices=settings.LANGUAGES,
        default="en",
    )
    sent_back_why = models.TextField(
        _("what should change"), max_length=1000, blank=True
    )
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    published_on = models.DateField(_("minutes published"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("minutes published by"),
    )
    revision = models.PositiveSmallIntegerField(_("revision"), default=0)
    announced_at = models.DateTimeField(
        _("announcement last changed"), default=timezone.now
    )
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    initiatives = models.ManyToManyField(
        Initiative, related_name="meetings", blank=True, verbose_name=_("initiatives")
    )
    milestones = models.ManyToManyField(
        Milestone, related_name="meetings", blank=True, verbose_name=_("milestones")
    )
    rounds = models.ManyToManyField(
        Round, related_name="meetings", blank=True, verbose_name=_("voting rounds")
    )

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-starts_at", "pk"]
        indexes = [
            models.Index(
                fields=["community", "starts_at"], name="participation_meetings_in"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(community__isnull=True) | Q(area__isnull=True),
                name="participation_meeting_one_scope",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="participation_meeting_ends_after_start",
                violation_error_message=_("The meeting ends before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=MeetingState.values)
                & Q(kind__in=MeetingKind.values),
                name="participation_meeting_known",
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(place=""),
                name="participation_meeting_has_title_and_place",
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.CALLED_OFF) & ~Q(off_reason="")
                | ~Q(state=MeetingState.CALLED_OFF) & Q(off_reason=""),
                name="participation_called_off_has_reason",
            ),
            models.CheckConstraint(
                condition=is_of_a_text("off_reason", "off_language"),
                name="participation_called_off_in_a_language",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[MeetingState.HANDED_IN, MeetingState.PUBLISHED])
                | ~Q(minutes=""),
                name="participation_minutes_before_handing_in",
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.PUBLISHED, published_on__isnull=False)
                | ~Q(state=MeetingState.PUBLISHED) & Q(published_on__isnull=True),
                name="participation_published_minutes_have_date",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Raise ValidationError for the body of another community."""
        super().clean()
        if self.body is not None and self.body.community_id != self.community_id:
            raise ValidationError(
                {"body": _("This body is not of the community that meets.")}
            )

    @property
    def has_begun(self) -> bool:
        """Whether the time for which it was called has come."""
        return self.starts_at <= timezone.now()

    @property
    def is_upcoming(self) -> bool:
        """Whether one can still go there."""
        return self.state == MeetingState.CALLED and self.ends_at > timezone.now()


class AgendaItem(models.Model):
    """One point of an agenda."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="agenda"
    )
    position = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("point of the agenda"), max_length=200)

    class Meta:
        verbose_name = _("point of an agenda")
        verbose_name_plural = _("points of an agenda")
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"], name="participation_agenda_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(text=""), name="participation_agenda_item_has_text"
            ),
        ]

    def __str__(self) -> str:
        return self.text
