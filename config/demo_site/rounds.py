"""The votes: closed, counted and sealed by the real services, one open, one ended.

Those whose proposals have gone on since are stored as they are told; all others come
about by the services that people use, from preparing to agreeing to the result.
"""

import datetime
from collections.abc import Mapping

from django.utils import timezone

from communities.models import Community
from config.demo.rounds import RoundSketch, rounds
from config.demo_site.adoptions import adopt, check_winners, tell_adoption
from config.demo_site.ballots import (
    cast_demo_ballots,
    draw_of,
    issue_demo_passes,
    trial_codes_of,
)
from config.demo_site.paper import Clerks
from config.demo_site.tables import load_tables
from initiatives.models import Initiative
from maps.models import AdminArea
from participation.enums import (
    AttendanceGroup,
    Body,
    CameTo,
    RoundState,
    Step,
    StepState,
)
from participation.models import (
    Round,
    RoundObserver,
    RoundOption,
    RoundStep,
    User,
)
from participation.services.roll import read_numbers, set_roll
from participation.services.rounds import (
    create_round,
    open_round,
    set_options,
    set_parts,
)
from participation.services.sealing import close_round
from participation.services.voter_counts import Counted, count_voters

#: A visitor finds the vote open for at least so long, whenever the demo is loaded.
OPEN_FOR = datetime.timedelta(days=11)
A_DAY = datetime.timedelta(days=1)


def load_rounds(
    communities: dict[str, Community],
    initiatives: dict[str, Initiative],
    users: Mapping[str, User],
    committees: Mapping[str, list[User]],
    clerks: Clerks,
    bodies: Mapping[Body, User],
) -> None:
    """Store the votes; the closed ones are counted, sealed and checked.

    ``clerks`` type in the paper of the closed ones; where it is still being typed in, the
    others wait for it. The first of them opens and closes what the second, who prepares
    the votes, asked for. ``bodies`` agree to results that are told.
    """
    staff, second = clerks.second, clerks.first
    for number, sketch in enumerate(rounds()):
        draw = draw_of(number)
        community = communities.get(sketch.community)
        stored = _told if sketch.is_told else _prepared
        round_ = stored(sketch, community, initiatives, staff)
        if sketch.roll:
            set_roll(round_, read_numbers(f"1..{sketch.roll}"), by=staff)
        serials = issue_demo_passes(sketch, round_, staff, draw)
        _name_observers(sketch, round_, users, staff, second)
        _agree(round_, Step.OPEN, staff, second, at=sketch.opens_at - A_DAY)
        if sketch.is_told:
            round_.state = RoundState.OPEN
            round_.save(update_fields=["state"])
        else:
            round_ = open_round(round_, by=staff, now=sketch.opens_at - A_DAY)
        cast_demo_ballots(sketch, round_, serials, clerks, staff, draw)
        load_tables(round_, staff, draw)
        if sketch.came and community:
            _count(sketch, round_, community, staff)
        if sketch.state != RoundState.CLOSED:
            continue
        an_hour_later = sketch.closes_at + datetime.timedelta(hours=1)
        _agree(round_, Step.CLOSE, staff, second, at=an_hour_later)
        result = close_round(round_, by=staff, now=an_hour_later)
        if sketch.is_told:
            check_winners(sketch, result, initiatives)
            tell_adoption(round_, result, bodies, at=sketch.closes_at + 2 * A_DAY)
        elif sketch.adoption:
            speaker = committees[sketch.adoption.committee][0]
            adopt(sketch, sketch.adoption, round_, speaker, users, staff)


def trial_codes() -> list[str]:
    """Codes of passes of the open vote that nobody has used yet, as printed."""
    number = [sketch.state for sketch in rounds()].index(RoundState.OPEN)
    return [code.printed for code in trial_codes_of(draw_of(number))]


def _closes_at(sketch: RoundSketch) -> datetime.datetime:
    if sketch.state == RoundState.OPEN:
        return max(sketch.closes_at, timezone.now() + OPEN_FOR)
    return sketch.closes_at


def _told(
    sketch: RoundSketch,
    community: Community | None,
    initiatives: dict[str, Initiative],
    staff: User,
) -> Round:
    """A vote whose proposals have gone on: no service lets them stand any more."""
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
        closes_at=sketch.closes_at,
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


def _prepared(
    sketch: RoundSketch,
    community: Community | None,
    initiatives: dict[str, Initiative],
    staff: User,
) -> Round:
    """A vote as staff prepare it, with the lots of the story."""
    round_ = create_round(
        by=staff,
        community=community,
        area=AdminArea.objects.defer("geometry").get(pcode=sketch.area_pcode)
        if sketch.area_pcode
        else None,
        slug=sketch.slug,
        title=sketch.title.en,
        titles={"ar": sketch.title.ar},
        entitled=sketch.entitled.en,
        entitled_in={"ar": sketch.entitled.ar},
        budget=sketch.budget,
        split_by=sketch.split_by,
        ballot_type=sketch.ballot_type,
        points=sketch.points,
        most_choices=sketch.most_choices,
        rule=sketch.rule,
        completion=sketch.completion,
        quorum=sketch.quorum,
        opens_at=sketch.opens_at,
        closes_at=_closes_at(sketch),
    )
    if sketch.parts:
        set_parts(round_, sketch.parts, by=staff)
    standing = [initiatives[option.initiative] for option in sketch.options]
    drawn = set_options(round_, standing, by=staff)
    # The same lots on every loading; no two may be equal meanwhile.
    lots = {option.number: option.lot for option in sketch.options}
    for beyond in (len(lots), 0):
        for option in drawn:
            option.lot = lots[option.number] + beyond
            option.save(update_fields=["lot"])
    return round_


def _name_observers(
    sketch: RoundSketch,
    round_: Round,
    users: Mapping[str, User],
    first: User,
    second: User,
) -> None:
    """One organiser names who observes, and another agrees with the opening."""
    for each in sketch.observers:
        named = RoundObserver.objects.create(
            round=round_,
            person=users[each.email],
            on_behalf_of=each.on_behalf_of,
            language=each.language,
            named_by=first,
            named_at=sketch.opens_at - 2 * A_DAY,
        )
        named.agreed_by, named.agreed_at = second, sketch.opens_at - A_DAY
        named.save(update_fields=["agreed_by", "agreed_at"])


def _agree(
    round_: Round, step: Step, first: User, second: User, *, at: datetime.datetime
) -> None:
    """Two persons agree on a step, which the database asks for before it is taken."""
    asked = RoundStep.objects.create(
        round=round_, step=step, asked_by=first, asked_at=at
    )
    asked.state, asked.decided_by, asked.decided_at = StepState.DONE, second, at
    asked.save(update_fields=["state", "decided_by", "decided_at"])


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
