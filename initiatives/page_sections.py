"""Sections that upper rooms add to the page of an initiative, and to that of an update.

This room imports none above it: they register here when the site starts, and the tags
``initiative_sections`` and ``update_sections`` ask what there is.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest

    from initiatives.models import Initiative, UpdatePage

Subject = TypeVar("Subject")
#: A section that can be asked about either page can be registered for each.
Asked = TypeVar("Asked", contravariant=True)


@dataclass(frozen=True)
class PageSection(Generic[Asked]):
    """A template and the question that fills it.

    ``context`` returns the template's variables, or None where there is nothing to show.
    ``order`` sorts sections from the top of the page.
    """

    key: str
    order: int
    template: str
    context: "Callable[[HttpRequest, Asked], Mapping[str, Any] | None]"


class PageSections(Generic[Subject]):
    """What was registered for one kind of page."""

    def __init__(self) -> None:
        self._by_key: dict[str, PageSection[Subject]] = {}

    def register(self, section: PageSection[Subject]) -> None:
        """Add (or replace) a section."""
        self._by_key[section.key] = section

    def in_order(self) -> list[PageSection[Subject]]:
        """All sections from the top of the page."""
        return sorted(self._by_key.values(), key=lambda section: section.order)


initiative_sections: "PageSections[Initiative]" = PageSections()
update_sections: "PageSections[UpdatePage]" = PageSections()
