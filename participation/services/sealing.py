"""Closing a round: shuffle, count, seal. One transaction, once."""

import datetime
import hashlib
import secrets
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from participation import tally
from participation.enums import (
    NOT_ON_THE_ROLL,
    BallotType,
    PassState,
    RoundState,
    Rule,
)
from participation.models import (
    Ballot,
    Entitlement,
    Round,
    RoundOption,
    RoundResult,
    VotingPass,
)
from participation.queries.rolls import entitled_in
from participation.services.errors import RoundStateError, SealingError
from participation.services.locks import held_round
from participation.services.paper_sealing import PaperTaken, take_in_paper
from participation.services.receipts import receipt_of
from participation.services.tables import check_no_table_open
from participation.signals import announce_result

_draw = secrets.SystemRandom()


@transaction.atomic
def close_round(
    round_: Round, *, by: Any, now: datetime.datetime | None = None
) -> RoundResult:
    """End voting, rewrite the ballots in random order, count them and seal the result.

    Nothing is counted before this, anywhere. Raises NotPermittedError, RoundStateError
    (also before the closing time), and SealingError while paper is not agreed, or when
    ballots and used passes disagree; then nothing has changed.
    """
    held = held_round(round_, "close_round", by=by)
    moment = now or timezone.now()
    check_ended(held, moment)
    held.state = RoundState.SEALING
    held.save(update_fields=["state"])
    paper = take_in_paper(held)
    ballots, receipts = _rewrite_in_random_order(held)
    used = held.passes.filter(state=PassState.USED).count()
    # A pass given up for paper made no ballot by itself; a sheet that counts did.
    if used - paper.passes + paper.valid != len(ballots):
        raise SealingError(
            _("%(ballots)d ballots, but %(passes)d used passes: nothing was sealed.")
            % {"ballots": len(ballots), "passes": used}
        )
    result = _seal(held, ballots, paper, receipts=receipts, by=by, at=moment)
    held.state = RoundState.CLOSED
    held.save(update_fields=["state"])
    log(
        instance=held,
        action="participation.close_round",
        user=by,
        data={"ballots": result.ballot_count, "digest": result.digest},
    )
    announce_result(held)
    return result


def check_ended(held: Round, now: datetime.datetime) -> None:
    """Check that the closing time has come and no ballot is on its way from a table.

    Raises RoundStateError.
    """
    if now < held.closes_at:
        raise RoundStateError(_("Voting goes on until the closing time."))
    check_no_table_open(held)


def _rewrite_in_random_order(held: Round) -> tuple[list[Ballot], list[str]]:
    """Store all ballots anew, so that neither their order nor their place tells anything.

    Each gets another identifier: the first is known to its voter, whose receipt would
    lead whoever has the database to the choices. The receipts are returned, sorted.
    Passes and roll are rewritten too, row by row in random order: PostgreSQL keeps with
    each row the transaction that wrote it, which a pass and its ballot shared, and the
    place of a row tells which was written first.
    """
    ballots = list(held.ballots.all())
    receipts = sorted(receipt_of(ballot.pk) for ballot in ballots)
    _draw.shuffle(ballots)
    held.ballots.all().delete()
    for ballot in ballots:
        ballot.pk = uuid.uuid4()
    Ballot.objects.bulk_create(ballots, batch_size=2000)
    _write_anew(VotingPass, "state", held)
    _write_anew(Entitlement, "taken_as", held)
    return ballots, receipts


def _write_anew(
    model: type[VotingPass | Entitlement], column: str, held: Round
) -> None:
    """Write each row of the round once more, in random order, unchanged."""
    keys = list(model.objects.filter(round=held).values_list("pk", flat=True))
    _draw.shuffle(keys)
    name = connection.ops.quote_name
    table, field = name(model._meta.db_table), name(column)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET {field} = {field} WHERE id = %s",  # noqa: S608 - ours
            [(key,) for key in keys],
        )


def _seal(
    held: Round,
    ballots: list[Ballot],
    paper: PaperTaken,
    *,
    receipts: list[str],
    by: Any,
    at: datetime.datetime,
) -> RoundResult:
    options = sorted(
        held.options.select_related("initiative"), key=lambda option: option.lot
    )
    election = election_of(held, options, (ballot.choices for ballot in ballots))
    # Of few ballots only totals are public, and the digest: without something random
    # in the file, whoever tries all ballots that give these totals would find the digest.
    election = replace(election, meta={**election.meta, "salt": secrets.token_hex(16)})
    counted = _counted(held, election, held.rule)
    told = replace(election, meta={**election.meta, **tally.shares_in_meta(counted)})
    text = tally.write_pb(told, winners=counted.outcome.winners)
    return RoundResult.objects.create(
        round=held,
        sealed_at=at,
        sealed_by=by,
        ballot_count=len(ballots),
        pass_count=held.passes.exclude(state__in=NOT_ON_THE_ROLL).count(),
        ways=dict(sorted(Counter(ballot.way for ballot in ballots).items())),
        outcome={
            **_plain(counted),
            "served": _served(held, election),
            "missed": _missed(election, counted),
            "entitled": entitled_in(held),
            **({"paper": paper.figures} if paper.figures else {}),
        },
        pb_file=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        receipts=receipts,
    )


def _counted(held: Round, election: tally.Election, rule: str) -> tally.InParts:
    return tally.count_in_parts(
        election,
        rule=rule,
        completion=held.completion,
        threshold=held.least_votes if Rule(rule).is_greedy else 0,
    )


def _served(held: Round, election: tally.Election) -> dict[str, int]:
    """How many voters get something they wanted, under each rule that could have been."""
    return {
        rule.value: tally.voters_served(
            election, _counted(held, election, rule).outcome.winners
        )
        for rule in Rule
    }


def _missed(
    election: tally.Election, counted: tally.InParts
) -> list[dict[str, int | None]]:
    """How near those came that were not chosen, the nearest first.

    Not worked out for a handful of voters, of whom no page tells it.
    """
    if election.votes < settings.PUBLIC_BALLOTS_MINIMUM:
        return []
    return [
        {"option": int(project), **asdict(near)}
        for project, near in tally.near_misses(election, counted).items()
    ]


def election_of(
    round_: Round, options: list[RoundOption], choices: Iterable[list[Any]]
) -> tally.Election:
    """The round as the tally knows it: projects by number, listed in the order of lots.

    The order listed is the last tie break, so that the file alone gives the result.
    ``choices`` are as ballots keep them.
    """
    place = {option.number: at for at, option in enumerate(options)}
    has_points = BallotType(round_.ballot_type).has_points
    return tally.Election.of(
        [
            tally.Project(
                id=str(option.number),
                cost=Fraction(option.cost),
                name=option.initiative.title,
                category=option.part or option.initiative.dimension,
            )
            for option in options
        ],
        budget=round_.budget,
        vote_type=_VOTE_TYPES[BallotType(round_.ballot_type)],
        ballots=((_ballot(marked, place, has_points), 1) for marked in choices),
        meta=_meta(round_),
    )


_VOTE_TYPES = {
    BallotType.APPROVAL: tally.VoteType.APPROVAL,
    BallotType.KNAPSACK: tally.VoteType.APPROVAL,
    BallotType.POINTS: tally.VoteType.CUMULATIVE,
    BallotType.SCORE: tally.VoteType.SCORING,
    BallotType.RANKING: tally.VoteType.ORDINAL,
}


def _ballot(
    marked: list[Any], place: Mapping[int, int], has_points: bool
) -> tally.Ballot:
    if not has_points:
        return tally.Ballot(tuple(place[number] for number in marked))
    return tally.Ballot(
        tuple(place[number] for number, _points in marked),
        tuple(Fraction(points) for _number, points in marked),
    )


def _meta(round_: Round) -> dict[str, str]:
    """What the sealed file says of the round; nothing of it depends on a language."""
    meta = {
        "description": round_.title,
        "unit": _unit(round_),
        "instance": round_.slug,
        "date_begin": f"{round_.opens_at:%Y-%m-%d}",
        "date_end": f"{round_.closes_at:%Y-%m-%d}",
        "currency": settings.CURRENCY,
        "rule": round_.rule,
        "comment": "projects are listed in the order of the lot drawn before voting",
    }
    if round_.rule == Rule.EQUAL_SHARES:
        meta["completion"] = round_.completion
    if round_.least_votes:
        meta["threshold"] = str(round_.least_votes)
    if round_.ballot_type == BallotType.POINTS:
        meta["max_sum_points"] = str(round_.points)
    if round_.ballot_type == BallotType.SCORE:
        meta["max_points"] = str(round_.points)
    if round_.most_choices:
        meta["max_length"] = str(round_.most_choices)
    if round_.split_by:
        meta |= tally.budget_in_meta(round_.budget_of)
    return meta


def _unit(round_: Round) -> str:
    if round_.community:
        return round_.community.name
    return round_.area.name if round_.area else "programme"


def _plain(counted: tally.InParts) -> dict[str, Any]:
    """The outcome as JSON: numbers and codes only, so that any language can tell it."""
    outcome = counted.outcome
    used = outcome.parameters
    return {
        "winners": [int(winner) for winner in outcome.winners],
        "cost": int(outcome.cost),
        "budget": int(outcome.budget),
        "votes": outcome.votes,
        "rule": used.rule.value,
        "completion": used.completion.value if used.completion else "",
        **_shares(used),
        "parts": {
            key: {
                "budget": int(part.budget),
                "cost": int(part.cost),
                "votes": part.votes,
                **_shares(part.parameters),
            }
            for key, part in counted.parts.items()
            if key
        },
        "ties": [asdict(tie) for tie in outcome.ties],
        "explanations": {
            project: asdict(facts) for project, facts in outcome.explanations.items()
        },
    }


def _shares(used: tally.Parameters) -> dict[str, float | None]:
    shares = {
        "start_share": used.start_share,
        "step": used.step,
        "final_share": used.final_share,
    }
    return {key: None if v is None else float(v) for key, v in shares.items()}
