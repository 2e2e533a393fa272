"""One entry for all rules: an election in, an outcome with its reasons out."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from participation.tally.completions import Completion, raise_share
from participation.tally.explain import Explainer, Explanation, Reason
from participation.tally.greedy import Ranking, greedy
from participation.tally.phragmen import phragmen
from participation.tally.support import Support, support_of
from participation.tally.ties import Stage, Tie, describe, describe_partly_taken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from participation.tally.election import Election


class Rule(StrEnum):
    """How winners are found."""

    EQUAL_SHARES = "equal-shares"
    GREEDY = "greedy"
    GREEDY_STOP = "greedy-stop"
    PHRAGMEN = "phragmen"


class Options(NamedTuple):
    """What is chosen before a count; ``step`` is ``None`` for the usual one."""

    rule: Rule
    completion: Completion
    step: Fraction | None
    lot: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parameters:
    """Everything besides the election that decided an outcome.

    Shares and step are exact, in units of the currency, and ``None`` where the rule has
    none. ``threshold`` is the least eligible score (votes or points); ``lot`` is as given.
    """

    rule: Rule
    completion: Completion | None
    threshold: Fraction
    lot: tuple[str, ...]
    start_share: Fraction | None = None
    step: Fraction | None = None
    final_share: Fraction | None = None

    @property
    def options(self) -> Options:
        """The same choices, to count another election alike."""
        completion = self.completion or Completion.NONE
        return Options(self.rule, completion, self.step, self.lot)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who won, what it costs, and why.

    ``winners`` are project ids in the order chosen; ``cost`` and ``budget`` are in units
    of the currency; ``votes`` counts all ballots, blank ones included; ``ties`` are all
    that decided something; ``explanations`` has one entry for every project.
    """

    winners: tuple[str, ...]
    cost: Fraction
    budget: Fraction
    votes: int
    ties: tuple[Tie, ...]
    explanations: dict[str, Explanation]
    parameters: Parameters


@dataclass(slots=True)
class _Finding:
    """What a rule comes to: positions of winners, ties, and the shares it used."""

    winners: list[int]
    ties: list[Tie] = field(default_factory=list)
    start_share: Fraction | None = None
    step: Fraction | None = None
    final_share: Fraction | None = None


def count(
    election: Election,
    *,
    rule: Rule | str = Rule.EQUAL_SHARES,
    completion: Completion | str = Completion.ADD1,
    step: Fraction | int | None = None,
    threshold: Fraction | int = 0,
    ties: Sequence[str] = (),
) -> Outcome:
    """Count ``election``; the same arguments always give the same outcome.

    ``completion`` and ``step`` (units of the currency; by default one unit, or a
    thousandth of a share above 10,000 units) concern equal shares only. ``threshold`` is
    the least score a project needs, or, below one, the least share of the ballots.
    ``ties`` is the drawn order of project ids, for ties that neither cost nor votes
    decide; without it, the order listed. Raises ``ValueError`` on an unknown rule or
    completion, a step that is not positive or a negative threshold, and
    ``ElectionError`` on a lot with unknown projects.
    """
    if threshold < 0:
        raise ValueError("a threshold cannot be negative")
    if step is not None and step <= 0:
        raise ValueError("a step must be more than nothing")
    support = support_of(election, ties, Fraction(threshold))
    options = Options(
        Rule(rule),
        Completion(completion),
        None if step is None else Fraction(step),
        tuple(ties),
    )
    return count_support(support, options)


def count_support(support: Support, options: Options) -> Outcome:
    """Count what ``support_of`` has laid out, with its tie order and threshold."""
    explainer = Explainer(support)
    found = _found(support, options, explainer)
    has_shares = options.rule is Rule.EQUAL_SHARES
    parameters = Parameters(
        rule=options.rule,
        completion=options.completion if has_shares else None,
        threshold=support.threshold,
        lot=options.lot,
        start_share=found.start_share,
        step=found.step,
        final_share=found.final_share,
    )
    won = [support.election.projects[project] for project in found.winners]
    return Outcome(
        winners=tuple(project.id for project in won),
        cost=sum((project.cost for project in won), Fraction(0)),
        budget=support.election.budget,
        votes=support.voters,
        ties=tuple(found.ties),
        explanations=explainer.facts(found.winners),
        parameters=parameters,
    )


def find_winners(support: Support, options: Options) -> list[int]:
    """Return the positions of the winners alone, without reasons: faster."""
    return _found(support, options, None).winners


def _found(support: Support, options: Options, explainer: Explainer | None) -> _Finding:
    if options.rule is Rule.EQUAL_SHARES:
        return _by_equal_shares(support, options, explainer)
    if options.rule is Rule.PHRAGMEN:
        return _by_phragmen(support, explainer)
    return _by_greedy(support, explainer, stop=options.rule is Rule.GREEDY_STOP)


def _by_greedy(
    support: Support, explainer: Explainer | None, *, stop: bool
) -> _Finding:
    ranking = greedy(support, stop=stop)
    if explainer is not None:
        explainer.greedy(ranking, Reason.MOST_VOTES)
    return _Finding(ranking.winners, _greedy_ties(support, ranking, Stage.OUTCOME))


def _greedy_ties(support: Support, ranking: Ranking, stage: Stage) -> list[Tie]:
    taken = set(ranking.winners)
    return [describe_partly_taken(support, tied, taken, stage) for tied in ranking.ties]


def _by_phragmen(support: Support, explainer: Explainer | None) -> _Finding:
    savings = phragmen(support)
    if explainer is not None:
        explainer.phragmen(savings)
    ties = [describe(support, tied, Stage.OUTCOME) for tied in savings.ties]
    return _Finding(savings.winners, ties)


def _by_equal_shares(
    support: Support, options: Options, explainer: Explainer | None
) -> _Finding:
    if not support.voters:
        return _Finding([])
    raised = raise_share(support, options.completion, options.step)
    if explainer is not None:
        explainer.equal_shares(raised.run, raised.share * support.unit)
    is_raised = options.completion is not Completion.NONE
    found = _Finding(
        winners=raised.run.winners,
        ties=[describe(support, tied, Stage.OUTCOME) for tied in raised.run.ties],
        start_share=raised.start,
        step=raised.step if is_raised else None,
        final_share=raised.share,
    )
    if raised.limit is not None:
        found.ties += [describe(support, t, Stage.LIMIT) for t in raised.limit.ties]
    if options.completion is Completion.ADD1_GREEDY:
        rest = greedy(support, taken=found.winners)
        if explainer is not None:
            explainer.greedy(rest, Reason.FITS_THE_REST)
        found.winners += rest.winners
        found.ties += _greedy_ties(support, rest, Stage.COMPLETION)
    return found
