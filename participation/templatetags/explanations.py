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
from participation.enums import BallotType, Rule
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
    round_ = option.option.round
    kind = BallotType(round_.ballot_type)
    facts = {
        **option.facts,
        "pays_by_point": kind.has_points,
        "has_score": Rule(round_.rule).weighs(kind),
        "is_saved_for": round_.rule == Rule.PHRAGMEN,
        "has_marks": kind == BallotType.SCORE,
        "rest": option.rest,
        "is_of_part": bool(round_.split_by),
    }
    if option.fails_by_the_budget:
        in_place = option.takes_a_place
        return _beside_the_chosen(facts) if in_place else _beyond_the_rest(facts)
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
    sum_of = (
        _("Its marks come to %(points)s.")
        if facts["has_marks"]
        else _("Its points come to %(points)s.")
    )
    return f"{words} " + sum_of % {"points": _number(facts["score"])}


def _paid(facts: Facts) -> str:
    if facts["paid_in_full"] is None:
        # Sequential Phragmén has no equal price; of few ballots it is not told.
        together = (
            _("Together they saved its price.")
            if facts["is_saved_for"]
            else _("Together they paid for it.")
        )
        return f"{_votes(facts)} {together}"
    full, less = facts["paid_in_full"], facts["paid_less"]
    words = [_votes(facts)]
    if full and facts["pays_by_point"]:
        words.append(_price_of_a_point(facts))
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


def _price_of_a_point(facts: Facts) -> str:
    full = facts["paid_in_full"]
    words = (
        ngettext(
            "%(n)d paid %(price)s times the mark.",
            "%(n)d paid %(price)s each, times the mark.",
            full,
        )
        if facts["has_marks"]
        else ngettext(
            "%(n)d paid %(price)s for each point.",
            "%(n)d paid %(price)s each for each point.",
            full,
        )
    )
    return words % {"n": full, "price": money_text(facts["price"])}


def _supported(facts: Facts) -> str:
    """How many supported it, as the beginning of a sentence."""
    count = facts["votes"]
    if not facts["has_score"]:
        words = ngettext(
            "%(n)s person supported it", "%(n)s people supported it", count
        )
        return words % {"n": _number(count)}
    words = (
        ngettext(
            "%(n)s person supported it (marks: %(points)s)",
            "%(n)s people supported it (marks: %(points)s)",
            count,
        )
        if facts["has_marks"]
        else ngettext(
            "%(n)s person supported it (points: %(points)s)",
            "%(n)s people supported it (points: %(points)s)",
            count,
        )
    )
    return words % {"n": _number(count), "points": _number(facts["score"])}


def _cannot_pay(facts: Facts) -> str:
    supported = _supported(facts)
    if facts["left"] is None:  # so few ballots that only totals are told
        return _("%(supported)s, but could not pay for it.") % {"supported": supported}
    # Rounded down: who lacks something never has all.
    had = min(math.floor(facts["left"]), math.ceil(facts["cost"]) - 1)
    amounts = {
        "supported": supported,
        "left": money_text(had),
        "cost": money_text(facts["cost"]),
    }
    elsewhere = [part for part in facts["elsewhere"] if part["amount"] >= 1]
    if not elsewhere:
        return (
            _("%(supported)s, but had only %(left)s of the %(cost)s it costs.")
            % amounts
        )
    most = elsewhere[0]
    words = ngettext(
        "%(supported)s, but had only %(left)s left of the %(cost)s it costs: %(n)s of "
        "them had spent %(amount)s on no. %(other)s.",
        "%(supported)s, but had only %(left)s left of the %(cost)s it costs: %(n)s of "
        "them had spent %(amount)s on no. %(other)s.",
        most["supporters"],
    )
    return words % {
        **amounts,
        "n": _number(most["supporters"]),
        "other": most["project"],
        "amount": money_text(most["amount"]),
    }


def _beyond_the_rest(facts: Facts) -> str:
    """What was chosen left too little of the budget, or of its part."""
    words = (
        _(
            "%(supported)s, but what was chosen left only %(rest)s of this part of the "
            "budget, less than its price."
        )
        if facts["is_of_part"]
        else _(
            "%(supported)s, but what was chosen left only %(rest)s of the budget, less "
            "than its price."
        )
    )
    return words % {
        "supported": _supported(facts),
        "rest": money_text(facts["rest"]),
    }


def _beside_the_chosen(facts: Facts) -> str:
    """It fits into the budget, or its part, only where something else is left out."""
    words = (
        _(
            "%(supported)s, but beside what was chosen this part of the budget was too "
            "small for it."
        )
        if facts["is_of_part"]
        else _(
            "%(supported)s, but beside what was chosen the budget was too small for it."
        )
    )
    return words % {"supported": _supported(facts)}


def _most_votes(facts: Facts) -> str:
    return f"{_votes(facts)} " + _(
        "When its turn came, %(left)s were left, enough for its price."
    ) % {"left": money_text(facts["left"])}


def _does_not_fit(facts: Facts) -> str:
    supported = _supported(facts)
    if not facts["missing"]:
        return _(
            "%(supported)s and could have paid for it, but then the whole would have "
            "cost more than the budget."
        ) % {"supported": supported}
    if facts["left"] < 1:
        return _("%(supported)s, but when its turn came nothing was left.") % {
            "supported": supported
        }
    return _(
        "%(supported)s, but when its turn came only %(left)s was left, %(missing)s too "
        "little."
    ) % {
        "supported": supported,
        "left": money_text(facts["left"]),
        "missing": money_text(facts["missing"]),
    }


def _no_support(facts: Facts) -> str:
    return _("Nobody marked it.")


def _below_threshold(facts: Facts) -> str:
    return _("%(supported)s, fewer than the rule asks for.") % {
        "supported": _supported(facts)
    }


def _after_the_stop(facts: Facts) -> str:
    return _(
        "%(supported)s, but one that came before it no longer fitted, and the rule "
        "stops there."
    ) % {"supported": _supported(facts)}


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
