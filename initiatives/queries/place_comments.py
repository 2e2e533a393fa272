"""Comments on places: who reads which, and which area a place is in."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Q, QuerySet

from communities.enums import Role
from communities.permissions import areas_from, is_staff, own_areas
from communities.queries.holders import holders
from initiatives.enums import CommentState
from initiatives.models import PlaceComment
from maps.models import AdminArea
from maps.queries.areas import current_areas, within

if TYPE_CHECKING:
    from django.contrib.gis.geos import Point


def area_at(place: "Point") -> AdminArea | None:
    """The smallest current area that holds a point."""
    return (
        current_areas().filter(geometry__covers=place).order_by("-level", "pk").first()
    )


def place_comments_for(user: Any, state: str = "") -> QuerySet[PlaceComment]:
    """Comments that a person may read, newest first, with ``reply_count``.

    Staff read all, an authority those of its areas, everybody else none.
    """
    found = PlaceComment.objects.select_related("area", "author").defer(
        "area__geometry"
    )
    if not is_staff(user):
        inside = within([area.pk for area in own_areas(user)]).values("pk")
        found = found.filter(area__in=inside) if own_areas(user) else found.none()
    if state in CommentState.values:
        found = found.filter(state=state)
    return found.annotate(reply_count=Count("replies")).order_by("-at", "-pk")


def areas_to_comment_on(user: Any) -> QuerySet[AdminArea]:
    """Areas that a person may choose for a comment: their own with all inside."""
    found = (
        current_areas()
        if is_staff(user)
        else within([area.pk for area in own_areas(user)])
    )
    return found.defer("geometry").order_by("level", "name")


def people_over(area: AdminArea) -> QuerySet[Any]:
    """Active accounts that answer for an area today, programme staff included."""
    answering = Q(role=Role.STAFF) | Q(role=Role.AUTHORITY, area__in=areas_from(area))
    return (
        get_user_model()
        .objects.filter(holders(answering), is_active=True)
        .order_by("name")
    )


def commented_areas(user: Any) -> list[AdminArea]:
    """Areas that have comments which a person may read, by name."""
    keys = place_comments_for(user).order_by().values("area")
    found = AdminArea.objects.filter(pk__in=keys).defer("geometry")
    return sorted(found, key=lambda area: area.display_name)
