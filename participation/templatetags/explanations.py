"""Why an option was chosen or not: one sentence a villager would repeat."""

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import get_language_bidi, ngettext, pgettext
from django.utils.translation import gettext as _

from initiatives.templatetags.initiatives import money as money_text
from participation.enums import BallotType
from participation.tally import DecidedBy, Reason, Stage

if TYPE_CHECKING:
    from participation.queries.results import OptionResult

register = template.Library()

Facts = Mapping[str, Any]


@register.filter
def why(option: "OptionResult") -> str:
    """Say in words of the reader's language what the facts of the count mean.

    Nothing where so few voted that not even totals are told.
    """
    if option.facts["votes"] is None:
        return ""
    kind = BallotType(option.option.round.ballot_type)
    facts = {
        **option.facts,
        "pays_by_point": kind.has_points,
        "has_score": kind.weighs_choices,
    }
    return _SENTENCES[Reason(facts["reason"])](facts)


@register.filter
def tie_words(tie: Mapping[str, Any]) -> str:
    """Say which options were level, and what told them apart."""
    numbers = pgettext("between two of a list", ", ").join(
        _("no. %(n)s") % {"n": n} for n in tie["projects"]
    )
    by = {
        DecidedBy.COST: _("the cheaper one went first"),
        DecidedBy.VOTES: _("the one with more votes went first"),
        DecidedBy.LOT: _("the lot drawn beforehand decided"),
    }[DecidedBy(tie["decided_by"])]
    words = _("%(numbers)s were level; %(by)s.") % {"numbers": numbers, "by": by}
    if Stage(tie["stage"]) == Stage.LIMIT:
        words += " " + _("This was in the step that would have cost too much.")
    return words


@register.filter
def effective_words(option: "OptionResult") -> str:
    """How many supporters carried an option, where those who gave less count in part.

    Nothing where all of them paid in full: it would say the same number again.
    """
    support = option.facts.get("effective_support")
    if support is None:
        return ""
    tenths = round(support * 10)
    if tenths == 10 * option.facts["votes"]:
        return ""
    number = number_format(
        tenths / 10, decimal_pos=1 if tenths % 10 else 0, force_grouping=True
    )
    return _(
        "Its effective support is %(n)s: whoever could pay only a part counts as a part."
    ) % {"n": number}


@register.filter
def missed_words(option: "OptionResult") -> list[str]:
    """How near an option came that was not chosen: a sentence each, or none."""
    if option.missed is None:
        return []
    return [
        words
        for words in (
            _covered(option.facts),
            _votes_missing(option),
            _price_missing(option.missed),
        )
        if words
    ]


def _covered(facts: Facts) -> str:
    """Under rules by which supporters pay: the share of the price that they had."""
    if Reason(facts["reason"]) not in (
        Reason.SUPPORTERS_CANNOT_PAY,
        Reason.NOT_YET_SAVED,
    ):
        return ""
    # Rounded down: who lacks something never has all.
    per_hundred = math.floor(100 * facts["left"] / facts["cost"])
    return _("Its supporters had %(n)s of every 100 of its price.") % {
        "n": number_format(per_hundred)
    }


def _votes_missing(option: "OptionResult") -> str:
    near = option.missed or {}
    is_plain = not BallotType(option.option.round.ballot_type).weighs_choices
    if near["votes"] is None:
        words = (
            ngettext(
                "Even with %(n)s more vote it would not have been chosen.",
                "Even with %(n)s more votes it would not have been chosen.",
                near["tried"],
            )
            if is_plain
            else ngettext(
                "Even with %(n)s more voter who wants it most, it would not have been "
                "chosen.",
                "Even with %(n)s more voters who want it most, it would not have been "
                "chosen.",
                near["tried"],
            )
        )
        return words % {"n": _number(near["tried"])}
    words = (
        ngettext(
            "With %(n)s more vote it would have been chosen.",
            "With %(n)s more votes it would have been chosen.",
            near["votes"],
        )
        if is_plain
        else ngettext(
            "With %(n)s more voter who wants it most, it would have been chosen.",
            "With %(n)s more voters who want it most, it would have been chosen.",
            near["votes"],
        )
    )
    return words % {"n": _number(near["votes"])}


def _price_missing(near: Facts) -> str:
    if near["price"] is None:
        return _("A lower price would not have helped it.")
    return _("At a price of %(price)s it would have been chosen.") % {
        "price": money_text(near["price"])
    }


@register.filter
def share_words(shares: Facts) -> str:
    """What everybody's share was at the beginning and the end, and how it was raised."""
    if shares.get("start_share") is None:
        return ""
    words = _(
        "Each voter's share was %(start)s at the beginning of the count and %(final)s "
        "at its end."
    ) % {
        "start": _exact_money(shares["start_share"]),
        "final": _exact_money(shares["final_share"]),
    }
    if shares["step"] is None:
        return words
    return f"{words} " + _("It was raised by %(step)s at a time.") % {
        "step": _exact_money(shares["step"])
    }


def _exact_money(amount: float) -> str:
    """An amount to the cent, where it is not whole."""
    if amount == int(amount):
        return money_text(amount)
    number = number_format(round(amount, 2), decimal_pos=2, force_grouping=True)
    text = f"{number} {settings.CURRENCY}"
    return f"\u2068{text}\u2069" if get_language_bidi() else text


def _number(number: int) -> str:
    return str(number_format(number, decimal_pos=0, force_grouping=True))


def _votes(facts: Facts) -> str:
    count = facts["votes"]
    words = ngettext(
        "%(n)d person supported it.", "%(n)d people supported it.", count
    ) % {"n": count}
    if not facts["has_score"]:
        return words
    score = number_format(facts["score"], decimal_pos=0, force_grouping=True)
    return f"{words} " + _("Its points come to %(points)s.") % {"points": score}


def _paid(facts: Facts) -> str:
    if facts["paid_in_full"] is None:  # sequential Phragmén: no equal price
        return f"{_votes(facts)} " + _("Together they saved its price.")
    full, less = facts["paid_in_full"], facts["paid_less"]
    words = [_votes(facts)]
    if full and facts["pays_by_point"]:
        words.append(
            ngettext(
                "%(n)d paid %(price)s for each point.",
                "%(n)d paid %(price)s each for each point.",
                full,
            )
            % {"n": full, "price": money_text(facts["price"])}
        )
    elif full and not less:
        words.append(_("Each paid %(price)s.") % {"price": money_text(facts["price"])})
    elif full:
        words.append(
            ngettext("%(n)d paid %(price)s.", "%(n)d paid %(price)s each.", full)
            % {"n": full, "price": money_text(facts["price"])}
        )
    if less:
        words.append(
            ngettext(
                "%(n)d gave all that was left of an equal share.",
                "%(n)d gave all that was left of their equal shares.",
                less,
            )
            % {"n": less}
        )
    return " ".join(words)


def _cannot_pay(facts: Facts) -> str:
    if facts["left"] is None:  # so few ballots that only totals are told
        return f"{_votes(facts)} " + _("They could not pay for it together.")
    words = [
        _votes(facts),
        _("Together they had %(left)s left; %(missing)s of its price was missing.")
        % {
            "left": money_text(facts["left"]),
            "missing": money_text(max(1, facts["missing"])),
        },
    ]
    elsewhere = [part for part in facts["elsewhere"] if part["amount"] >= 1]
    if elsewhere:
        most = elsewhere[0]
        words.append(
            ngettext(
                "%(n)d of them also backed no. %(other)s and spent %(amount)s there.",
                "%(n)d of them also backed no. %(other)s and spent %(amount)s there.",
                most["supporters"],
            )
            % {
                "n": most["supporters"],
                "other": most["project"],
                "amount": money_text(most["amount"]),
            }
        )
    return " ".join(words)


def _most_votes(facts: Facts) -> str:
    return f"{_votes(facts)} " + _(
        "When its turn came, %(left)s were left, enough for its price."
    ) % {"left": money_text(facts["left"])}


def _does_not_fit(facts: Facts) -> str:
    if not facts["missing"]:
        return f"{_votes(facts)} " + _(
            "They could have paid, but then the whole would have cost more than the "
            "budget."
        )
    return f"{_votes(facts)} " + _(
        "When its turn came, %(left)s were left: %(missing)s too little."
    ) % {
        "left": money_text(facts["left"]),
        "missing": money_text(facts["missing"]),
    }


def _no_support(facts: Facts) -> str:
    return _("Nobody marked it.")


def _below_threshold(facts: Facts) -> str:
    return f"{_votes(facts)} " + _("That is fewer than the rule asks for.")


def _after_the_stop(facts: Facts) -> str:
    return f"{_votes(facts)} " + _(
        "One with more votes no longer fitted, and the rule stops there."
    )


_SENTENCES: Mapping[Reason, Callable[[Facts], str]] = {
    Reason.PAID_BY_SUPPORTERS: _paid,
    Reason.MOST_VOTES: _most_votes,
    Reason.FITS_THE_REST: _most_votes,
    Reason.NO_SUPPORT: _no_support,
    Reason.BELOW_THRESHOLD: _below_threshold,
    Reason.SUPPORTERS_CANNOT_PAY: _cannot_pay,
    Reason.DOES_NOT_FIT: _does_not_fit,
    Reason.AFTER_THE_STOP: _after_the_stop,
    Reason.NOT_YET_SAVED: _cannot_pay,
}
