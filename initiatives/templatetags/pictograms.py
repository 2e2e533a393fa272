"""Drawings of kinds of initiatives, where one has no picture of its own."""

from typing import Final

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from initiatives.enums import Category

register = template.Library()

#: One drawing for each kind of initiative, as lines on a grid of 48 × 48.
PICTOGRAMS: Final = {
    Category.GROUP_IGA: '<path d="M8 40V24h32v16M5 24l4-10h30l4 10zM19 40V30h10v10"/>',
    Category.LOCAL_DEVELOPMENT: '<path d="M24 42V20M24 28c-10 0-14-5-14-12 9 0 14 4 14 12zM24 22c0-9 5-13 14-13 0 9-5 13-14 13zM8 42h32"/>',
    Category.FINANCIAL_SUPPORT: '<ellipse cx="24" cy="12" rx="14" ry="5"/><path d="M10 12v8c0 3 6 5 14 5s14-2 14-5v-8M10 20v8c0 3 6 5 14 5s14-2 14-5v-8M10 28v8c0 3 6 5 14 5s14-2 14-5v-8"/>',
    Category.HOUSING: '<path d="M6 24 24 8l18 16M11 20v20h26V20M20 40V28h8v12"/>',
    Category.EDUCATION: '<path d="M24 13c-5-4-12-4-18-3v27c6-1 13-1 18 3 5-4 12-4 18-3V10c-6-1-13-1-18 3zM24 13v27"/>',
    Category.HEALTH: '<path d="M18 6h12v12h12v12H30v12H18V30H6V18h12z"/>',
    Category.INFRASTRUCTURE: '<path d="M12 42V14h10v28M22 20h12v6M17 14V6M12 6h10M34 31c-3 4-3 7 0 7s3-3 0-7zM6 42h36"/>',
    Category.SAFETY_JUSTICE: '<path d="M24 6v34M14 40h20M10 14h28M10 14 4 28h12zM38 14l-6 14h12z"/>',
    Category.MOBILISATION: '<path d="M8 20v10h7l15 9V11L15 20zM36 18c4 3 4 11 0 14M15 30v10"/>',
    Category.PEER_SUPPORT: '<circle cx="15" cy="14" r="6"/><circle cx="33" cy="14" r="6"/><path d="M5 40c0-9 4-15 10-15 5 0 7 4 9 4s4-4 9-4c6 0 10 6 10 15"/>',
    Category.NETWORKS: '<circle cx="24" cy="10" r="5"/><circle cx="10" cy="36" r="5"/><circle cx="38" cy="36" r="5"/><path d="M21 14 12 32M27 14l9 18M15 36h18"/>',
}


@register.simple_tag
def pictogram(category: str) -> SafeString:
    """The drawing of a kind of initiative; words stand beside it."""
    shape = PICTOGRAMS.get(Category(category)) if category else ""
    return format_html(
        '<svg viewBox="0 0 48 48" width="96" height="96" aria-hidden="true">{}</svg>',
        mark_safe(shape or ""),  # noqa: S308 - constants of this file
    )
