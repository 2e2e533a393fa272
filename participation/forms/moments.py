"""A field for a day and a time, as browsers send and expect it whatever the language."""

from typing import Any

from django import forms


def moment_field(label: Any, help_text: Any) -> forms.DateTimeField:
    """A day with its time."""
    return forms.DateTimeField(
        label=label,
        help_text=help_text,
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "short"}, format="%Y-%m-%dT%H:%M"
        ),
    )
