"""What would have been enough for an option that was not chosen: one sentence, or none."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.templatetags.initiatives import money as money_text
from participation.enums import BallotType, Rule

if TYPE_CHECKING:
    from participation.queries.results import OptionResult

register = template.Library()


@register.filter
def sufficed_words(option: "OptionResult") -> str:
    """What would have been enough for an option that was not chosen, in one sentence.

    Nothing where it was not worked out. A price that contradicts what `why` says of the
    supporters' money, where the budget does not explain it, is left out.
    """
    near = option.missed
    if near is None:
        return ""
    votes, price = near["votes"], near["price"]
    if option.had_more_than_enough and not option.fails_by_the_budget:
        price = None
    if votes is None and price is None:
        return "" if near["price"] else _nothing(near["tried"])
    in_place = option.fails_by_the_budget and option.takes_a_place
    words = _ENOUGH[votes is not None, price is not None, in_place]
    round_ = option.option.round
    weighs = Rule(round_.rule).weighs(BallotType(round_.ballot_type))
    return words(votes or 0, weighs) % {
        "n": _whole(votes or 0),
        "price": money_text(price or 0),
    }


def _nothing(tried: int) -> str:
    return ngettext(
        "Neither %(n)s more vote nor a lower price would have been enough.",
        "Neither %(n)s more votes nor a lower price would have been enough.",
        tried,
    ) % {"n": _whole(tried)}


def _by_votes(count: int, weighs: bool) -> str:
    """``weighs``: wanting one of several more counts, so it is who wants this one most."""
    if weighs:
        return ngettext(
            "With %(n)s more voter who wants it most, it would have been chosen.",
            "With %(n)s more voters who want it most, it would have been chosen.",
            count,
        )
    return ngettext(
        "With %(n)s more vote it would have been chosen.",
        "With %(n)s more votes it would have been chosen.",
        count,
    )


def _by_votes_or_price(count: int, weighs: bool) -> str:
    if weighs:
        return ngettext(
            "With %(n)s more voter who wants it most, or at a price of %(price)s, it "
            "would have been chosen.",
            "With %(n)s more voters who want it most, or at a price of %(price)s, it "
            "would have been chosen.",
            count,
        )
    return ngettext(
        "With %(n)s more vote, or at a price of %(price)s, it would have been chosen.",
        "With %(n)s more votes, or at a price of %(price)s, it would have been chosen.",
        count,
    )


def _in_place_by_votes_or_price(count: int, weighs: bool) -> str:
    if weighs:
        return ngettext(
            "With %(n)s more voter who wants it most, or at a price of %(price)s, it "
            "would have been chosen in place of another.",
            "With %(n)s more voters who want it most, or at a price of %(price)s, it "
            "would have been chosen in place of another.",
            count,
        )
    return ngettext(
        "With %(n)s more vote, or at a price of %(price)s, it would have been chosen in "
        "place of another.",
        "With %(n)s more votes, or at a price of %(price)s, it would have been chosen in "
        "place of another.",
        count,
    )


def _by_price(count: int, weighs: bool) -> str:
    return _("At a price of %(price)s it would have been chosen.")


def _in_place_by_price(count: int, weighs: bool) -> str:
    return _("At a price of %(price)s it would have been chosen in place of another.")


#: By whether votes, whether a price would have been enough; and in place of another.
_ENOUGH: Mapping[tuple[bool, bool, bool], Callable[[int, bool], str]] = {
    (True, False, False): _by_votes,
    (True, True, False): _by_votes_or_price,
    (True, True, True): _in_place_by_votes_or_price,
    (False, True, False): _by_price,
    (False, True, True): _in_place_by_price,
}


def _whole(number: int) -> str:
    return str(number_format(number, decimal_pos=0, force_grouping=True))
