"""Fields for counts by group: of a meeting, or of those who came to vote."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.enums import AttendanceGroup, Breakdown
from participation.services.group_counts import MOST_PEOPLE


def number_field(label: Any, most: int, **more: Any) -> forms.IntegerField:
    """A number that may be left out."""
    return forms.IntegerField(
        label=label, min_value=0, max_value=most, required=False, localize=False, **more
    )


class GroupCountsForm(forms.Form):
    """How many came, by group. Each breakdown may be left out."""

    everybody = forms.IntegerField(
        label=_("How many people came?"),
        min_value=1,
        max_value=MOST_PEOPLE,
        localize=False,
    )

    def add_groups(self, *, has_minors: bool) -> None:
        """Add a field for each group that can be counted."""
        for breakdown in Breakdown:
            for group in breakdown.groups[:-1]:
                if has_minors or group != AttendanceGroup.UNDER_18:
                    self.fields[group.value] = number_field(group.label, MOST_PEOPLE)

    def by_breakdown(self) -> list[tuple[Breakdown, list[forms.BoundField]]]:
        """The fields of each breakdown, for a page that sets them apart."""
        return [
            (
                breakdown,
                [self[group] for group in breakdown.groups if group in self.fields],
            )
            for breakdown in Breakdown
        ]

    def groups(self) -> dict[AttendanceGroup, int | None]:
        """The groups with their numbers; None was not counted."""
        return {
            group: self.cleaned_data[group.value]
            for group in AttendanceGroup
            if group.value in self.fields
        }
