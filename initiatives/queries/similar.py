"""Initiatives of the same community that a new proposal may double."""

import math
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from initiatives.enums import State
from initiatives.models import Initiative
from initiatives.queries.initiatives import initiatives_seen_by

EARTH_RADIUS_KM = 6371.0088
NEAR_KM = 1.0
#: From this likeness of titles on (0 to 1), two proposals may mean the same.
ALIKE = 0.6


@dataclass(frozen=True)
class Similar:
    """Another initiative, its likeness by title, and how far it is in km, if known."""

    initiative: Initiative
    likeness: float
    distance_km: float | None

    @property
    def is_same_place(self) -> bool:
        """Within fifty metres."""
        return self.distance_km is not None and self.distance_km < 0.05


def similar_to(initiative: Initiative, user: Any) -> list[Similar]:
    """Initiatives of the same community that this person may see and that are near.

    Near in words, or within 1 km on the map; the likest first; ended ones are left out.
    A community has tens of initiatives, so they are compared here, in one query.
    """
    others = (
        initiatives_seen_by(user)
        .filter(community=initiative.community_id)
        .exclude(pk=initiative.pk)
        .exclude(state__in=[State.CANCELLED, State.DECLINED])
    )
    found = [_compared(initiative, other) for other in others]
    near = [each for each in found if _is_near(each)]
    return sorted(near, key=lambda each: (-each.likeness, each.distance_km or 0))


def _is_near(each: Similar) -> bool:
    if each.likeness >= ALIKE:
        return True
    return each.distance_km is not None and each.distance_km <= NEAR_KM


def _compared(initiative: Initiative, other: Initiative) -> Similar:
    return Similar(
        initiative=other,
        likeness=max(
            likeness(initiative.title, other.title),
            likeness(initiative.title, other.display_title),
        ),
        distance_km=_distance(initiative, other),
    )


def likeness(one: str, other: str) -> float:
    """How alike two titles are, 0 to 1, whatever the order of their words."""
    first, second = (" ".join(sorted(text.lower().split())) for text in (one, other))
    return SequenceMatcher(None, first, second).ratio()


def _distance(initiative: Initiative, other: Initiative) -> float | None:
    if initiative.location is None or other.location is None:
        return None
    return distance_km(
        (initiative.location.y, initiative.location.x),
        (other.location.y, other.location.x),
    )


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance in km between two (latitude, longitude) in degrees."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    chord = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))
