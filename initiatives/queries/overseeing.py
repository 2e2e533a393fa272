"""What lies in the areas that somebody looks after: initiatives, and the ground they are on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point
from django.db.models import F, Max, Q, QuerySet

from communities.permissions import is_staff, own_areas
from initiatives import lifecycle
from initiatives.enums import TONES, DeskView, State
from initiatives.models import Initiative, PlaceComment
from initiatives.queries.initiatives import public_initiatives
from initiatives.queries.waiting import review_queue, within_areas
from maps.enums import Scale
from maps.models import AreaOutline
from maps.queries.areas import current_areas, levels_in_use


@dataclass(frozen=True)
class Pin:
    """One thing on the map: its number in the list beside it, where, what, how it looks."""

    number: int
    lon: float
    lat: float
    label: str
    tone: str
    anchor: str


def overseen(user: Any, view: str) -> "QuerySet[Initiative]":
    """Initiatives that a person looks after, as a desk shows them.

    ``view`` is a `DeskView`: what waits for this person, longest waiting first, or all
    initiatives of a group of states, newest change first. Staff look after the whole
    programme, an authority after its areas.
    """
    if view == DeskView.DESK:
        return review_queue(user)
    found = public_initiatives()
    if not is_staff(user):
        found = found.filter(within_areas([area.pk for area in own_areas(user)]))
    if view != DeskView.ALL:
        found = found.filter(state__in=lifecycle.GROUPS[view])
    return (
        found.select_related("community")
        .annotate(since=Max("events__at", filter=Q(events__to_state=F("state"))))
        .order_by("-changed_at", "pk")
    )


def initiative_pins(
    found: Iterable[Initiative], *, first: int
) -> list[tuple[Pin, Initiative]]:
    """Number initiatives from ``first``; one without a place stands at its community."""
    return [
        (
            _pin(
                number,
                initiative.location or initiative.community.point,
                label=initiative.display_title,
                tone=str(TONES[State(initiative.state)]),
            ),
            initiative,
        )
        for number, initiative in enumerate(found, start=first)
    ]


def comment_pins(
    found: Iterable[PlaceComment], *, first: int
) -> list[tuple[Pin, PlaceComment]]:
    """Number comments from ``first``; one on a whole area stands in its middle."""
    return [
        (
            _pin(
                number,
                comment.place or comment.area.point,
                label=comment.area.display_name,
                tone="remark",
            ),
            comment,
        )
        for number, comment in enumerate(found, start=first)
    ]


def _pin(number: int, place: Point, *, label: str, tone: str) -> Pin:
    return Pin(number, place.x, place.y, label, tone, anchor=f"n{number}")


def ground_for(user: Any) -> "QuerySet[AreaOutline]":
    """Outlines of the areas that somebody looks after, one level finer where there is.

    For staff the regions of the country.
    """
    own = [area.pk for area in own_areas(user)]
    if is_staff(user) or not own:
        chosen = Q(area__level__in=levels_in_use()[:2][-1:])
        scale = Scale.REGION
    else:
        is_divided = current_areas().filter(parent__in=own).exists()
        chosen = Q(area__parent__in=own) if is_divided else Q(area__in=own)
        scale = Scale.LOCAL
    return (
        AreaOutline.objects.filter(chosen, area__in=current_areas(), scale=scale)
        .select_related("area")
        .defer("area__geometry")
        .order_by("area__pcode")
    )
