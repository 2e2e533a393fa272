"""Forms of data stewards."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from maps.enums import AreaLevel
from maps.models import Release
from maps.queries.areas import levels_in_use
from maps.services.release_plans import THRESHOLD_FLOOR

#: Above this nothing would be shown anywhere.
_HIGHEST = 1_000


def _households() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Threshold, in households"),
        required=False,
        min_value=THRESHOLD_FLOOR,
        max_value=_HIGHEST,
        initial=lambda: settings.RELEASE_THRESHOLD_HOUSEHOLDS,
        help_text=_("Where households were recorded, fewer than these are hidden too."),
    )


class ThresholdForm(forms.Form):
    """A threshold to work out beside the usual ones, and that of households for all."""

    threshold = forms.IntegerField(
        label=_("Another threshold, in persons"),
        required=False,
        min_value=THRESHOLD_FLOOR,
        max_value=_HIGHEST,
        help_text=_("Beside 5, 10, 15 and 20. Leave it empty to have just those."),
    )
    households = _households()


class ZonesForm(forms.Form):
    """A threshold to work out with small areas of one level shown together."""

    zone_threshold = forms.IntegerField(
        label=_("Threshold, in persons"),
        min_value=THRESHOLD_FLOOR,
        max_value=_HIGHEST,
        initial=lambda: settings.RELEASE_THRESHOLD_PERSONS,
    )
    zone_households = _households()
    zone_level = forms.TypedChoiceField(
        label=_("Show together"),
        coerce=int,
        help_text=_("Only areas that touch, and lie in the same larger area."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone_level"].choices = [  # type: ignore[attr-defined]
            (level, AreaLevel(level).label)
            for level in levels_in_use()
            if level != AreaLevel.COUNTRY
        ]


class RefusalForm(forms.Form):
    """Why a proposal is refused."""

    reason = forms.CharField(
        label=_("Reason for refusing"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For other data stewards. Name no place with few people."),
    )


class WithdrawalForm(forms.Form):
    """Why a release is withdrawn."""

    reason = forms.CharField(
        label=_("Reason, shown to everybody"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Say what was wrong. Name no place with few people."),
    )


class ComparisonForm(forms.Form):
    """Which release to compare with."""

    other = forms.ModelChoiceField(
        label=_("Compare with"), queryset=Release.objects.select_related("round")
    )
