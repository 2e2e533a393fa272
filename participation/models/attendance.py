"""How many came to a meeting, by group; never who."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.enums import MeetingKind
from participation.models.group_counts import GroupCounts
from participation.models.meetings import Meeting


class Attendance(GroupCounts):
    """Counts of those who came to a meeting.

    With the first publication of the minutes the count is ``settled``: what the threshold
    does not let be shown is forgotten, and the database refuses any change, because the
    difference of two versions would tell what each of them hides.
    """

    meeting = models.OneToOneField(
        Meeting, on_delete=models.PROTECT, related_name="attendance"
    )
    settled = models.BooleanField(_("settled"), default=False)

    class Meta(GroupCounts.Meta):
        abstract = False
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            *GroupCounts.Meta.constraints,
            models.CheckConstraint(
                condition=Q(settled=False, everybody__isnull=False)
                | Q(settled=True, threshold__isnull=False),
                name="participation_attendance_known_until_settled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.everybody}"

    @property
    def is_settled(self) -> bool:
        """From the first publication of the minutes on."""
        return self.settled

    @property
    def has_minors(self) -> bool:
        """Only at sessions that somebody trained holds with them."""
        return self.meeting.kind == MeetingKind.YOUNG
