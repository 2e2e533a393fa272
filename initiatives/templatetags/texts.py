"""What somebody wrote, in templates: in its own language and direction."""

from typing import Any

from django import template
from django.utils.translation import get_language, get_language_info

from initiatives.enums import TextLanguage

register = template.Library()


@register.inclusion_tag("initiatives/_text.html")
def in_own_language(text: str, language: str) -> dict[str, Any]:
    """A text with its language and direction, named where it is not the reader's.

    Of a text from before its language was asked for (``""``) none is claimed.
    """
    is_known = language not in ("", TextLanguage.OTHER)
    is_rtl = is_known and get_language_info(language)["bidi"]
    is_foreign = language not in ("", get_language())
    return {
        "text": text,
        "language": language,
        "direction": ("rtl" if is_rtl else "ltr") if is_known else "auto",
        "foreign": TextLanguage(language).label if is_foreign else "",
        "is_known": is_known,
    }
