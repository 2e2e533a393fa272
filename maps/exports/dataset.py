"""What one file tells: features, and where they come from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from maps.collections import Collection, Feature
from maps.collections.selecting import Selection, read_all
from maps.collections.terms import terms_of_use
from maps.exports.places import Lineage, lineage, lineage_of_release
from maps.models import Release

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Fact:
    """One line of where data come from: its name in files, its label, what it says."""

    name: str
    label: str
    text: str


@dataclass(frozen=True)
class Dataset:
    """Features of one collection (its rows narrowed where wanted) for a file.

    ``link`` is the address that stays; ``base`` the site's own, without a slash at
    the end; ``lineage`` says in which areas an area lies.
    """

    collection: Collection
    title: str
    facts: tuple[Fact, ...]
    link: str
    base: str
    lineage: Lineage

    def features(self) -> Iterator[Feature]:
        """Every feature, a batch at a time."""
        return read_all(self.collection, Selection())

    @property
    def about(self) -> Mapping[str, str]:
        """The facts by name."""
        return {fact.name: fact.text for fact in self.facts}


def release_dataset(
    release: Release, of: Collection, *, link: str, base: str
) -> Dataset:
    """All figures of one release: every level, every group, as published.

    ``of`` is the collection of its cells or of its zones, narrowed to the release.
    """
    reporting = release.round
    title = _("%(what)s, round %(round)s") % {
        "what": of.title,
        "round": reporting.code,
    }
    facts = [
        ("round", _("Round"), reporting.code),
        ("date", _("Reporting date"), reporting.reported_on.isoformat()),
        ("source", _("Source"), reporting.display_source),
        ("method", _("Method and limits"), reporting.display_note),
        ("version", _("Version of the release"), str(release.version)),
        ("released", _("Released on"), release.published_at.date().isoformat()),
        ("k", _("Smallest number shown"), str(release.threshold)),
        ("protection", _("Protection"), protection_in_words(release)),
    ]
    return Dataset(
        collection=of,
        title=title,
        facts=_facts(title, of.description, link, facts),
        link=link,
        base=base,
        lineage=lineage_of_release(release),
    )


def collection_dataset(collection: Collection, *, link: str, base: str) -> Dataset:
    """All of a collection, as it stands now."""
    title = str(collection.title)
    facts = [("date", _("As it stood on"), timezone.localdate().isoformat())]
    return Dataset(
        collection=collection,
        title=title,
        facts=_facts(title, collection.description, link, facts),
        link=link,
        base=base,
        lineage=lineage(),
    )


def protection_in_words(release: Release) -> str:
    """Why some figures are not there."""
    return _(
        "Figures under %(k)s persons, and those from which they could be worked out, "
        "are not shown. Zero and small look the same."
    ) % {"k": release.threshold}


def _facts(
    title: str,
    description: "StrOrPromise",
    link: str,
    own: list[tuple[str, str, str]],
) -> tuple[Fact, ...]:
    terms = terms_of_use()
    told = [
        ("title", _("Title"), title),
        ("description", _("Description"), str(description)),
        *own,
        ("publisher", _("Publisher"), terms.publisher),
        ("licence", _("Licence"), terms.licence_in_words),
        ("licence_url", _("Address of the licence"), terms.licence_url),
        ("link", _("Address that stays"), link),
    ]
    return tuple(Fact(name, label, text) for name, label, text in told if text)
