"""Closing a round: shuffle, count, seal. One transaction, once."""

import datetime
import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from participation import tally
from participation.enums import PassState, RoundState
from participation.models import Ballot, Round, RoundOption, RoundResult
from participation.services.errors import RoundStateError, SealingError
from participation.services.locks import held_round
from participation.services.receipts import receipt_of

_draw = secrets.SystemRandom()


@transaction.atomic
def close_round(
    round_: Round, *, by: Any, now: datetime.datetime | None = None
) -> RoundResult:
    """End voting, rewrite the ballots in random order, count them and seal the result.

    Nothing is counted before this, anywhere. Raises NotPermittedError, RoundStateError
    (also before the closing time), and SealingError when ballots and used passes
    disagree; then nothing has changed.
    """
    held = held_round(round_, "close_round", by=by)
    moment = now or timezone.now()
    if moment < held.closes_at:
        raise RoundStateError(_("Voting goes on until the closing time."))
    held.state = RoundState.SEALING
    held.save(update_fields=["state"])
    ballots = _rewrite_in_random_order(held)
    used = held.passes.filter(state=PassState.USED).count()
    if used != len(ballots):
        raise SealingError(
            _("%(ballots)d ballots, but %(passes)d used passes: nothing was sealed.")
            % {"ballots": len(ballots), "passes": used}
        )
    result = _seal(held, ballots, by=by, at=moment)
    held.state = RoundState.CLOSED
    held.save(update_fields=["state"])
    log(
        instance=held,
        action="participation.close_round",
        user=by,
        data={"ballots": result.ballot_count, "digest": result.digest},
    )
    return result


def _rewrite_in_random_order(held: Round) -> list[Ballot]:
    """Store all ballots anew, so that neither their order nor their place tells anything.

    The passes are rewritten too: PostgreSQL keeps with each row the transaction that
    wrote it, and a pass and its ballot shared one.
    """
    ballots = list(held.ballots.all())
    _draw.shuffle(ballots)
    held.ballots.all().delete()
    Ballot.objects.bulk_create(ballots, batch_size=2000)
    held.passes.update(state=F("state"))
    return ballots


def _seal(
    held: Round, ballots: list[Ballot], *, by: Any, at: datetime.datetime
) -> RoundResult:
    options = sorted(
        held.options.select_related("initiative"), key=lambda option: option.lot
    )
    election = election_of(held, options, (ballot.choices for ballot in ballots))
    outcome = tally.count(election, rule=held.rule, completion=held.completion)
    text = tally.write_pb(election, winners=outcome.winners)
    return RoundResult.objects.create(
        round=held,
        sealed_at=at,
        sealed_by=by,
        ballot_count=len(ballots),
        pass_count=held.passes.exclude(state=PassState.VOID).count(),
        ways=dict(sorted(Counter(ballot.way for ballot in ballots).items())),
        outcome=_plain(outcome),
        pb_file=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        receipts=sorted(receipt_of(ballot.pk) for ballot in ballots),
    )


def election_of(
    round_: Round, options: list[RoundOption], choices: Iterable[list[int]]
) -> tally.Election:
    """The round as the tally knows it: projects by number, listed in the order of lots.

    The order listed is the last tie break, so that the file alone gives the result.
    """
    place = {option.number: at for at, option in enumerate(options)}
    return tally.Election.of(
        [
            tally.Project(
                id=str(option.number),
                cost=Fraction(option.cost),
                name=option.initiative.title,
                category=option.initiative.dimension,
            )
            for option in options
        ],
        budget=round_.budget,
        ballots=(
            (tally.Ballot(tuple(place[number] for number in marked)), 1)
            for marked in choices
        ),
        meta={
            "description": round_.title,
            "unit": round_.community.name,
            "instance": round_.slug,
            "date_begin": f"{round_.opens_at:%Y-%m-%d}",
            "date_end": f"{round_.closes_at:%Y-%m-%d}",
            "currency": settings.CURRENCY,
            "rule": round_.rule,
            "completion": round_.completion,
            "comment": "projects are listed in the order of the lot drawn before voting",
        },
    )


def _plain(outcome: tally.Outcome) -> dict[str, Any]:
    """The outcome as JSON: numbers and codes only, so that any language can tell it."""
    used = outcome.parameters
    shares = {
        "start_share": used.start_share,
        "step": used.step,
        "final_share": used.final_share,
    }
    return {
        "winners": [int(winner) for winner in outcome.winners],
        "cost": int(outcome.cost),
        "budget": int(outcome.budget),
        "votes": outcome.votes,
        "rule": used.rule.value,
        "completion": used.completion.value if used.completion else "",
        **{key: None if v is None else float(v) for key, v in shares.items()},
        "ties": [asdict(tie) for tie in outcome.ties],
        "explanations": {
            project: asdict(facts) for project, facts in outcome.explanations.items()
        },
    }
