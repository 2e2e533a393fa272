"""Rounds, passes and ballots for tests, made the way the database allows them."""

import datetime
from collections.abc import Sequence
from typing import Any

import factory
from django.utils import timezone

from communities.enums import Dimension, Role
from communities.models import Community
from initiatives.enums import BudgetKind, Category, State
from initiatives.models import BudgetLine, Initiative
from participation.enums import (
    BallotType,
    Body,
    PassState,
    RoundState,
    Step,
    StepState,
    VoidingState,
)
from participation.models import (
    Adoption,
    Agreement,
    Ballot,
    BatchVoiding,
    PassBatch,
    Round,
    RoundObserver,
    RoundOption,
    RoundResult,
    RoundStep,
    VotingPass,
)
from participation.services.pass_batches import (
    agree_to_void,
    ask_to_void,
    renew_batch,
)
from participation.services.pass_codes import PassCode, hash_secret
from participation.services.passes import IssuedPasses
from participation.services.steps import ask_for_step, take_step
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.people import UserFactory

#: One secret and its hash for all passes of tests: hashing is slow on purpose.
SECRET = "ABCDEFGHJKLM"
SECRET_HASH = hash_secret(SECRET)


def staff_member() -> Any:
    """Programme staff."""
    return MandateFactory(staff=True).user


def eligible_initiative(
    community: Community, cost: int, title: str = "A tap stand", **fields: Any
) -> Initiative:
    """A complete proposal that may stand in a vote, costing ``cost``."""
    number = Initiative.objects.count() + 1
    initiative = Initiative.objects.create(
        **{
            "reference": f"T-{number:05d}",
            "community": community,
            "state": State.ELIGIBLE,
            "title": title,
            "summary": "Water within ten minutes' walk.",
            "problem": "The old well is dry from June.",
            "dimension": Dimension.SOCIAL,
            "category": Category.INFRASTRUCTURE,
            "returnees_planned": 40,
            "neighbours_planned": 60,
            "proposed_by": UserFactory(),
            "submitted_at": timezone.now(),
            **fields,
        }
    )
    BudgetLine.objects.create(initiative=initiative, label="All", planned=cost)
    BudgetLine.objects.create(
        initiative=initiative, label="Work", planned=9, kind=BudgetKind.IN_KIND
    )
    return initiative


class RoundFactory(factory.django.DjangoModelFactory[Round]):
    """A round in preparation that opened an hour ago and closes in a day."""

    class Meta:
        model = Round

    slug = factory.Sequence(lambda n: f"round-{n}")
    community = factory.SubFactory(CommunityFactory)
    title = factory.Sequence(lambda n: f"Round {n}")
    budget = 100
    opens_at = factory.LazyFunction(
        lambda: timezone.now() - datetime.timedelta(hours=1)
    )
    closes_at = factory.LazyFunction(
        lambda: timezone.now() + datetime.timedelta(days=1)
    )
    created_by = factory.SubFactory(UserFactory)


def round_with_options(costs: Sequence[int] = (60, 50, 30), **fields: Any) -> Round:
    """A round in preparation with one option for each cost, numbered from 1."""
    round_ = RoundFactory(**fields)
    RoundOption.objects.bulk_create(
        RoundOption(
            round=round_,
            initiative=eligible_initiative(
                round_.community, cost, title=f"Proposal {number}"
            ),
            number=number,
            cost=cost,
            lot=number,
        )
        for number, cost in enumerate(costs, start=1)
    )
    return round_


def agreed(
    round_: Round, step: str, reason: str = "", language: str = "en"
) -> RoundStep:
    """A step that two persons agreed on, which the database asks for before it.

    Without the checks of the services: tests put rounds into states of any kind.
    """
    asked = RoundStep.objects.create(
        round=round_,
        step=step,
        reason=reason,
        language=language if reason else "",
        asked_by=UserFactory(),
    )
    asked.state, asked.decided_by = StepState.DONE, UserFactory()
    asked.decided_at = timezone.now()
    asked.save()
    return asked


def observer_of(round_: Round, *, is_agreed: bool = True, **fields: Any) -> Any:
    """Somebody who observes a round, or was only named for it, as the database allows it.

    Without the checks of the services; who named, and who agreed, are others.
    """
    named = RoundObserver.objects.create(
        **{
            "round": round_,
            "on_behalf_of": "Women of the ward",
            "language": "en",
            "named_by": UserFactory(),
            **fields,
            "person": fields.get("person") or MandateFactory(role=Role.OBSERVER).user,
        }
    )
    if is_agreed:
        named.agreed_by, named.agreed_at = UserFactory(), timezone.now()
        named.save()
    return named


def opened(round_: Round) -> Round:
    """The round, open."""
    agreed(round_, Step.OPEN)
    Round.objects.filter(pk=round_.pk).update(state=RoundState.OPEN)
    round_.refresh_from_db()
    return round_


def open_round_with_options(
    costs: Sequence[int] = (60, 50, 30), **fields: Any
) -> Round:
    """An open round."""
    return opened(round_with_options(costs, **fields))


def ended_round_with_options(
    costs: Sequence[int] = (60, 50, 30), **fields: Any
) -> Round:
    """A round whose voting ended an hour ago, and that nobody has closed yet."""
    now = timezone.now()
    times = {
        "opens_at": now - datetime.timedelta(days=2),
        "closes_at": now - datetime.timedelta(hours=1),
    }
    return open_round_with_options(costs, **{**times, **fields})


def in_state(state: str, **fields: Any) -> Round:
    """A round in any state, with options; a closed one holds three ballots."""
    if state == RoundState.DRAFT:
        return round_with_options(**fields)
    if state != RoundState.CANCELLED:
        return (
            closed_round(**fields)
            if state == RoundState.CLOSED
            else open_round_with_options(**fields)
        )
    return cancelled(round_with_options(**fields))


def cancelled(round_: Round, reason: str = "Flood.", language: str = "en") -> Round:
    """The round, cancelled by two persons."""
    agreed(round_, Step.CANCEL, reason, language)
    Round.objects.filter(pk=round_.pk).update(
        state=RoundState.CANCELLED, cancel_reason=reason, cancel_language=language
    )
    round_.refresh_from_db()
    return round_


def passes(
    round_: Round,
    count: int = 1,
    state: str = PassState.PRINTED,
    label: str = "Table 1",
) -> list[VotingPass]:
    """Passes of one batch, each with the secret ``SECRET``."""
    batch = PassBatch.objects.create(
        round=round_,
        label=label,
        size=count,
        issued_at=round_.opens_at,
        issued_by=round_.created_by,
    )
    first = VotingPass.objects.count()
    return VotingPass.objects.bulk_create(
        VotingPass(
            round=round_,
            batch=batch,
            serial=serial_of(first + number),
            secret_hash=SECRET_HASH,
            state=state,
        )
        for number in range(count)
    )


def voiding_of(
    batch: PassBatch,
    state: str = VoidingState.ASKED,
    *,
    hours_ago: int = 0,
    **fields: Any,
) -> BatchVoiding:
    """What is asked for of a batch, without the checks of the services.

    Where it was decided, that was so many ``hours_ago``.
    """
    voiding = BatchVoiding.objects.create(
        **{
            "batch": batch,
            "reason": "Stolen.",
            "with_new_passes": False,
            "asked_by": UserFactory(),
            **fields,
        }
    )
    if state != VoidingState.ASKED:
        voiding.state, voiding.decided_by = state, UserFactory()
        voiding.decided_at = timezone.now() - datetime.timedelta(hours=hours_ago)
        voiding.save()
    return voiding


def void_by_two(
    batch: PassBatch, reason: str = "Stolen.", *, with_new_passes: bool = False
) -> IssuedPasses | None:
    """Void a batch by two organisers, by the real services; return the new passes."""
    first = staff_member()
    asked = ask_to_void(batch, reason=reason, with_new_passes=with_new_passes, by=first)
    agreed_to = agree_to_void(asked, by=staff_member())
    return renew_batch(agreed_to, by=first) if with_new_passes else None


def code_of(voting_pass: VotingPass) -> str:
    """What is printed on a pass of tests."""
    return PassCode(voting_pass.serial, SECRET).printed


def cast(round_: Round, *ballots: Sequence[Any], way: str = "web") -> list[Ballot]:
    """Ballots in an open round, each with a pass of its own that it used.

    ``ballots`` are as they are stored: numbers, or pairs of number and points.

    Unused passes are taken first; new ones can only be made before the first ballot.
    """
    used = list(round_.passes.filter(state=PassState.PRINTED)[: len(ballots)])
    if len(used) < len(ballots):
        used += passes(round_, len(ballots) - len(used))
    VotingPass.objects.filter(pk__in=[each.pk for each in used]).update(
        state=PassState.USED
    )
    return Ballot.objects.bulk_create(
        Ballot(
            round=round_,
            choices=list(choices)
            if round_.ballot_type == BallotType.RANKING
            else sorted(choices),
            way=way,
        )
        for choices in ballots
    )


def closed_round(
    ballots: Sequence[Sequence[Any]] = ((1,), (1, 3), (2,)), **fields: Any
) -> Round:
    """A round that was voted on, closed and sealed."""
    round_ = open_round_with_options(**fields)
    if ballots:
        cast(round_, *ballots)
    closed_by_two(round_)
    round_.refresh_from_db()
    return round_


def closed_by_two(
    round_: Round, *, by: Any = None, now: datetime.datetime | None = None
) -> RoundResult:
    """The result of a round that two organisers close, by the real services.

    ``by`` is who asks for it; it happens at the closing time, unless told otherwise.
    """
    moment = now or round_.closes_at
    asked = ask_for_step(round_, Step.CLOSE, by=by or staff_member(), now=moment)
    return take_step(asked, by=staff_member(), now=moment).result


def opened_by_two(round_: Round, *, by: Any = None) -> Round:
    """The round, opened by two organisers, by the real services."""
    asked = ask_for_step(round_, Step.OPEN, by=by or staff_member())
    return take_step(asked, by=staff_member())


def serial_of(number: int) -> str:
    """The serial of a pass or an invitation, another for each number."""
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    return "".join(letters[(number >> (5 * place)) & 31] for place in (3, 2, 1, 0))


def adopted(
    round_: Round, chosen: Sequence[int], reason: str = "", language: str = "en"
) -> Adoption:
    """The decision of both bodies on a closed round, as the database asks for it.

    Without the checks of the services; no initiative moves.
    """
    text = {"chosen": sorted(chosen), "reason": reason}
    for body in Body:
        Agreement.objects.create(
            round=round_,
            body=body,
            language=language if reason else "",
            agreed_at=timezone.now(),
            agreed_by=UserFactory(),
            **text,
        )
    return Adoption.objects.create(
        round=round_,
        departs=bool(reason),
        adopted_at=timezone.now(),
        adopted_by=UserFactory(),
        **text,
    )
