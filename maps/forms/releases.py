"""Forms of data stewards."""

from django import forms
from django.utils.translation import gettext_lazy as _

from maps.models import Release
from maps.services.release_plans import THRESHOLD_FLOOR

#: Above this nothing would be shown anywhere.
_HIGHEST = 1_000


class ThresholdForm(forms.Form):
    """A threshold to work out beside the usual ones."""

    threshold = forms.IntegerField(
        label=_("Another threshold, in persons"),
        required=False,
        min_value=THRESHOLD_FLOOR,
        max_value=_HIGHEST,
        help_text=_("Beside 5, 10, 15 and 20. Leave it empty to have just those."),
    )


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
