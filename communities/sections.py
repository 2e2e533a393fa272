"""Sections that other rooms add to the home page and to a community's page.

A lower room never imports an upper one: initiatives and participation register what
they want shown here when the site starts, and the template tags ask this registry.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest

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


_community: dict[str, Section] = {}
_home: dict[str, Section] = {}


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
