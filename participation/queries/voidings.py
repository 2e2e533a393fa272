"""Batches of passes that somebody asked to declare void, as long as voting goes on.

Once it has ended nothing can be voided: what is still open then came to nothing.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from initiatives.queries.waiting import Waiting
from participation.enums import OPEN_VOIDINGS, RoundState, VoidingState
from participation.models import BatchVoiding
from participation.models.voidings import AGREEMENT_HOLDS
from participation.permissions import is_permitted
from participation.queries.scopes import borders_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from participation.models import PassBatch

_PLACES = ("batch__round__community__area", "batch__round__area")


def open_voiding(batch: "PassBatch") -> BatchVoiding | None:
    """What is asked for or agreed to of a batch, if anything; also what has lapsed."""
    return (
        batch.voidings.filter(state__in=OPEN_VOIDINGS)
        .select_related("asked_by", "decided_by", "batch__round")
        .first()
    )


def waiting_voidings(
    user: Any, *, is_other: Callable[[Any], bool]
) -> Iterator[Waiting]:
    """What the person may agree to as the second one, or print now that one agreed.

    One query. ``is_other`` tells whether somebody is another human than this one.
    """
    for voiding in _open_voidings():
        batch, round_ = voiding.batch, voiding.batch.round
        if voiding.state == VoidingState.AGREED:
            if not is_permitted(user, "void_pass", round_):
                continue
            what = _("Declare void, and print new passes: %(batch)s")
            since, page = voiding.decided_at or voiding.asked_at, "manage_batch"
        else:
            if not is_permitted(user, "take_step", round_):
                continue
            if not is_other(voiding.asked_by):
                continue
            what = _("As the second person: declare the passes “%(batch)s” void")
            since, page = voiding.asked_at, "second_person_of_batch"
        yield Waiting(
            what=what % {"batch": batch.label},
            subject=round_.display_title,
            where=round_.place_name,
            since=since,
            url=reverse(f"participation:{page}", args=[round_.slug, batch.pk]),
        )


def _open_voidings() -> "QuerySet[BatchVoiding]":
    now = timezone.now()
    return (
        BatchVoiding.objects.filter(
            Q(state=VoidingState.ASKED) | Q(decided_at__gt=now - AGREEMENT_HOLDS),
            state__in=OPEN_VOIDINGS,
            batch__round__state__in=[RoundState.DRAFT, RoundState.OPEN],
            batch__round__closes_at__gt=now,
        )
        .select_related("asked_by", *_PLACES)
        .defer(*(borders_of(place)[0] for place in _PLACES))
        .order_by("asked_at", "pk")
    )
