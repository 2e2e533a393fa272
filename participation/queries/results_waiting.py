"""Sealed results that wait for a body to agree to them, or for staff to see to it."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from communities.enums import Role
from communities.permissions import current_mandates, is_staff
from initiatives.queries.waiting import Waiting
from participation.enums import Body, RoundState
from participation.models import Round
from participation.permissions import own_bodies
from participation.queries.scopes import borders_of

#: All areas above one, which its local authority may answer for.
_ABOVE = "__parent" * 4
_SPEAKING = frozenset({Role.COMMITTEE, Role.AUTHORITY})


def results_waiting(user: Any) -> Iterator[Waiting]:
    """Closed rounds that are not decided on, where this person's word is missing.

    A body that has spoken is asked again once the other has said something else. Staff
    see all: they may record what a body decided at its meeting.
    """
    records = is_staff(user)
    if not records and not any(m.role in _SPEAKING for m in current_mandates(user)):
        return
    undecided = (
        Round.objects.filter(state=RoundState.CLOSED, adoption__isnull=True)
        .select_related(f"community__area{_ABOVE}", f"area{_ABOVE}")
        .defer(*borders_of("community__area"), *borders_of("area"))
        .prefetch_related("agreements")
    )
    for round_ in undecided:
        own = own_bodies(user, round_)
        if any(_is_missing(round_, body) for body in own):
            what = _("A result waits for your decision")
        elif records:
            what = _("Record the decision on the result")
        else:
            continue
        yield Waiting(
            what=what,
            subject=round_.display_title,
            where=round_.place_name,
            since=round_.closes_at,
            url=reverse("participation:adoption", args=[round_.slug]),
        )


def _is_missing(round_: Round, body: Body) -> bool:
    said = {each.body: each for each in round_.agreements.all()}
    if body not in said:
        return True
    others = [each for each in said.values() if each.body != body]
    return any(other.agreed_at > said[body].agreed_at for other in others)
