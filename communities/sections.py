"""Sections that other rooms add to the home page and to a community's page.

A lower room never imports an upper one: initiatives and participation register what
they want shown here when the site starts, and the template tags ask this registry.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

    from communities.models import Community

SectionContext = Mapping[str, Any]


@dataclass(frozen=True)
class Section:
    """A template and the question that fills it.

    ``context`` returns the template's variables, or None where there is nothing to
    show. ``order`` sorts sections from the top of the page.
    """

    key: str
    order: int
    template: str
    context: "Callable[[HttpRequest, Community | None], SectionContext | None]"


@dataclass(frozen=True)
class HomeFigure:
    """One figure of the first page; ``value`` is asked when the page is drawn."""

    key: str
    order: int
    label: "StrOrPromise"
    value: Callable[[], str]


_community: dict[str, Section] = {}
_home: dict[str, Section] = {}
_figures: dict[str, HomeFigure] = {}


def register_community_section(section: Section) -> None:
    """Add (or replace) a section of every community's page."""
    _community[section.key] = section


def register_home_section(section: Section) -> None:
    """Add (or replace) a section of the home page."""
    _home[section.key] = section


def community_sections() -> list[Section]:
    """Sections of a community's page, in order."""
    return sorted(_community.values(), key=lambda section: section.order)


def home_sections() -> list[Section]:
    """Sections of the home page, in order."""
    return sorted(_home.values(), key=lambda section: section.order)


def register_home_figure(figure: HomeFigure) -> None:
    """Add (or replace) a figure of the home page."""
    _figures[figure.key] = figure


def home_figures() -> list[HomeFigure]:
    """Figures of the home page, in order."""
    return sorted(_figures.values(), key=lambda figure: figure.order)
