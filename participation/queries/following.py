"""Who follows what, and whom a meeting or the result of a vote concerns."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from communities.enums import Role
from communities.models import Community
from communities.queries.holders import holders
from initiatives.models import Initiative
from initiatives.queries.initiatives import initiatives_seen_by, public_initiatives
from participation.models import Following
from participation.permissions import own_bodies
from participation.queries.scopes import communities_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from participation.models import Meeting, Round

#: What can be followed, as its kind stands in addresses.
INITIATIVES, COMMUNITIES = "initiatives", "communities"


def subject_fields(about: Community | Initiative) -> dict[str, Any]:
    """The field of a following that names what is followed."""
    return {"initiative" if isinstance(about, Initiative) else "community": about}


def find_followed(kind: str, key: str, user: Any) -> Community | Initiative | None:
    """What an address names, if this person may see it."""
    if kind == INITIATIVES:
        return initiatives_seen_by(user).filter(reference=key).first()
    if kind == COMMUNITIES:
        return Community.objects.filter(slug=key).first()
    return None


def is_following(user: Any, about: Community | Initiative) -> bool:
    """Whether a person follows it; nobody who is not signed in does."""
    return (
        user.is_authenticated
        and Following.objects.filter(person=user, **subject_fields(about)).exists()
    )


def people_concerned(meeting: "Meeting") -> "QuerySet[Any]":
    """Active accounts that follow what a meeting is for or about, or act for its community.

    Those who act for it are its committee and its implementing partners of today.
    """
    linked = public_initiatives().filter(meetings=meeting)
    return _people(_followers(meeting, linked) | _acting(meeting))


def newly_concerned(meeting: "Meeting", initiatives: Iterable[int]) -> "QuerySet[Any]":
    """Followers of initiatives that were linked last, without those concerned before."""
    linked = public_initiatives().filter(meetings=meeting)
    before = _followers(meeting, linked.exclude(pk__in=initiatives)) | _acting(meeting)
    return people_concerned(meeting).exclude(before)


def followers_of(round_: "Round") -> "QuerySet[Any]":
    """Active accounts that follow where a round decides, or what was on its ballot."""
    options = public_initiatives().filter(round_options__round=round_)
    return _people(_followers(round_, options))


def people_agreeing(round_: "Round") -> list[Any]:
    """Active accounts whose agreement to a result is awaited, as `own_bodies` says."""
    near = holders(Q(role=Role.COMMITTEE, community__in=communities_of(round_)))
    authorities = holders(Q(role=Role.AUTHORITY))
    return [
        person for person in _people(near | authorities) if own_bodies(person, round_)
    ]


def _people(condition: Q) -> "QuerySet[Any]":
    return (
        get_user_model()
        .objects.filter(condition, is_active=True)
        .order_by("name", "pk")
    )


def _followers(held: "Meeting | Round", about: "QuerySet[Initiative]") -> Q:
    followings = Following.objects.filter(
        Q(community__in=communities_of(held)) | Q(initiative__in=about)
    )
    return Q(pk__in=followings.values("person"))


def _acting(meeting: "Meeting") -> Q:
    if meeting.community_id is None:
        return Q(pk__in=[])
    roles = [Role.COMMITTEE, Role.IMPLEMENTER]
    return holders(Q(role__in=roles, community=meeting.community_id))
