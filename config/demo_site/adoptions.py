"""What became of the demonstration's results: told already, or agreed to now."""

import datetime
from collections.abc import Mapping

from config.demo.rounds import AdoptionSketch, RoundSketch
from initiatives.models import Initiative, InitiativeEvent
from participation.enums import Body
from participation.models import Adoption, Agreement, Round, RoundResult, User
from participation.services.adoption import agree_to_result


class DemoResultError(Exception):
    """The seeded ballots give another result than the demonstration's texts tell."""


def check_winners(
    sketch: RoundSketch, result: RoundResult, initiatives: Mapping[str, Initiative]
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


def tell_adoption(
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


def adopt(
    sketch: RoundSketch,
    agreed: AdoptionSketch,
    round_: Round,
    committee: User,
    users: Mapping[str, User],
    staff: User,
) -> None:
    """Committee and authority agree, by the service; the proposals move by it.

    Raises DemoResultError where a reason is told and the decision does not depart from
    the vote, or the other way round.
    """
    numbers = {option.initiative: option.number for option in sketch.options}
    words = {"reason": agreed.reason, "language": "en" if agreed.reason else ""}
    chosen = [numbers[key] for key in agreed.chosen]
    agree_to_result(
        round_, Body.COMMITTEE, chosen=chosen, by=committee, now=agreed.on, **words
    )
    if agreed.authority:
        speaker, where = users[agreed.authority], {}
    else:
        speaker, where = staff, {"decided_where": agreed.decided}
        where["where_language"] = "en"
    agree_to_result(
        round_,
        Body.AUTHORITY,
        chosen=chosen,
        by=speaker,
        now=agreed.on,
        **words,
        **where,
    )
    adoption = Adoption.objects.get(round=round_)
    if adoption.departs != bool(agreed.reason):
        raise DemoResultError(f"{sketch.slug}: the reason told fits no departure.")
    # The steps are taken today; they belong to the day of the decision.
    moved = Initiative.objects.filter(round_options__round=round_)
    InitiativeEvent.objects.filter(
        initiative__in=moved, to_state__in=["selected", "not_selected"]
    ).update(at=agreed.on)
    moved.update(changed_at=agreed.on)
