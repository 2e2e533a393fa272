"""What waits for whom of paper ballots: a count, an entry, the dice.

All of it once voting has ended. Before, a box may be counted at the end of a shift, but
nothing is typed in while others still vote, so that nobody is called for it.
"""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.permissions import current_mandates, is_staff
from initiatives.queries.waiting import Waiting
from participation.enums import PaperState, RoundState
from participation.models import Round
from participation.permissions import is_permitted
from participation.queries.paper import (
    BatchView,
    draw_is_due,
    paper_of,
    seen_by,
    with_paper,
)
from participation.queries.scopes import borders_of


def waiting_on_paper(user: Any) -> Iterator[Waiting]:
    """Counts, and entries that a person may begin or go on with; for organisers dice."""
    if not current_mandates(user) and not is_staff(user):
        return
    rounds = with_paper(
        Round.objects.filter(state=RoundState.OPEN, closes_at__lte=timezone.now())
        .filter(paper_batches__state__in=[PaperState.AT_TABLE, PaperState.COUNTED])
        .select_related("community__area", "area")
        .defer(borders_of("community__area")[0], borders_of("area")[0])
        .distinct()
    )
    for round_ in rounds:
        if is_permitted(user, "enter_paper", round_):
            yield from _of_round(user, round_)


def _of_round(user: Any, round_: Round) -> Iterator[Waiting]:
    views = seen_by(user, round_)
    for view in views:
        what = _step(view)
        if what:
            yield _waiting(round_, what, "paper_batch", view.batch.number)
    is_due = draw_is_due(round_, paper_of(round_), views)
    if is_due and is_permitted(user, "manage_paper", round_):
        yield _waiting(round_, _("Roll the dice in public"), "paper")


def _step(view: BatchView) -> str:
    if view.batch.state == PaperState.AT_TABLE:
        return _("Count the sheets of %(table)s") % {"table": view.batch}
    if view.is_to_continue:
        return _("Go on typing in the sheets of %(table)s") % {"table": view.batch}
    if view.may_begin:
        return _("Type in the sheets of %(table)s (%(entry)s)") % {
            "table": view.batch,
            "entry": view.next_words,
        }
    return ""


def _waiting(round_: Round, what: str, page: str, *more: int) -> Waiting:
    return Waiting(
        what=what,
        subject=round_.display_title,
        where=round_.place_name,
        since=round_.closes_at,
        url=reverse(f"participation:{page}", args=[round_.slug, *more]),
    )
