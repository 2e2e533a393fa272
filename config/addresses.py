"""Addresses in each language: English has no prefix, every other language has its own."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import get_script_prefix
from django.utils.translation import (
    get_language,
    get_language_from_path,
    get_language_info,
)
from wagtail.models import Page

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True)
class LanguageLink:
    """One language of the site and the address of the same page in it."""

    code: str
    name: str
    direction: str
    url: str
    is_current: bool


def site_path(path: str, language: str | None = None) -> str:
    """Return `path` ("/communities/") with the prefix of a language, the active by default."""
    language = language or get_language() or settings.LANGUAGE_CODE
    root = get_script_prefix().rstrip("/")
    if language != settings.LANGUAGE_CODE:
        root = f"{root}/{language}"
    return f"{root}/{path.lstrip('/')}"


def translated_path(request: "HttpRequest", language: str, page: object = None) -> str:
    """Return where `language` shows what this request shows.

    A CMS page leads to its translation, or to the home page of the language when it has
    none; any other address keeps its path and its query.
    """
    return _translated(request, language, _translations(request, page))


def language_links(request: "HttpRequest", page: object = None) -> list[LanguageLink]:
    """Return every language of the site in the order of the settings, one query at most."""
    translations = _translations(request, page)
    current = get_language()
    return [
        LanguageLink(
            code=code,
            name=str(name),
            direction="rtl" if get_language_info(code)["bidi"] else "ltr",
            url=_translated(request, code, translations),
            is_current=code == current,
        )
        for code, name in settings.LANGUAGES
    ]


def _translations(request: "HttpRequest", page: object) -> dict[str, str] | None:
    """Map language codes to addresses of a CMS page; None for anything else."""
    if not isinstance(page, Page) or page.pk is None:
        return None
    siblings = page.get_translations(inclusive=True).live().select_related("locale")
    urls = {each.locale.language_code: each.get_url(request) for each in siblings}
    return {code: url for code, url in urls.items() if url}


def _translated(
    request: "HttpRequest", language: str, translations: dict[str, str] | None
) -> str:
    if translations is not None:
        return translations.get(language) or site_path("/", language)
    bare = request.get_full_path().removeprefix(get_script_prefix().rstrip("/"))
    prefix = get_language_from_path(request.path_info)
    if prefix:
        bare = bare.removeprefix(f"/{prefix}")
    return site_path(bare, language)
