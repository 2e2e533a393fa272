"""Which columns may play a role, how sure that is, and why: the finders.

A *role* is what a column is for us (``individuals``, ``latitude``).  A finder takes a
heading and proposes columns, each with a confidence between 0 and 1 and a reason that
a person can judge.  Choosing is not its business: see :mod:`maps.imports.matching`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from maps.imports.headings import Heading

if TYPE_CHECKING:
    from collections.abc import Iterable

#: A role's HXL tag.
BY_TAG: Final = 1.0
#: The very words of a known layout.
BY_HEADING: Final = 0.95
#: Words of the vocabulary, and none that would change their meaning.
BY_WORDS: Final = 0.9
#: Words that could mean something else in another file.
BY_LOOSE_WORDS: Final = 0.8
#: From here on a column is taken without asking, if it is alone.
SURE: Final = 0.75
#: Spelt nearly like a known word, or under a heading that may not reach so far.
BY_GUESS: Final = 0.6
#: A part of what is meant, or more than it.
BY_PART: Final = 0.3

#: Attributes of places that people came from.
FROM: Final = frozenset({"origin", "from", "previous", "dest", "parent"})
_NEARLY: Final = 85
_LEAST_LETTERS: Final = 5


@dataclass(frozen=True, slots=True)
class Proposal:
    """A column that may play a role.  ``reason`` is translated."""

    column: int
    confidence: float
    reason: str


Finder = Callable[[Heading], list[Proposal]]


def tagged(name: str, *attributes: str) -> Finder:
    """The HXL tags of this name with all the attributes, of no other place."""

    def find(heading: Heading) -> list[Proposal]:
        return [
            Proposal(column, BY_TAG, _("HXL tag %(tag)s") % {"tag": tag})
            for column, tag in enumerate(heading.tags)
            if tag is not None
            and tag.name == name
            and tag.attributes >= set(attributes)
            and not tag.attributes & FROM
        ]

    return find


def exactly(*names: str) -> Finder:
    """Headings that consist of just these words; earlier names rank higher."""

    def find(heading: Heading) -> list[Proposal]:
        for name in names:
            same = [
                Proposal(column, BY_HEADING, _("the very words of a known layout"))
                for column, split in enumerate(heading.words)
                if " ".join(split) == name
            ]
            if same:
                return same
        return []

    return find


def of_words(
    meant: frozenset[str], neutral: frozenset[str], unless: frozenset[str] = frozenset()
) -> Finder:
    """Headings with one of the words meant, and only neutral words besides."""

    def find(heading: Heading) -> list[Proposal]:
        return [
            Proposal(
                column,
                BY_WORDS if split <= meant | neutral else BY_LOOSE_WORDS,
                _("the word “%(word)s”") % {"word": min(split & meant)},
            )
            for column, split in enumerate(heading.stems)
            if split & meant and split <= meant | neutral | unless
        ]

    return find


def spelt_like(meant: Iterable[str]) -> Finder:
    """Headings with a word that is nearly one of those meant: proposed, never sure."""
    known = [word for word in meant if len(word) >= _LEAST_LETTERS]

    def find(heading: Heading) -> list[Proposal]:
        return [
            Proposal(
                column,
                BY_GUESS,
                _("spelt nearly like “%(word)s”") % {"word": near},
            )
            for column, split in enumerate(heading.stems)
            if (near := _nearest(split, known))
        ]

    return find


def either(*finders: Finder) -> Finder:
    """The proposals of the first finder that has any."""

    def find(heading: Heading) -> list[Proposal]:
        return next(filter(None, (finder(heading) for finder in finders)), [])

    return find


def _nearest(split: frozenset[str], known: list[str]) -> str:
    for word in sorted(split):
        if len(word) < _LEAST_LETTERS:
            continue
        for candidate in known:
            if word != candidate and fuzz.ratio(word, candidate) >= _NEARLY:
                return candidate
    return ""
