"""Tags that draw pieces of a map."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.inclusion_tag("maps/_legend.html")
def map_legend(entries: Sequence[tuple[str, str]], hatched: str = "") -> dict[str, Any]:
    """The classes, tone and label each, and the hatch of what is not shown."""
    return {
        "entries": entries,
        "hatched": hatched or _("not shown, to protect people"),
    }
