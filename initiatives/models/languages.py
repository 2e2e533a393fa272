"""Texts that somebody wrote in one language, and that some have in others too."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from initiatives.enums import TextLanguage


def language_field(what: Any) -> "models.CharField[str, str]":
    """The language of a text beside it; "" for texts from before it was asked for."""
    return models.CharField(what, max_length=5, choices=TextLanguage, blank=True)


def is_of_a_text(text: str, language: str) -> Q:
    """For a constraint: only what was written has a language, and one that is known."""
    written = ~Q(**{text: ""}) & Q(**{f"{language}__in": TextLanguage.values})
    return Q(**{language: ""}) | written


def readers_language() -> str:
    """The code of the language that is shown."""
    return (get_language() or "en")[:2]


def for_reader(texts: Mapping[str, str], text: str) -> str:
    """The text in the reader's language where there is one, else as it was written."""
    return texts.get(readers_language()) or text


def language_for_reader(texts: Mapping[str, str], language: str) -> str:
    """The language of what `for_reader` gives."""
    own = readers_language()
    return own if texts.get(own) else language
