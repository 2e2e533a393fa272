"""A choice among rows that are offered, whatever else somebody sends."""

from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    _Field = forms.ModelMultipleChoiceField[Any]
else:  # Django's fields take no parameter when the site runs
    _Field = forms.ModelMultipleChoiceField


class OfferedOnly(_Field):
    """Refuses what is not offered before the database is asked for it.

    SQLite fails on a number that is larger than it can hold.
    """

    def clean(self, value: Any) -> Any:
        """The chosen rows, or the usual message about the first that is not offered."""
        rows = (
            self.queryset.values_list("pk", flat=True)
            if self.queryset is not None
            else ()
        )
        offered = {str(key) for key in rows}
        for key in value or []:
            if str(key) not in offered:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": key},
                )
        return super().clean(value)
