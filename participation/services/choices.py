"""What a voter marked, as numbers of options, checked against the round's ballot.

An approval ballot is a list of numbers, a ranking a list in order of preference; on
ballots with points each number stands with the points given to it.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables

from participation.enums import BallotType
from participation.models import Round, RoundOption
from participation.services.errors import BallotError

#: Numbers marked; for a ranking in order, or each with its place; else with its points.
Choices = Sequence[int] | Mapping[int, int]


class Choice(NamedTuple):
    """An option marked, and the points or (in a ranking) the place given to it."""

    option: RoundOption
    points: int | None


@sensitive_variables()
def check_choices(round_: Round, choices: Choices) -> list[Choice]:
    """Return what was marked, in the order of the ballot, or of preference.

    Raises BallotError for numbers that are not on the ballot, for an empty ballot, for
    more than the round lets a voter mark or give, and for one above the budget where the
    round asks to stay within it.
    """
    options = {option.number: option for option in round_.options.all()}
    if not set(choices) <= set(options):
        raise BallotError(_("One of the proposals marked is not on this ballot."))
    marked = _CHECKS[BallotType(round_.ballot_type)](round_, choices)
    if not marked:
        raise BallotError(_("Mark at least one proposal."))
    return [Choice(options[number], points) for number, points in marked.items()]


def stored(choices: Sequence[Choice], ballot_type: str) -> list[int] | list[list[int]]:
    """Choices as a ballot keeps them: numbers, or pairs of number and points."""
    if BallotType(ballot_type).has_points:
        return [[each.option.number, each.points or 0] for each in choices]
    return [each.option.number for each in choices]


def _approved(round_: Round, choices: Choices) -> dict[int, int | None]:
    marked = dict.fromkeys(sorted(set(choices)))
    _check_number(round_, len(marked))
    return dict(marked)


def _within_the_budget(round_: Round, choices: Choices) -> dict[int, int | None]:
    marked = _approved(round_, choices)
    budget_of = round_.budget_of
    spent = dict.fromkeys(budget_of, 0)
    for option in round_.options.all():
        if option.number in marked:
            spent[option.part] += option.cost
    over = max((spent[part] - budget_of[part] for part in spent), default=0)
    if over > 0:
        amount = f"{number_format(over, force_grouping=True)} {settings.CURRENCY}"
        message = (
            _("What you marked of one part costs %(over)s more than that part.")
            if round_.split_by
            else _(
                "Together they cost %(over)s more than the budget. Take something out."
            )
        )
        raise BallotError(message % {"over": amount})
    return marked


def _ranked(round_: Round, choices: Choices) -> dict[int, int | None]:
    if isinstance(choices, Mapping):
        places = sorted((place, number) for number, place in choices.items() if place)
        if len({place for place, _number in places}) < len(places):
            raise BallotError(_("Two proposals have the same place."))
        order = [number for _place, number in places]
    else:
        order = list(dict.fromkeys(choices))
    _check_number(round_, len(order))
    return {number: place for place, number in enumerate(order, start=1)}


def _given(choices: Choices) -> dict[int, int | None]:
    given = choices if isinstance(choices, Mapping) else dict.fromkeys(choices, 1)
    if min(given.values(), default=0) < 0:
        raise BallotError(_("Points cannot be less than none."))
    return {number: given[number] for number in sorted(given) if given[number]}


def _shared_out(round_: Round, choices: Choices) -> dict[int, int | None]:
    given = _given(choices)
    over = sum(points or 0 for points in given.values()) - (round_.points or 0)
    if over > 0:
        raise BallotError(
            ngettext(
                "You gave %(n)d point more than you have. Take it back from a proposal.",
                "You gave %(n)d points more than you have. Take them back.",
                over,
            )
            % {"n": over}
        )
    return given


def _scored(round_: Round, choices: Choices) -> dict[int, int | None]:
    given = _given(choices)
    most = round_.points or 0
    if max((points or 0 for points in given.values()), default=0) > most:
        raise BallotError(_("The highest mark is %(most)d.") % {"most": most})
    return given


def _check_number(round_: Round, marked: int) -> None:
    most = round_.most_choices
    if most and marked > most:
        raise BallotError(
            ngettext(
                "Mark %(n)d proposal at most.", "Mark %(n)d proposals at most.", most
            )
            % {"n": most}
        )


_CHECKS = {
    BallotType.APPROVAL: _approved,
    BallotType.KNAPSACK: _within_the_budget,
    BallotType.RANKING: _ranked,
    BallotType.POINTS: _shared_out,
    BallotType.SCORE: _scored,
}
