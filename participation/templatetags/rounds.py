"""A round in words: money, days left, its state, its rule in four sentences."""

from typing import TYPE_CHECKING

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from initiatives.templatetags.initiatives import money as money_text
from participation.enums import BallotType, Completion, RoundState, Rule
from participation.queries.parts import names_of_parts
from participation.tally.completions import LARGE_SHARE

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from participation.models import Round

register = template.Library()


@register.filter
def money(amount: float) -> "SafeString":
    """An amount with its currency, kept together on the line."""
    return format_html('<bdi class="number">{}</bdi>', money_text(amount))


@register.filter
def time_left(round_: "Round") -> str:
    """How long voting goes on, in days, or in hours on the last day."""
    seconds = (round_.closes_at - timezone.now()).total_seconds()
    if seconds <= 0:
        return _("voting has ended")
    days = int(seconds // 86_400)
    if days:
        return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
    hours = int(seconds // 3600)
    if hours:
        return ngettext("%(n)d hour left", "%(n)d hours left", hours) % {"n": hours}
    return _("less than an hour left")


@register.filter
def state_words(round_: "Round") -> str:
    """Where a round stands, for anybody."""
    if round_.state != RoundState.OPEN:
        return str(RoundState(round_.state).label)
    now = timezone.now()
    if now < round_.opens_at:
        return _("Opens soon")
    return _("Open for voting") if now < round_.closes_at else _("Being counted")


@register.filter
def state_tone(round_: "Round") -> str:
    """The tone of `state_tag` that goes with it."""
    if round_.state == RoundState.OPEN:
        return "active" if round_.is_voting_open else "neutral"
    tones = {RoundState.CLOSED: "good", RoundState.CANCELLED: "bad"}
    return tones.get(RoundState(round_.state), "neutral")


@register.filter
def tally_command(round_: "Round") -> "SafeString":
    """What to type to count the sealed file of a round again as it was counted."""
    options = [("rule", str(round_.rule))]
    if round_.rule == Rule.EQUAL_SHARES:
        options.append(("completion", str(round_.completion)))
    if round_.least_votes:
        options.append(("threshold", str(round_.least_votes)))
    # A line breaks between options, and at no hyphen of one.
    told = format_html_join("", ' <span class="nowrap">--{} {}</span>', options)
    return format_html("manage.py tally {}.pb{}", round_.slug, told)


@register.filter
def ballot_words(round_: "Round") -> str:
    """What a voter does with the ballot and what a mark is worth, in a few sentences."""
    words = {
        BallotType.APPROVAL: _("Mark every proposal that you support."),
        BallotType.KNAPSACK: _(
            "Mark the proposals you support, as long as together they cost no more "
            "than the budget."
        ),
        BallotType.POINTS: _(
            "You have %(points)s points. Give them to the proposals you support, as "
            "many to each as you like."
        ),
        BallotType.RANKING: _(
            "Put the proposals you support in order, the one you want most in place 1."
        ),
        BallotType.SCORE: _(
            "Give each proposal you support a mark from 1 to %(points)s, the best being "
            "%(points)s."
        ),
    }[BallotType(round_.ballot_type)] % {"points": round_.points}
    if round_.most_choices:
        words += " " + ngettext(
            "At most %(n)d proposal.", "At most %(n)d proposals.", round_.most_choices
        ) % {"n": round_.most_choices}
    return " ".join(filter(None, (words, _worth(round_))))


def _worth(round_: "Round") -> str:
    """What a place or a number does in the count; "" where a voter gives neither."""
    rule, ballot = Rule(round_.rule), BallotType(round_.ballot_type)
    if not ballot.weighs_choices:
        return ""
    if not rule.weighs(ballot):
        return _all_alike(ballot)
    if ballot == BallotType.RANKING:
        return _worth_of_places(round_)
    if rule == Rule.EQUAL_SHARES:
        return (
            _(
                "The better the mark you give a proposal, the sooner its turn comes, and "
                "the more of your share goes to it."
            )
            if ballot == BallotType.SCORE
            else _(
                "The more points you give a proposal, the sooner its turn comes, and the "
                "more of your share goes to it."
            )
        )
    if ballot == BallotType.SCORE:
        return _("The marks of all voters for a proposal are added up.")
    return _("The points of all voters for a proposal are added up.")


def _all_alike(ballot: BallotType) -> str:
    return {
        BallotType.RANKING: _(
            "Every proposal that you give a place counts as supported, all of them "
            "alike: the order changes nothing in this count."
        ),
        BallotType.POINTS: _(
            "Every proposal that you give points counts as supported, all of them "
            "alike: how many points changes nothing in this count."
        ),
        BallotType.SCORE: _(
            "Every proposal that you give a mark counts as supported, all of them "
            "alike: which mark changes nothing in this count."
        ),
    }[ballot]


def _worth_of_places(round_: "Round") -> str:
    """As `tally.support` counts places: within a part, by the proposals of the part."""
    most = round_.most_choices
    if round_.split_by:
        words = _(
            "In each part, the first in your order gets as many points as the part has "
            "proposals, the next one point less, and so on."
        )
        if not most:
            return words
        limit = ngettext(
            "It is never more than %(n)d point.",
            "It is never more than %(n)d points.",
            most,
        )
        return f"{words} " + limit % {"n": most}
    standing = round_.options.count()
    if not standing:  # a draft: what a place is worth depends on what will stand
        return ""
    first = min(most, standing) if most else standing
    return ngettext(
        "Place 1 is worth %(n)d point.",
        "Place 1 is worth %(n)d points, and each place after it one point less.",
        first,
    ) % {"n": first}


@register.filter
def rule_name(round_: "Round") -> str:
    """The name of its rule, in the unit that decides."""
    return Rule(round_.rule).named_for(BallotType(round_.ballot_type))


@register.filter
def asks_in_vain(round_: "Round") -> bool:
    """Whether voters are asked for an order or a number that its rule does not look at."""
    ballot = BallotType(round_.ballot_type)
    return ballot.weighs_choices and not Rule(round_.rule).weighs(ballot)


@register.simple_tag
def how_it_works(round_: "Round") -> list[str]:
    """Who votes, the ballot, the rule, the rest of the money and ties: a sentence each."""
    sentences = [
        round_.display_entitled,
        ballot_words(round_),
        _parts(round_),
        _rule(round_),
        least_words(round_),
        _rest(round_),
        _start(round_),
        _step(round_),
        _ties(),
        _quorum(round_),
    ]
    return [words for words in sentences if words]


def _parts(round_: "Round") -> str:
    if not round_.split_by:
        return ""
    names = names_of_parts(round_)
    amounts = pgettext("between two of a list", ", ").join(
        _("%(name)s %(amount)s")
        % {"name": names.get(key, key), "amount": money_text(amount)}
        for key, amount in round_.budget_of.items()
    )
    return _(
        "The budget is in parts: %(amounts)s. Each is decided on by itself, among those "
        "who marked something in it."
    ) % {"amounts": amounts}


def _rule(round_: "Round") -> str:
    rule, ballot = Rule(round_.rule), BallotType(round_.ballot_type)
    if rule.weighs(ballot):
        return _weighing_rule(rule, ballot)
    return {
        Rule.EQUAL_SHARES: _(
            "Everybody gets the same share of the money. A project is chosen when its "
            "supporters can pay for it together, each paying as equally as possible."
        ),
        Rule.GREEDY: _(
            "Most votes first, until the money is used; one that no longer fits is "
            "skipped."
        ),
        Rule.GREEDY_STOP: _(
            "Most votes first, until one no longer fits; there the choice ends."
        ),
        Rule.PHRAGMEN: _(
            "Every voter earns at the same pace; a project is bought as soon as its "
            "supporters have saved enough."
        ),
    }[rule]


def _weighing_rule(rule: Rule, ballot: BallotType) -> str:
    """The rule where points or marks decide, and not how many voters gave them."""
    if rule == Rule.EQUAL_SHARES:
        return _(
            "Everybody gets the same share of the money. A project is chosen when its "
            "supporters can pay for it together, each by what they gave it, as far as "
            "the share goes."
        )
    has_marks = ballot == BallotType.SCORE
    if rule == Rule.GREEDY:
        return (
            _(
                "Highest marks in all first, until the money is used; one that no longer "
                "fits is skipped."
            )
            if has_marks
            else _(
                "Most points first, until the money is used; one that no longer fits is "
                "skipped."
            )
        )
    return (
        _(
            "Highest marks in all first, until one no longer fits; there the choice ends."
        )
        if has_marks
        else _("Most points first, until one no longer fits; there the choice ends.")
    )


@register.filter
def least_words(round_: "Round") -> str:
    """How much a proposal needs to be chosen, in the unit that decides; "" for nothing."""
    if not round_.least_votes:
        return ""
    if round_.ballot_type == BallotType.SCORE:
        return _("The marks of a proposal must come to at least %(n)d.") % {
            "n": round_.least_votes
        }
    words = (
        ngettext(
            "A proposal needs at least %(n)d point.",
            "A proposal needs at least %(n)d points.",
            round_.least_votes,
        )
        if round_.points or round_.ballot_type == BallotType.RANKING
        else ngettext(
            "A proposal needs at least %(n)d vote.",
            "A proposal needs at least %(n)d votes.",
            round_.least_votes,
        )
    )
    return words % {"n": round_.least_votes}


def _quorum(round_: "Round") -> str:
    if not round_.quorum:
        return ""
    return _(
        "The vote decides when at least %(n)d of 100 entitled to vote take part; with "
        "fewer it is advice to the committee."
    ) % {"n": round_.quorum}


def _rest(round_: "Round") -> str:
    if round_.rule != Rule.EQUAL_SHARES:
        return _("What is left when nothing more fits stays unspent.")
    return {
        Completion.ADD1: _(
            "If money is left, everybody's share is raised step by step, and the count "
            "is made again each time, until the next step would cost more than the "
            "budget."
        ),
        Completion.ADD1_EXHAUSTIVE: _(
            "If money is left, everybody's share is raised step by step, and the count "
            "is made again each time, until nothing more fits the rest."
        ),
        Completion.NONE: _("What supporters do not spend stays unspent."),
    }[Completion(round_.completion)]


def _start(round_: "Round") -> str:
    """What everybody has at the beginning, which nobody knows in money before the end."""
    if round_.rule != Rule.EQUAL_SHARES:
        return ""
    if round_.split_by:
        return _(
            "The share at the beginning is the part of the budget divided by the number "
            "of ballots with a mark in it."
        )
    return _(
        "The share at the beginning is the budget divided by the number of ballots."
    )


def _step(round_: "Round") -> str:
    if round_.rule != Rule.EQUAL_SHARES or round_.completion == Completion.NONE:
        return ""
    return _(
        "One step is %(step)s, or a thousandth of the share where that is above "
        "%(large)s."
    ) % {"step": money_text(1), "large": money_text(LARGE_SHARE)}


def _ties() -> str:
    return _(
        "Where two are level, the cheaper goes first, then the one with more votes, "
        "then the lot drawn beforehand, which is shown with each proposal."
    )
