"""Four votes: two closed, counted and sealed by the real services, one open, one ended."""

import datetime
import random
import uuid
from collections.abc import Mapping

from django.utils import timezone

from communities.models import Community
from config.demo.rounds import RoundSketch, rounds
from config.demo.terrain import SEED
from config.demo_site.paper import (
    Clerks,
    given_up,
    load_agreed_paper,
    load_paper_being_typed_in,
    load_waiting_paper,
    sheets_in_boxes,
)
from config.demo_site.tables import load_tables
from initiatives.models import Initiative
from participation.enums import (
    AttendanceGroup,
    Body,
    CameTo,
    PassState,
    RoundState,
    Step,
    StepState,
    Way,
)
from participation.models import (
    Adoption,
    Agreement,
    Ballot,
    PassBatch,
    Round,
    RoundOption,
    RoundResult,
    RoundStep,
    User,
    VotingPass,
)
from participation.services.pass_codes import (
    ALPHABET,
    SECRET_LENGTH,
    SERIAL_LENGTH,
    PassCode,
    hash_secret,
    new_secret,
)
from participation.services.sealing import close_round
from participation.services.voter_counts import Counted, count_voters

#: Passes of the open vote whose codes are printed for visitors to try.
TRIAL_PASSES = 6
#: A visitor finds the vote open for at least so long, whenever the demo is loaded.
OPEN_FOR = datetime.timedelta(days=11)
A_DAY = datetime.timedelta(days=1)


class DemoResultError(Exception):
    """The seeded ballots give other winners than the demonstration's texts tell."""


def load_rounds(
    communities: dict[str, Community],
    initiatives: dict[str, Initiative],
    staff: User,
    second: User,
    clerks: Clerks,
    bodies: Mapping[Body, User],
) -> None:
    """Store the votes; the closed ones are counted, sealed and checked.

    ``second`` is who opens and closes what ``staff`` asked for, ``bodies`` who agrees to
    the results. ``clerks`` type in the paper of the closed ones; where it is still being
    typed in, the others wait for it.
    """
    for number, sketch in enumerate(rounds()):
        draw = random.Random(SEED + 40 + number)  # noqa: S311 - a demonstration
        round_ = _round(sketch, communities.get(sketch.community), initiatives, staff)
        _agree(round_, Step.OPEN, staff, second, at=sketch.opens_at - A_DAY)
        round_.state = RoundState.OPEN
        round_.save(update_fields=["state"])
        _cast(sketch, round_, staff, clerks, draw)
        load_tables(round_, staff, draw)
        if sketch.came:
            _count(sketch, round_, communities[sketch.community], staff)
        if sketch.state == RoundState.CLOSED:
            an_hour_later = sketch.closes_at + datetime.timedelta(hours=1)
            _agree(round_, Step.CLOSE, staff, second, at=an_hour_later)
            result = close_round(round_, by=staff, now=an_hour_later)
            _check_winners(sketch, result, initiatives)
            _adopt(round_, result, bodies, at=sketch.closes_at + 2 * A_DAY)


def trial_codes() -> list[str]:
    """Codes of passes of the open vote that nobody has used yet, as printed."""
    number, _sketch = next(
        (number, sketch)
        for number, sketch in enumerate(rounds())
        if sketch.state == RoundState.OPEN
    )
    draw = random.Random(SEED + 40 + number)  # noqa: S311 - a demonstration
    return [code.printed for code in _codes(draw)]


def _round(
    sketch: RoundSketch,
    community: Community | None,
    initiatives: dict[str, Initiative],
    staff: User,
) -> Round:
    closes_at = sketch.closes_at
    if sketch.state == RoundState.OPEN:
        closes_at = max(closes_at, timezone.now() + OPEN_FOR)
    round_ = Round.objects.create(
        slug=sketch.slug,
        community=community,
        title=sketch.title.en,
        titles={"ar": sketch.title.ar},
        entitled=sketch.entitled.en,
        entitled_in={"ar": sketch.entitled.ar},
        budget=sketch.budget,
        ballot_type=sketch.ballot_type,
        rule=sketch.rule,
        completion=sketch.completion,
        opens_at=sketch.opens_at,
        closes_at=closes_at,
        created_by=staff,
    )
    RoundOption.objects.bulk_create(
        [
            RoundOption(
                round=round_,
                initiative=initiatives[option.initiative],
                number=option.number,
                cost=option.cost,
                lot=option.lot,
            )
            for option in sketch.options
        ]
    )
    return round_


def _agree(
    round_: Round, step: Step, first: User, second: User, *, at: datetime.datetime
) -> None:
    """Two persons agree on a step, which the database asks for before it is taken."""
    asked = RoundStep.objects.create(
        round=round_, step=step, asked_by=first, asked_at=at
    )
    asked.state, asked.decided_by, asked.decided_at = StepState.DONE, second, at
    asked.save(update_fields=["state", "decided_by", "decided_at"])


def _adopt(
    round_: Round,
    result: RoundResult,
    bodies: Mapping[Body, User],
    *,
    at: datetime.datetime,
) -> None:
    """Committee and authority agree to what was voted; the histories tell it already."""
    chosen = sorted(result.outcome["winners"])
    for body, speaker in bodies.items():
        Agreement.objects.create(
            round=round_, body=body, chosen=chosen, agreed_at=at, agreed_by=speaker
        )
    Adoption.objects.create(
        round=round_,
        chosen=chosen,
        departs=False,
        adopted_at=at,
        adopted_by=bodies[Body.AUTHORITY],
    )


def _count(
    sketch: RoundSketch, round_: Round, community: Community, staff: User
) -> None:
    """Who came to tables and to the desk, as far as it is kept."""
    for each in sketch.came:
        counted = Counted(
            community=community,
            came_to=CameTo(each.came_to),
            place=each.place,
            day=(sketch.opens_at + each.days * A_DAY).date(),
            everybody=each.everybody,
            groups={AttendanceGroup(name): n for name, n in each.groups.items()},
        )
        count_voters(round_, counted, by=staff)


def _codes(draw: random.Random) -> list[PassCode]:
    def letters(count: int) -> str:
        return "".join(draw.choice(ALPHABET) for _ in range(count))

    return [
        PassCode(letters(SERIAL_LENGTH), letters(SECRET_LENGTH))
        for _ in range(TRIAL_PASSES)
    ]


def _cast(
    sketch: RoundSketch,
    round_: Round,
    staff: User,
    clerks: Clerks,
    draw: random.Random,
) -> None:
    """Passes, and the ballots that some of them were burnt for.

    Only the trial passes have a secret that somebody knows; the others share the hash
    of one that is thrown away, because hashing two thousand would take a minute.
    """
    trial = _codes(draw)
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
    cast = [ballot for ballot in sketch.ballots if ballot.way != Way.PAPER]
    lines = sheets_in_boxes(
        [each.choices for each in sketch.ballots if each.way == Way.PAPER], draw
    )
    used = serials[: len(cast) + given_up(lines, sketch.state)]
    VotingPass.objects.filter(round=round_, serial__in=used).update(
        state=PassState.USED
    )
    Ballot.objects.bulk_create(
        [
            Ballot(
                id=uuid.UUID(int=draw.getrandbits(128), version=4),
                round=round_,
                choices=list(ballot.choices),
                way=ballot.way,
            )
            for ballot in cast
        ]
    )
    if sketch.state == RoundState.CLOSED:
        load_agreed_paper(round_, lines, clerks, staff, draw)
    elif sketch.state == RoundState.OPEN:
        load_waiting_paper(round_, lines, staff)
    else:
        load_paper_being_typed_in(round_, lines, clerks, staff, draw)


def _serials(count: int, draw: random.Random, taken: set[str]) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        serial = "".join(draw.choice(ALPHABET) for _ in range(SERIAL_LENGTH))
        if serial not in taken:
            found[serial] = None
    return list(found)


def _check_winners(
    sketch: RoundSketch, result: RoundResult, initiatives: dict[str, Initiative]
) -> None:
    """What the pages tell (chosen, not chosen) must be what the ballots say."""
    chosen = set(result.outcome["winners"])
    for option in sketch.options:
        told = initiatives[option.initiative].state != "not_selected"
        if told != (option.number in chosen):
            raise DemoResultError(
                f"{sketch.slug}: {option.initiative} is told as "
                f"{'chosen' if told else 'not chosen'}, the count says otherwise."
            )
