"""Groups of those who came, beside those who live there, as pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from communities.enums import ResidentGroup
from communities.queries.composition import Composition
from participation.enums import AttendanceGroup, Finding
from participation.queries.attendance import ShownAttendance, sums_of
from participation.representation import Place, compared

#: Whom a profile counts and a meeting too, by the same code.
_COMPARED = [each for each in ResidentGroup if each in AttendanceGroup.values]


@dataclass(frozen=True)
class GroupLine:
    """A group's share of those who took part and of the residents, in percent.

    Of ``of`` who took part and said, so many (``came``) were in it. All None where it is
    not known.
    """

    group: ResidentGroup
    share: int | None = None
    expected: int | None = None
    finding: Finding | None = None
    came: int | None = None
    of: int | None = None

    @property
    def tone(self) -> str:
        """The colour of its tag."""
        return "warn" if self.finding == Finding.FEWER else "neutral"


@dataclass(frozen=True)
class GroupLines:
    """Groups that are compared, each with its line."""

    lines: tuple[GroupLine, ...]

    @property
    def fewer(self) -> list[GroupLine]:
        """Lines of groups of which fewer came than one would expect."""
        return [line for line in self.lines if line.finding == Finding.FEWER]

    @property
    def missing(self) -> list[ResidentGroup]:
        """Groups of which fewer came than one would expect."""
        return [line.group for line in self.fewer]

    @property
    def unknown(self) -> list[ResidentGroup]:
        """Groups of which it is not known."""
        return [line.group for line in self.lines if line.finding is None]

    @property
    def unknown_words(self) -> str:
        """The groups of which it is not known, in a row of words."""
        return in_words(self.unknown)


def lines_of(
    known: Mapping[int, Composition],
    shown: Mapping[int, Sequence[ShownAttendance]],
) -> tuple[GroupLine, ...]:
    """One line for each group that a profile knows, from what counts show of it.

    Both by the key of a community. Made of published numbers alone, so that no sum tells
    what a count hides.
    """
    places: dict[ResidentGroup, list[Place]] = {
        group: []
        for group in _COMPARED
        if any(group in each.persons for each in known.values())
    }
    for key, own in shown.items():
        composition = known.get(key)
        for found in sums_of(own):
            if found.group.value not in _COMPARED or composition is None:
                continue
            group = ResidentGroup(found.group.value)
            persons, base = composition.persons.get(group), composition.base_of(group)
            if persons and base:
                places[group].append(
                    Place(found.stated_persons, found.stated_of, persons, base)
                )
    return tuple(line_of(group, own) for group, own in places.items())


def line_of(group: ResidentGroup, places: Iterable[Place]) -> GroupLine:
    """A group over all places, as far as it may be told."""
    found = compared(places, threshold=settings.RELEASE_THRESHOLD_PERSONS)
    if found is None:
        return GroupLine(group)
    return GroupLine(
        group,
        round(100 * found.share),
        round(100 * found.expected),
        Finding(found.finding),
        found.came,
        found.of,
    )


def in_words(groups: Iterable[ResidentGroup]) -> str:
    """Groups in a row of words, as a sentence holds them."""
    return get_text_list([str(group.label) for group in groups], _("and"))
