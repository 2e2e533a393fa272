"""Who lives in a community, by group, as far as its profile knows and may tell."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from communities.enums import RESIDENT_BREAKDOWNS, ResidentGroup
from communities.models import Community, CommunityProfile
from maps.disclosure import shown_breakdown


@dataclass(frozen=True)
class Composition:
    """Residents of a profile, and how many are in each group that may be shown."""

    residents: int
    persons: dict[ResidentGroup, int]

    def base_of(self, group: ResidentGroup) -> int | None:
        """Of how many people a group is a part; None where that was not counted."""
        if group.part_of is None:
            return self.residents
        return self.persons.get(group.part_of)


def shown_composition(profile: CommunityProfile) -> dict[ResidentGroup, int]:
    """What everybody may see of a profile's groups: none that is small, or would give
    one away that is.

    Everybody knows who lives there; so that all of them, or none, are in a group is
    protected too. Ages are shown only beside adults that are.
    """
    known = {ResidentGroup(each.group): each.persons for each in profile.groups.all()}
    shown: dict[ResidentGroup, int] = {}
    for breakdown in RESIDENT_BREAKDOWNS:
        whole = breakdown[0].part_of
        base = shown.get(whole) if whole in known else profile.residents
        parts = {group: known.get(group, 0) for group in breakdown}
        if base is not None:
            shown |= _shown({each: n for each, n in parts.items() if n}, base)
    return {group: shown[group] for group in ResidentGroup if group in shown}


def compositions(communities: Iterable[Community]) -> dict[int, Composition]:
    """The newest profile of each community, by its key, as far as it may be shown.

    Two queries, however many communities.
    """
    newest: dict[int, CommunityProfile] = {
        profile.community_id: profile
        for profile in CommunityProfile.objects.filter(community__in=communities)
        .order_by("reference_date")
        .prefetch_related("groups")
    }
    return {
        key: Composition(profile.residents, shown_composition(profile))
        for key, profile in newest.items()
    }


def _shown(parts: dict[ResidentGroup, int], base: int) -> dict[ResidentGroup, int]:
    """The parts of a base that may be shown; nothing where they do not fit into it."""
    rest = base - sum(parts.values())
    if not parts or rest < 0:
        return {}
    whole: dict[ResidentGroup | None, int] = dict(parts.items())
    if rest:
        whole[None] = rest
    shown = shown_breakdown(whole, threshold=settings.RELEASE_THRESHOLD_PERSONS)
    return {
        group: number
        for group, number in shown.parts.items()
        if group is not None and number is not None
    }
