"""Who observes a round: for organisers by name, for everybody by organisation."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from communities.enums import Role
from communities.models import Mandate
from communities.permissions import is_staff
from initiatives.queries.waiting import Waiting
from participation.enums import RoundState
from participation.models import Round, RoundObserver

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True)
class Organisation:
    """On behalf of whom somebody observes, and the language of that name."""

    name: str
    language: str


@dataclass(frozen=True)
class ObserversTold:
    """What everybody reads of a round's observers: how many, and for which organisations."""

    count: int
    organisations: tuple[Organisation, ...]


def observers_told(round_: Round) -> ObserversTold:
    """What is public of the observers of a round; never who they are."""
    rows = list(
        round_.observers.current()
        .order_by("named_at", "pk")
        .values_list("on_behalf_of", "language")
    )
    return ObserversTold(
        len(rows), tuple(Organisation(*row) for row in dict.fromkeys(rows))
    )


def named_observers(round_: Round) -> "QuerySet[RoundObserver]":
    """All who were named for a round, for organisers."""
    return round_.observers.select_related("person", "named_by", "agreed_by").order_by(
        "named_at", "pk"
    )


def possible_observers(round_: Round) -> list[Mandate]:
    """A current mandate of each person who could be named; those invited for it first.

    Left out are organisers, who cannot observe, and who was named already.
    """
    organisers = Mandate.objects.current().filter(role=Role.STAFF).values("user")
    mandates = (
        Mandate.objects.current()
        .filter(user__is_active=True, user__is_superuser=False)
        .exclude(user__in=organisers)
        .exclude(user=round_.created_by_id)
        .exclude(user__in=round_.observers.values("person"))
        .select_related("user", "community", "area")
        .defer("area__geometry")
        .order_by("user__name", "pk")
    )
    found: dict[int, Mandate] = {}
    for each in sorted(mandates, key=lambda each: each.role != Role.OBSERVER):
        found.setdefault(each.user_id, each)
    return list(found.values())


def observed_by(user: Any) -> list[RoundObserver]:
    """Rounds that a person observes, newest first, each with ``ballots`` once counted."""
    if not user.is_authenticated or is_staff(user):
        return []
    return list(
        RoundObserver.objects.current()
        .filter(person=user, round__state__in=[RoundState.OPEN, RoundState.CLOSED])
        .select_related("round__community", "round__area")
        .defer("round__area__geometry")
        .annotate(
            ballots=F("round__result__ballot_count"),
            sealed_at=F("round__result__sealed_at"),
        )
        .order_by("-round__closes_at", "pk")
    )


def ballots_to_count_again(
    user: Any, observing: list[RoundObserver]
) -> Iterator[Waiting]:
    """Sealed small rounds whose ballots an observer has not read yet."""
    sealed = [each for each in observing if is_for_observers(each)]
    if not sealed:
        return
    read = set(
        ModelLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Round),
            action="participation.read_ballots",
            user=user,
            object_id__in=[str(each.round_id) for each in sealed],
        ).values_list("object_id", flat=True)
    )
    for each in sealed:
        if str(each.round_id) not in read:
            yield Waiting(
                what=_("As an observer, download the ballots and count them again"),
                subject=each.round.display_title,
                where=each.round.place_name,
                since=each.sealed_at,  # type: ignore[attr-defined]
                url=reverse("participation:observer", args=[each.round.slug]),
            )


def is_for_observers(observing: RoundObserver) -> bool:
    """Whether the round is sealed, and its ballots are for observers alone."""
    ballots: int | None = observing.ballots  # type: ignore[attr-defined]
    return ballots is not None and ballots < settings.PUBLIC_BALLOTS_MINIMUM


def asked_for() -> "QuerySet[RoundObserver]":
    """Observers named after the opening, to whom nobody has agreed yet."""
    return (
        RoundObserver.objects.filter(
            agreed_by__isnull=True,
            round__state__in=[RoundState.OPEN, RoundState.CLOSED],
        )
        .select_related("named_by")
        .order_by("named_at", "pk")
    )


def lacks_observers(round_: Round, voted: int) -> bool:
    """Whether a round that ends with so few votes would have nobody to count them again."""
    return (
        round_.state == RoundState.OPEN
        and round_.closes_at <= timezone.now()
        and voted < settings.PUBLIC_BALLOTS_MINIMUM
        and not round_.observers.current().exists()
    )
