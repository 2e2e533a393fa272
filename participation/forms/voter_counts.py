"""The form with which an officer enters who came to a table or to the desk on a day."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from initiatives.forms.proposal import DateInput
from participation.enums import CameTo
from participation.forms.group_counts import GroupCountsForm
from participation.services.voter_counts import Counted


class VoterCountForm(GroupCountsForm):
    """Where and on which day, and how many of each group; entered once, as a whole."""

    came_to = forms.ChoiceField(
        label=_("What did people come to?"), choices=CameTo, widget=forms.RadioSelect
    )
    community = forms.ModelChoiceField(
        Community.objects.none(), label=_("In which community?"), empty_label=None
    )
    place = forms.CharField(
        label=_("Table or place"),
        max_length=80,
        help_text=_("For example: school, room 2. Never a person's name."),
    )
    day = forms.DateField(
        label=_("Day"),
        widget=DateInput(),
        help_text=_("Of a count over several days: the last of them."),
    )

    field_order = ["came_to", "community", "place", "day", "everybody"]

    def __init__(
        self, *args: Any, communities: Collection[Community], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.add_groups(has_minors=False)
        self.fields["everybody"].help_text = _(
            "%(n)d at least. With fewer, put places or days together."
        ) % {"n": settings.RELEASE_THRESHOLD_PERSONS}
        chooser = self.fields["community"]
        chooser.queryset = Community.objects.filter(  # type: ignore[attr-defined]
            pk__in=[each.pk for each in communities]
        )
        if len(communities) == 1:
            chooser.widget = forms.HiddenInput()
            self.initial["community"] = next(iter(communities)).pk

    def counted(self) -> Counted:
        """What `count_voters` takes."""
        given = self.cleaned_data
        return Counted(
            community=given["community"],
            came_to=CameTo(given["came_to"]),
            place=given["place"],
            day=given["day"],
            everybody=given["everybody"],
            groups=self.groups(),
        )
