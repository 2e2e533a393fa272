"""How many came to a meeting, by group; never who."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participation.enums import AttendanceGroup, Breakdown
from participation.models.meetings import Meeting


def _count(group: AttendanceGroup) -> Any:
    return models.PositiveIntegerField(group.label, null=True, blank=True)


def _adds_up(breakdown: Breakdown) -> Q:
    """Where all of a breakdown is known, it comes to everybody who came."""
    groups = [group.value for group in breakdown.groups]
    unknown = Q(everybody__isnull=True)
    for group in groups:
        unknown |= Q(**{f"{group}__isnull": True})
    first, *others = groups
    together: Any = F(first)
    for group in others:
        together += F(group)
    return unknown | Q(everybody=together)


class Attendance(models.Model):
    """Counts of those who came, each breakdown by itself.

    ``told`` lists the breakdowns that were counted. With the first publication of the
    minutes the count is ``settled``: what the threshold does not let be shown is
    forgotten (None in a breakdown that is told), and the database refuses any change,
    because the difference of two versions would tell what each of them hides.
    """

    meeting = models.OneToOneField(
        Meeting, on_delete=models.PROTECT, related_name="attendance"
    )
    everybody = models.PositiveIntegerField(_("everybody who came"), null=True)
    women = _count(AttendanceGroup.WOMEN)
    men = _count(AttendanceGroup.MEN)
    sex_rest = _count(AttendanceGroup.SEX_REST)
    under_18 = _count(AttendanceGroup.UNDER_18)
    aged_18_29 = _count(AttendanceGroup.AGED_18_29)
    aged_30_59 = _count(AttendanceGroup.AGED_30_59)
    aged_60_up = _count(AttendanceGroup.AGED_60_UP)
    age_rest = _count(AttendanceGroup.AGE_REST)
    returnees = _count(AttendanceGroup.RETURNEES)
    neighbours = _count(AttendanceGroup.NEIGHBOURS)
    origin_rest = _count(AttendanceGroup.ORIGIN_REST)
    with_disability = _count(AttendanceGroup.WITH_DISABILITY)
    disability_rest = _count(AttendanceGroup.DISABILITY_REST)
    told = models.JSONField(_("breakdowns counted"), default=list, blank=True)
    settled = models.BooleanField(_("settled"), default=False)
    threshold = models.PositiveSmallIntegerField(
        _("threshold"), null=True, blank=True, help_text=_("By which it was settled.")
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        default_permissions = ()
        constraints = [
            *(
                models.CheckConstraint(
                    condition=_adds_up(breakdown),
                    name=f"participation_attendance_{breakdown.value}_adds_up",
                )
                for breakdown in Breakdown
            ),
            models.CheckConstraint(
                condition=Q(settled=False, everybody__isnull=False)
                | Q(settled=True, threshold__isnull=False),
                name="participation_attendance_known_until_settled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.everybody}"

    def counted(self, breakdown: Breakdown) -> dict[AttendanceGroup, int | None]:
        """The groups of a breakdown with what is kept of each."""
        return {group: getattr(self, group.value) for group in breakdown.groups}
