"""Which levels and population groups each public round shows.

Rounds of one registry need not agree: a newer one may count a group, or go down to a
level, that those before it did not.
"""

from collections import defaultdict

from django.core.cache import cache

from maps.models import Release, ReleasedCell
from maps.queries.choropleth import releases_version
from maps.queries.released import public_releases

#: A level and a group that a round shows together.
Offer = tuple[int, str]
_A_WEEK = 7 * 86_400


def offers_of(releases: list[Release]) -> dict[int, frozenset[Offer]]:
    """Every level with every group that each release shows, by the release's key.

    One query for as long as nothing is published or withdrawn.
    """
    # Releases never change, so neither does what they show.
    key = f"offers:{releases_version(releases)}"
    found: dict[int, frozenset[Offer]] | None = cache.get(key)
    if found is None:
        shown: defaultdict[int, set[Offer]] = defaultdict(set)
        for release, level, group in (
            ReleasedCell.objects.filter(release__in=releases)
            .order_by()
            .values_list("release", "area__level", "group")
            .distinct()
        ):
            shown[release].add((level, group))
        found = {release: frozenset(offers) for release, offers in shown.items()}
        cache.set(key, found, _A_WEEK)
    return found


def releases_with(*, level: int, group: str) -> list[Release]:
    """The public releases that show this group at this level, newest round first."""
    releases = list(public_releases())
    offers = offers_of(releases)
    return [
        release
        for release in releases
        if (level, group) in offers.get(release.pk, frozenset())
    ]
