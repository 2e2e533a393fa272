"""In which language somebody writes what everybody will read."""

from typing import Any

from django import forms
from django.utils.translation import get_language

from initiatives.enums import TextLanguage


class LanguageField(forms.ChoiceField):
    """The language of a text beside it: that of the page, unless the writer says else."""

    def __init__(self, *, label: Any) -> None:
        super().__init__(
            label=label, choices=TextLanguage, initial=get_language, required=False
        )

    def clean(self, value: Any) -> str:
        """The code of a language; never empty."""
        return str(super().clean(value) or get_language())
