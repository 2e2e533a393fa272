"""What waits for whom in this room: rounds to open, to close, to decide on, questions.

Releases of returns are asked for here too: the map's room knows no desk.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.enums import Role
from communities.permissions import current_mandates, is_staff
from initiatives.queries.waiting import Waiting
from initiatives.queries.waiting import waiting_for as waiting_initiatives
from maps.queries.proposals import waiting_for_steward
from participation.enums import RoundState, StepState
from participation.models import Round, RoundObserver, RoundStep, TableSession
from participation.permissions import is_permitted
from participation.queries.feedback_waiting import waiting_feedback
from participation.queries.meetings_waiting import meetings_waiting
from participation.queries.observers import (
    asked_for,
    ballots_to_count_again,
    observed_by,
)
from participation.queries.paper_waiting import waiting_on_paper
from participation.queries.question_desk import waiting_questions
from participation.queries.results_waiting import results_waiting
from participation.queries.rounds import open_rounds
from participation.queries.scopes import rounds_for
from participation.queries.second_persons import may_be_one_person
from participation.queries.voidings import waiting_voidings
from participation.queries.waiting_people import waiting_people
from participation.queries.who_waiting import missing_at_votes


def waiting_for(
    user: Any, *, observing: list[RoundObserver] | None = None
) -> list[Waiting]:
    """Everything on the site that waits for a person, longest waiting first.

    ``observing`` are the rounds that they observe, where these were read already.
    """
    if observing is None:
        observing = observed_by(user)
    found = [
        *waiting_initiatives(user),
        *_rounds(user),
        *_as_second_person(user),
        *results_waiting(user),
        *ballots_to_count_again(user, observing),
        *meetings_waiting(user),
        *waiting_on_paper(user),
        *missing_at_votes(user),
        *_releases(user),
        *waiting_people(user),
        *waiting_questions(user),
        *waiting_feedback(user),
    ]
    return sorted(found, key=lambda item: item.since)


def voting_near(user: Any) -> list[Round]:
    """Open rounds of the communities for whose committee a person acts."""
    mine = Q()
    for mandate in current_mandates(user):
        if mandate.role == Role.COMMITTEE and mandate.community is not None:
            mine |= rounds_for(mandate.community)
    return list(open_rounds().filter(mine)) if mine else []


def _rounds(user: Any) -> Iterator[Waiting]:
    if not is_staff(user):
        return
    now = timezone.now()
    ripe = Round.objects.select_related("community", "area").filter(
        Q(state=RoundState.DRAFT) | Q(state=RoundState.OPEN, closes_at__lte=now)
    )
    ripe = ripe.exclude(steps__state=StepState.ASKED)
    for round_ in ripe:
        if round_.state == RoundState.DRAFT:
            what, since = _("Prepare and open the round"), round_.opens_at
        else:
            what, since = _("Close the round and count"), round_.closes_at
        yield Waiting(
            what=what,
            subject=round_.display_title,
            where=round_.place_name,
            since=since,
            url=reverse("participation:manage_round", args=[round_.slug]),
        )


def _as_second_person(user: Any) -> Iterator[Waiting]:
    """What another person has asked for or said, and this one may do.

    Two questions where nothing is asked, five however much is. Observers take no step.
    """
    if not current_mandates(user) and not is_staff(user):
        return
    observed = RoundObserver.objects.filter(person=user, laid_down_on__isnull=True)
    steps = (
        RoundStep.objects.filter(state=StepState.ASKED)
        .exclude(asked_by=user)
        .exclude(round__in=observed.values("round"))
    )
    lost = TableSession.objects.filter(
        closed_at=None, lost_said_by__isnull=False
    ).exclude(lost_said_by=user)
    observers = asked_for().exclude(person=user)
    rounds = (
        Round.objects.filter(
            Exists(steps.filter(round=OuterRef("pk")))
            | Exists(observers.filter(round=OuterRef("pk")))
            | Exists(lost.filter(round=OuterRef("pk")))
        )
        .select_related("community", "area")
        .prefetch_related(
            Prefetch("steps", steps.select_related("asked_by")),
            Prefetch("tables", lost.select_related("lost_said_by")),
            Prefetch("observers", observers),
        )
    )
    is_other = _others(user)
    for round_ in rounds:
        yield from _steps(user, round_, is_other)
        yield from _lost_tables(user, round_, is_other)
        yield from _observers(user, round_, is_other)
    yield from waiting_voidings(user, is_other=is_other)


def _others(user: Any) -> Callable[[Any], bool]:
    """Tells whether somebody is another human than this one; each is asked of once."""
    return cache(lambda other: not may_be_one_person(other, user))


def _steps(
    user: Any, round_: Round, is_other: Callable[[Any], bool]
) -> Iterator[Waiting]:
    if not is_permitted(user, "take_step", round_):
        return
    for each in round_.steps.all():
        if is_other(each.asked_by):
            yield Waiting(
                what=_("As the second person: %(step)s")
                % {"step": each.get_step_display()},
                subject=round_.display_title,
                where=round_.place_name,
                since=each.asked_at,
                url=reverse("participation:second_person", args=[round_.slug]),
            )


def _lost_tables(
    user: Any, round_: Round, is_other: Callable[[Any], bool]
) -> Iterator[Waiting]:
    if not is_permitted(user, "run_table", round_):
        return
    for table in round_.tables.all():
        if is_other(table.lost_said_by):
            yield Waiting(
                what=_("As the second person: give up a device of table %(place)s")
                % {"place": table.place},
                subject=round_.display_title,
                where=round_.place_name,
                since=table.opened_at,
                url=reverse("participation:manage_table", args=[round_.slug, table.pk]),
            )


def _observers(
    user: Any, round_: Round, is_other: Callable[[Any], bool]
) -> Iterator[Waiting]:
    if not is_permitted(user, "agree_to_observer", round_):
        return
    for named in round_.observers.all():
        if is_other(named.named_by):
            yield Waiting(
                what=_("As the second person: an observer on behalf of %(whom)s")
                % {"whom": named.on_behalf_of},
                subject=round_.display_title,
                where=round_.place_name,
                since=named.named_at,
                url=reverse(
                    "participation:second_person_of_observer",
                    args=[round_.slug, named.pk],
                ),
            )


def _releases(user: Any) -> Iterator[Waiting]:
    """What another data steward has proposed."""
    for task in waiting_for_steward(user):
        code = task.reporting.code
        if task.proposal is not None:
            what = _("Approve or refuse the release")
            url = reverse("maps:proposal", args=[code, task.proposal.pk])
        else:
            what = _("Confirm or decline the withdrawal")
            url = reverse("maps:release", args=[code, task.version])
        yield Waiting(
            what=what,
            subject=_("Returns of round %(round)s") % {"round": code},
            where=_("Map of returns"),
            since=task.since,
            url=url,
        )
