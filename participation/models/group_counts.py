"""How many of those who came somewhere were in which group; never who."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participation.enums import AttendanceGroup, Breakdown


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


class GroupCounts(models.Model):
    """Counts of those who came, each breakdown by itself.

    ``told`` lists the breakdowns that were counted. Where the count is settled, None in
    one of these is what the threshold does not let be shown, and which is not kept.
    """

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
    threshold = models.PositiveSmallIntegerField(
        _("threshold"), null=True, blank=True, help_text=_("By which it was settled.")
    )

    class Meta:
        abstract = True
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=_adds_up(breakdown),
                name=f"participation_%(class)s_{breakdown.value}_adds_up",
            )
            for breakdown in Breakdown
        ]

    @property
    def has_minors(self) -> bool:
        """Whether people under 18 may be among those who came."""
        raise NotImplementedError

    @property
    def is_settled(self) -> bool:
        """Whether only what may be shown is kept of the counts."""
        raise NotImplementedError

    def counted(self, breakdown: Breakdown) -> dict[AttendanceGroup, int | None]:
        """The groups of a breakdown with what is kept of each."""
        return {group: getattr(self, group.value) for group in breakdown.groups}
