"""Passes of the demonstration's votes, and the ballots that were cast with them."""

import datetime
import random
import uuid

from config.demo.ballots import BallotSketch
from config.demo.rounds import RoundSketch
from config.demo.terrain import SEED
from config.demo_site.paper import (
    Clerks,
    given_up,
    load_agreed_paper,
    load_paper_being_typed_in,
    load_waiting_paper,
    sheets_in_boxes,
)
from participation.enums import PassState, RoundState, Way
from participation.models import PassBatch, Round, User, VotingPass
from participation.services.ballots import cast_ballot
from participation.services.pass_codes import (
    ALPHABET,
    SECRET_LENGTH,
    SERIAL_LENGTH,
    PassCode,
    hash_secret,
    new_secret,
)
from participation.services.tickets import Ticket

#: Passes of the open vote whose codes are printed for visitors to try.
TRIAL_PASSES = 6


def draw_of(number: int) -> random.Random:
    """What is drawn for a vote, by its place in the data file."""
    return random.Random(SEED + 40 + number)  # noqa: S311 - a demonstration


def trial_codes_of(draw: random.Random) -> list[PassCode]:
    """Codes that visitors may use: what is drawn first for a vote."""

    def letters(count: int) -> str:
        return "".join(draw.choice(ALPHABET) for _ in range(count))

    return [
        PassCode(letters(SERIAL_LENGTH), letters(SECRET_LENGTH))
        for _ in range(TRIAL_PASSES)
    ]


def issue_demo_passes(
    sketch: RoundSketch, round_: Round, staff: User, draw: random.Random
) -> list[str]:
    """Issue the passes; return the serials of those that voters hold.

    Only the trial passes have a secret that somebody knows; the others share the hash
    of one that is thrown away, because hashing three thousand would take a minute.
    """
    trial = trial_codes_of(draw)
    batch = PassBatch.objects.create(
        round=round_,
        label=str(round_.place_name),
        size=sketch.passes,
        issued_at=sketch.opens_at - datetime.timedelta(days=3),
        issued_by=staff,
    )
    serials = _serials(sketch.passes - len(trial), draw, {c.serial for c in trial})
    thrown_away = hash_secret(new_secret())
    VotingPass.objects.bulk_create(
        [
            VotingPass(round=round_, batch=batch, serial=serial, secret_hash=hashed)
            for serial, hashed in [
                *((code.serial, hash_secret(code.secret)) for code in trial),
                *((serial, thrown_away) for serial in serials),
            ]
        ]
    )
    return serials


def cast_demo_ballots(
    sketch: RoundSketch,
    round_: Round,
    serials: list[str],
    clerks: Clerks,
    staff: User,
    draw: random.Random,
) -> None:
    """Cast what came by web and table, and put the sheets of paper where they are now."""
    passes = {each.serial: each.pk for each in VotingPass.objects.filter(round=round_)}
    held = iter(serials)
    for ballot in sketch.ballots:
        if ballot.way == Way.PAPER:
            continue
        identifier = uuid.UUID(int=draw.getrandbits(128), version=4)
        cast_ballot(
            Ticket(round_.pk, passes[next(held)], identifier),
            ballot.marked,
            way=ballot.way,
            now=round_.opens_at,
        )
    lines = sheets_in_boxes(
        [_on_paper(sketch, each) for each in sketch.ballots if each.way == Way.PAPER],
        draw,
    )
    if not lines:
        return
    exchanged = [next(held) for _each in range(given_up(lines, sketch.state))]
    VotingPass.objects.filter(round=round_, serial__in=exchanged).update(
        state=PassState.USED
    )
    if sketch.state == RoundState.CLOSED:
        load_agreed_paper(round_, lines, clerks, staff, draw)
    elif sketch.state == RoundState.OPEN:
        load_waiting_paper(round_, lines, staff)
    else:
        load_paper_being_typed_in(round_, lines, clerks, staff, draw)


def _on_paper(sketch: RoundSketch, ballot: BallotSketch) -> str:
    """What a clerk types from a sheet: numbers, each with its points or its place."""
    if ballot.points:
        given = zip(ballot.choices, ballot.points, strict=True)
    elif sketch.ballot_type == "ranking":
        given = zip(ballot.choices, range(1, len(ballot.choices) + 1), strict=True)
    else:
        return " ".join(map(str, ballot.choices))
    return " ".join(f"{number}:{points}" for number, points in given)


def _serials(count: int, draw: random.Random, taken: set[str]) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        serial = "".join(draw.choice(ALPHABET) for _ in range(SERIAL_LENGTH))
        if serial not in taken:
            found[serial] = None
    return list(found)
