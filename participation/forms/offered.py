"""A choice among rows that are offered, whatever else somebody sends."""

from typing import Any

from django import forms


class OfferedOnly(forms.ModelMultipleChoiceField):
    """Refuses what is not offered before the database is asked for it.

    SQLite fails on a number that is larger than it can hold.
    """

    def clean(self, value: Any) -> Any:
        """The chosen rows, or the usual message about the first that is not offered."""
        offered = {str(key) for key in self.queryset.values_list("pk", flat=True)}
        for key in value or []:
            if str(key) not in offered:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": key},
                )
        return super().clean(value)
