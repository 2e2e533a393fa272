"""A round in words: money, days left, its state, its rule in four sentences."""

from typing import TYPE_CHECKING

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.templatetags.initiatives import money as money_text
from participation.enums import BallotType, Completion, RoundState, Rule

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


@register.simple_tag
def how_it_works(round_: "Round") -> list[str]:
    """The ballot, the rule, the rest of the money and ties: a sentence each."""
    return [_ballot(round_), _rule(round_), _rest(round_), _ties()]


def _ballot(round_: "Round") -> str:
    if round_.ballot_type == BallotType.KNAPSACK:
        return _(
            "Mark the proposals you support, as long as together they cost no more "
            "than the budget."
        )
    return _("Mark every proposal that you support.")


def _rule(round_: "Round") -> str:
    if round_.rule == Rule.EQUAL_SHARES:
        return _(
            "Everybody gets the same share of the money. A project is chosen when its "
            "supporters can pay for it together, each paying as equally as possible."
        )
    return _(
        "Most votes first, until the money is used; one that no longer fits is skipped."
    )


def _rest(round_: "Round") -> str:
    if round_.rule == Rule.GREEDY:
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


def _ties() -> str:
    return _(
        "Where two are level, the cheaper goes first, then the one with more votes, "
        "then the lot drawn beforehand, which is shown with each proposal."
    )
