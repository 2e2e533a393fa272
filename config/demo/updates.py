"""News from Maro, and the pages that say what this is and how numbers are protected."""

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Any

from config.demo.words import Words, content, words


@dataclass(frozen=True)
class UpdateSketch:
    """One update.

    Attributes:
        slug: address part, unique.
        published_on: its date.
        title: its title.
        introduction: two sentences, at most 400 characters.
        body: its paragraphs, plain text.
        community: slug of the community that it is about.
        initiative: key of an initiative of that community, or "".
        picture: stem of a picture (`config.demo.pictures`).
    """

    slug: str
    published_on: datetime.date
    title: Words
    introduction: Words
    body: tuple[Words, ...]
    community: str
    initiative: str
    picture: str


@dataclass(frozen=True)
class Section:
    """A heading with its paragraphs."""

    heading: Words
    paragraphs: tuple[Words, ...]


@dataclass(frozen=True)
class PageSketch:
    """A plain page; lists have an introduction and no sections."""

    slug: str
    title: Words
    introduction: Words
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True)
class HomeSketch:
    """The first page's words."""

    title: Words
    headline: Words
    introduction: Words


@cache
def updates() -> tuple[UpdateSketch, ...]:
    """Return the updates, newest first."""
    found = [
        UpdateSketch(
            slug=entry["slug"],
            published_on=entry["published_on"],
            title=words(entry["title"]),
            introduction=words(entry["introduction"]),
            body=tuple(words(pair) for pair in entry["body"]),
            community=entry["community"],
            initiative=entry["initiative"],
            picture=entry["picture"],
        )
        for entry in content("updates")["update"]
    ]
    return tuple(sorted(found, key=lambda update: update.published_on, reverse=True))


def home() -> HomeSketch:
    """Return the first page's words."""
    entry = content("about")["home"]
    return HomeSketch(
        words(entry["title"]), words(entry["headline"]), words(entry["introduction"])
    )


def community_index() -> PageSketch:
    """Return the words above the list of communities."""
    return _page("communities", content("about")["community_index"])


def update_index() -> PageSketch:
    """Return the words above the list of updates."""
    return _page("updates", content("about")["update_index"])


def about_pages() -> tuple[PageSketch, ...]:
    """Return the pages: what this is (first), about the data, who to write to."""
    return tuple(_page(entry["slug"], entry) for entry in content("about")["page"])


def _page(slug: str, entry: dict[str, Any]) -> PageSketch:
    """Return one page of the data file."""
    return PageSketch(
        slug,
        words(entry["title"]),
        words(entry["introduction"]),
        tuple(
            Section(
                words(section["heading"]),
                tuple(words(pair) for pair in section["paragraphs"]),
            )
            for section in entry.get("sections", [])
        ),
    )
