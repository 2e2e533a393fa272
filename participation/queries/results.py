"""A sealed result, ready to be told in any language."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from participation.enums import BallotType, Body, Rule
from participation.models import Adoption, Agreement, Round, RoundOption, RoundResult
from participation.queries.parts import names_of_parts
from participation.tally import Reason

#: Of so many nobody knows whether a neighbour is among them.
_DISSENTERS = 3


@dataclass(frozen=True)
class OptionResult:
    """What became of one option, and the facts of why (see participation.tally).

    ``missed`` has the facts of how near it came, where they were worked out; ``rest`` is
    what was chosen left of the budget, or of its part of it.
    """

    option: RoundOption
    chosen: bool
    place: int | None
    facts: Mapping[str, Any]
    adopted: bool | None
    missed: Mapping[str, Any] | None = None
    rest: int = 0

    @property
    def had_more_than_enough(self) -> bool:
        """Whether supporters had more than the price at which it would have been chosen.

        Then their money is not what it failed by. A hundredth of its price is only the
        rounding of the price that was searched.
        """
        left, price = self.facts.get("left"), self._enough
        if left is None or price is None:
            return False
        return math.floor(left) > price + float(self.facts["cost"]) / 100

    @property
    def fails_by_the_budget(self) -> bool:
        """Whether the others left too little, though supporters had more than enough."""
        return self.had_more_than_enough and float(self.facts["cost"]) > self.rest

    @property
    def takes_a_place(self) -> bool:
        """Whether, at the price that was enough, it would still be too dear for the rest.

        Then another would not be chosen: together they cost more than the budget.
        """
        return self._enough is not None and self._enough > self.rest

    @property
    def _enough(self) -> int | None:
        price: int | None = (self.missed or {}).get("price")
        return price


@dataclass(frozen=True)
class PartResult:
    """What one part of the budget came to; amounts in whole units of the currency."""

    name: str
    budget: int
    cost: int
    votes: int
    shares: Mapping[str, Any]


@dataclass(frozen=True)
class ResultView:
    """Everything a result page says. ``adoption`` is None until it was decided.

    ``agreements`` has what each body has said so far; none where a decision is older.
    """

    result: RoundResult
    adoption: Adoption | None
    options: tuple[OptionResult, ...]
    parts: tuple[PartResult, ...] = ()
    agreements: tuple[Agreement, ...] = ()

    @property
    def missing_bodies(self) -> list[Body]:
        """Bodies that have not agreed to anything."""
        said = {each.body for each in self.agreements}
        return [body for body in Body if body not in said]

    @property
    def reason_language(self) -> str:
        """In which language the reason of a departure is; "" where it was not noted."""
        return self.agreements[0].language if self.agreements else ""

    @property
    def entitled(self) -> int:
        """How many could vote, whichever way (see `rolls.entitled_in`)."""
        return int(self.result.outcome.get("entitled", self.result.pass_count))

    @property
    def is_short_of_quorum(self) -> bool:
        """Whether so few voted, by all ways together, that the vote is advice only.

        The share itself is told nowhere: with ballots counted it would give away how many
        sheets of paper did not count, which is not told of few.
        """
        quorum: int = self.result.round.quorum
        return self._taking_part * 100 < quorum * self.entitled

    @property
    def _taking_part(self) -> int:
        """Voters: also those whose sheet of paper is blank or does not count."""
        paper = self.result.outcome.get("paper", {})
        without = int(paper.get("blank", 0)) + int(paper.get("invalid", 0))
        return self.result.ballot_count + without

    @property
    def served(self) -> int | None:
        """Voters who got something they wanted; None for few ballots, or old results."""
        return self._served_under(self.result.round.rule)

    @property
    def served_otherwise(self) -> list[tuple[str, int]]:
        """The same under the other rules, by their names."""
        ballot = BallotType(self.result.round.ballot_type)
        found = ((rule, self._served_under(rule)) for rule in Rule)
        return [
            (rule.named_for(ballot), number)
            for rule, number in found
            if number is not None and rule != self.result.round.rule
        ]

    def _served_under(self, rule: str) -> int | None:
        # That all or none of a handful got something would tell of each of them.
        if not self.is_file_public:
            return None
        number: int | None = self.result.outcome.get("served", {}).get(rule)
        return number

    @property
    def winners(self) -> tuple[OptionResult, ...]:
        """Options that the vote chose, in the order chosen."""
        return tuple(each for each in self.options if each.chosen)

    @property
    def others(self) -> tuple[OptionResult, ...]:
        """Options that the vote did not choose: the nearest first, then by votes."""
        return tuple(each for each in self.options if not each.chosen)

    @property
    def has_near_misses(self) -> bool:
        """Whether it is told how near those came that were not chosen."""
        return any(each.missed is not None for each in self.options)

    @property
    def spent(self) -> int:
        """What the winners cost, in whole units of the currency."""
        return int(self.result.outcome["cost"])

    @property
    def adopted(self) -> tuple[OptionResult, ...]:
        """Options that became the decision, by number; none before it."""
        chosen = (each for each in self.options if each.adopted)
        return tuple(sorted(chosen, key=lambda each: each.option.number))

    @property
    def cost_of_adopted(self) -> int:
        """What the decision costs, in whole units of the currency."""
        return sum(each.option.cost for each in self.adopted)

    @property
    def left(self) -> int:
        """What of the budget is left."""
        return int(self.result.outcome["budget"]) - self.spent

    @property
    def cost_by_dimension(self) -> dict[str, int]:
        """What the winners cost, by the code of their dimension."""
        sums: dict[str, int] = {}
        for each in self.winners:
            code = each.option.initiative.dimension
            sums[code] = sums.get(code, 0) + each.option.cost
        return sums

    @property
    def tells_totals(self) -> bool:
        """Whether totals do not tell how each of those who voted did."""
        return tells_support(self.result)

    @property
    def tells_ties(self) -> bool:
        """Whether ties may be told: by whom proposals were level is support.

        Of few ballots only where the totals, which are told, show it anyhow.
        """
        by_totals = self.tells_totals and Rule(self.result.round.rule).is_greedy
        return self.is_file_public or by_totals

    @property
    def is_file_public(self) -> bool:
        """Whether enough people voted for single ballots not to be recognised."""
        return self.result.ballot_count >= settings.PUBLIC_BALLOTS_MINIMUM


def tells_support(result: RoundResult) -> bool:
    """Whether support may be told: of a handful, or of nearly all, it is each one's vote.

    Where twelve of twelve supported no. 1, anybody who was seen to vote supported it.
    From three dissenters on nobody knows of a neighbour; and where single ballots are
    public, a choice of nearly all is what the ballots say anyhow.
    """
    ballots = result.ballot_count
    if ballots < settings.RELEASE_THRESHOLD_PERSONS:
        return False
    if ballots >= settings.PUBLIC_BALLOTS_MINIMUM:
        return True
    return all(
        facts["votes"] <= ballots - _DISSENTERS
        for facts in result.outcome["explanations"].values()
    )


def result_of(round_: Round) -> ResultView | None:
    """The sealed result of a round, or None before it is closed."""
    results = RoundResult.objects.filter(round=round_)
    result = results.select_related("round__adoption").first()
    if result is None:
        return None
    adoption = getattr(result.round, "adoption", None)
    outcome = result.outcome
    fewest = max(settings.PUBLIC_BALLOTS_MINIMUM, settings.RELEASE_THRESHOLD_PERSONS)
    is_small = result.ballot_count < fewest
    told = _facts_told(result)
    place = {number: at for at, number in enumerate(outcome["winners"], start=1)}
    missed = {} if is_small else _nearest_first(outcome)
    options = [
        OptionResult(
            option=option,
            chosen=option.number in place,
            place=place.get(option.number),
            facts=told(outcome["explanations"][str(option.number)]),
            adopted=None if adoption is None else option.number in adoption.chosen,
            missed=missed.get(option.number),
            rest=_rest(outcome, option.part),
        )
        for option in round_.options.select_related("initiative__community")
    ]
    last = len(options) + 1
    runner_up = {number: at for at, number in enumerate(missed)}
    options.sort(
        key=lambda each: (
            each.place or last,
            runner_up.get(each.option.number, last),
            -(each.facts["votes"] or 0),
            each.option.number,
        )
    )
    return ResultView(
        result,
        adoption,
        tuple(options),
        _parts(round_, outcome),
        tuple(round_.agreements.all()),
    )


def _rest(outcome: Mapping[str, Any], part: str) -> int:
    """What was left of a part of the budget, or of the whole where it is one."""
    counted = outcome.get("parts", {}).get(part, outcome)
    return int(counted["budget"]) - int(counted["cost"])


def _nearest_first(outcome: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    """Facts of those not chosen by number: the fewest votes missing first."""
    return {
        near["option"]: near
        for near in sorted(
            outcome.get("missed", []),
            key=lambda near: (
                near["tried"] + 1 if near["votes"] is None else near["votes"]
            ),
        )
    }


def _parts(round_: Round, outcome: Mapping[str, Any]) -> tuple[PartResult, ...]:
    names, parts = names_of_parts(round_), outcome.get("parts", {})
    return tuple(
        PartResult(
            names.get(key, key),
            amount,
            parts[key]["cost"],
            parts[key]["votes"],
            parts[key],
        )
        for key, amount in round_.budget_of.items()
        if key in parts
    )


def _facts_told(
    result: RoundResult,
) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
    """What of an option's facts is told of these ballots."""
    if not tells_support(result):
        return _outcome_only
    if result.ballot_count < settings.PUBLIC_BALLOTS_MINIMUM:
        return _totals_only
    return lambda facts: facts


def _outcome_only(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Facts of a handful of ballots: whether it was chosen, and nothing of support.

    Of three voters, that all of them supported no. 1 is how each of them voted.
    """
    return {"reason": facts["reason"], "votes": None}


def _totals_only(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Facts of few ballots: what single voters paid, and where, is left out.

    That the one supporter of no. 3 "also backed no. 6", or had 40 left of 100, would
    tell a neighbour the whole ballot.
    """
    kept = {
        **facts,
        "paid_in_full": None,
        "paid_less": None,
        "effective_support": None,
        "elsewhere": (),
    }
    if facts["reason"] in (Reason.SUPPORTERS_CANNOT_PAY, Reason.NOT_YET_SAVED):
        kept |= {"left": None, "missing": None}
    return kept
