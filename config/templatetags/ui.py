"""Building blocks of every page; registered as built-ins, so no `{% load %}` is needed."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import template
from django.forms import BaseForm
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_bidi, get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Page

from communities.enums import Dimension
from config.addresses import LanguageLink, language_links, site_path, translated_path
from config.icons import drawing_markup, icon_markup
from maps.plots import progress_bar as draw_progress_bar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.paginator import Page as PaginatorPage
    from django.forms import BoundField
    from django.http import HttpRequest
    from django.template.context import Context

register = template.Library()

#: Depth of a language's first page in the CMS's tree; the root has 1.
_HOME_DEPTH = 2

TONES = frozenset({"neutral", "good", "warn", "bad", "active"})
register.simple_tag(site_path, name="site_path")


@register.simple_tag(name="icon")
def icon(name: str) -> SafeString:
    """Draw an icon (names in `config.icons`); it is decoration, so put a word beside it."""
    return mark_safe(icon_markup(name))  # noqa: S308 - constants of config.icons


@register.simple_tag(name="drawing")
def drawing(name: str) -> SafeString:
    """Draw a picture for an empty state or an error page."""
    return mark_safe(drawing_markup(name))  # noqa: S308 - constants of config.icons


@register.filter
def written_in(page: Page) -> SafeString:
    """Attributes of a CMS page's own words: their language, where nobody translated them."""
    code = _language_of_words(page)
    if code is None:
        return SafeString("")
    direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
    return format_html(' lang="{}" dir="{}"', code, direction)


@register.inclusion_tag("_untranslated.html")
def untranslated_note(page: Page) -> dict[str, str]:
    """Say that a CMS page is shown in the language in which it was written."""
    code = _language_of_words(page)
    return {"language": get_language_info(code)["name_translated"] if code else ""}


def _language_of_words(page: Page) -> str | None:
    """The language of a page that stands in for its translation, else None."""
    return page.alias_of.locale.language_code if page.alias_of_id else None


@register.simple_tag
def dimension_tag(code: str) -> SafeString:
    """Show a dimension as shape, colour and word; raise ValueError for an unknown code."""
    dimension = Dimension(code)
    return format_html(
        '<span class="tag {}">{}{}</span>',
        dimension.value,
        icon(dimension.value),
        dimension.label,
    )


@register.simple_tag
def state_tag(label: str, tone: str = "neutral") -> SafeString:
    """Show a state as word, icon and colour; `tone` is one of TONES."""
    if tone not in TONES:
        raise ValueError(f"{tone!r} is not a tone: {', '.join(sorted(TONES))}")
    return format_html('<span class="state {}">{}{}</span>', tone, icon(tone), label)


@register.simple_tag
def progress_bar(
    value: float, total: float, label: str, tone: str = "accent", second: float = 0
) -> SafeString:
    """Draw how much of `total` is reached; `label` says it in words for those who hear it.

    `second` is a further part after the first (money committed after money spent).
    """
    markup = draw_progress_bar(
        value, total, title=label, tone=tone, second=second, mirror=get_language_bidi()
    )
    return mark_safe(markup)  # noqa: S308 - maps.plots escapes all text


@register.filter(expects_localtime=True)
def local_date(value: date | None, style: str = "date") -> SafeString | str:
    """Write a date in words of the reader's language; styles: date, time, month."""
    if value is None:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    words = date_format(value, _date_pattern(style))
    if style == "time" and isinstance(value, datetime):
        words = _("%(day)s, %(time)s") % {
            "day": words,
            "time": date_format(value, "H:i"),
        }
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


def _date_pattern(style: str) -> str:
    if style == "month":
        return "F Y"
    return "j F Y" if get_language() == "en" else "DATE_FORMAT"


@register.simple_tag(name="translated_path")
def translated_path_tag(
    request: "HttpRequest", language: str, page: object = None
) -> str:
    """Return the address of what is shown now in another language."""
    return translated_path(request, language, page)


@register.simple_tag(takes_context=True, name="language_links")
def language_links_tag(context: "Context") -> list[LanguageLink]:
    """Return every language with its address of this page; empty without a request."""
    request = context.get("request")
    return language_links(request, context.get("page")) if request else []


@register.inclusion_tag("_nav_link.html", takes_context=True)
def nav_link(context: "Context", url: str, label: str) -> dict[str, Any]:
    """Show a link of the menu, marked when it leads here (`page`) or above (`true`)."""
    request = context.get("request")
    here = request.path if request else ""
    current = ""
    if here == url:
        current = "page"
    elif url != site_path("/") and here.startswith(url):
        current = "true"
    return {"url": url, "label": label, "current": current}


@register.inclusion_tag("_breadcrumbs.html")
def breadcrumbs(*parts: str) -> dict[str, Any]:
    """Show where this page stands: label, address, label, address … and its own label."""
    links = list(zip(parts[::2], parts[1::2], strict=False))
    here = parts[-1] if len(parts) % 2 else ""
    return {"links": [(_("Home"), site_path("/")), *links], "here": here}


@register.inclusion_tag("_breadcrumbs.html", takes_context=True)
def page_breadcrumbs(context: "Context", page: Page) -> dict[str, Any]:
    """Show where a CMS page stands below its home page."""
    request = context.get("request")
    above = page.get_ancestors().filter(depth__gt=1).specific(defer=True)
    links = [
        (_("Home") if each.depth == _HOME_DEPTH else each.title, each.get_url(request))
        for each in above
        if each.live
    ]
    return {"links": links, "here": page.title if links else ""}


@register.simple_tag
def field(bound_field: "BoundField") -> SafeString:
    """Show one field with label, hint and errors, for forms laid out by hand."""
    return bound_field.as_field_group()


@register.inclusion_tag("_error_summary.html")
def error_summary(*forms: "BaseForm | Iterable[BaseForm]") -> dict[str, Any]:
    """List what must be corrected in forms and formsets, each with a link to its field."""
    flat: list[BaseForm] = []
    for each in forms:
        flat.extend([each] if isinstance(each, BaseForm) else each)
    return {"problems": [problem for form in flat for problem in _problems(form)]}


def _problems(form: "BaseForm") -> list[tuple[str, str]]:
    """Return (anchor, message) pairs; the anchor is empty for the form as a whole."""
    if not form.is_bound or not form.errors:
        return []
    found = [("", str(message)) for message in form.non_field_errors()]
    for bound in form:
        anchor = bound.id_for_label or _first_of(bound)
        found.extend((anchor, f"{bound.label} – {message}") for message in bound.errors)
    return found


def _first_of(bound: "BoundField") -> str:
    """The anchor of the first of several boxes; empty where there is none to choose."""
    return next((each.id_for_label for each in bound.subwidgets), "")


@register.simple_tag
def page_numbers(page_obj: "PaginatorPage[Any]") -> list[int | str]:
    """Return the pages to offer near this one, with "…" where some are left out."""
    found = page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=2)
    return [each if isinstance(each, int) else "…" for each in found]
