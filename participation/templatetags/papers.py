"""Figures of paper in templates."""

from typing import TYPE_CHECKING

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from participation.queries.paper_errors import Told

if TYPE_CHECKING:
    from participation.queries.paper_errors import ErrorCount
    from participation.queries.paper_results import PaperResult

register = template.Library()


@register.filter
def error_words(count: "ErrorCount") -> str:
    """How many sheets were wrong, as far as it is told."""
    return {
        Told.NONE: pgettext("sheets", "none"),
        Told.SOME: pgettext("sheets", "at least one"),
        Told.FEWER: pgettext("sheets", "fewer than %(n)s"),
        Told.AT_LEAST: pgettext("sheets", "%(n)s or more"),
        Told.NUMBER: "%(n)s",
    }[count.told] % {"n": number_format(count.number, use_l10n=True)}


def errors_of_entries(paper: "PaperResult") -> list[tuple[str, str]]:
    """Which entry, and how many sheets were wrong in it; nothing where it is not told."""
    figures = paper.figures
    if figures is not None:
        told = [
            _("%(wrong)s of %(all)s sheets")
            % {"wrong": number_format(wrong), "all": number_format(figures.read_twice)}
            for wrong in (figures.first_errors, figures.second_errors)
        ]
    elif paper.errors is not None:
        told = [error_words(each) for each in (paper.errors.first, paper.errors.second)]
    else:
        return []
    names = (_("Wrong in the first entry"), _("Wrong in the second entry"))
    return list(zip(names, told, strict=True))
