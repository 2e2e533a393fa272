"""A budget in parts: so much for each dimension or place, each counted by itself.

Cities vote on district and city-wide projects in one go in the same way. A file says so
in its META section: ``budget_by`` is ``category``, and ``budget[CATEGORY]`` what there is
for the projects of each category; ``budget`` stays their sum.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from participation.tally.counting import Outcome, count
from participation.tally.election import Ballot, Election, ElectionError
from participation.tally.pabulib import parse_amount
from participation.tally.pabulib_writer import decimal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BY = "budget_by"
_CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class InParts:
    """An outcome over all parts, and that of each part by its category.

    ``parts`` has one entry, under "", where the budget is one. Shares are told of each
    part only.
    """

    outcome: Outcome
    parts: dict[str, Outcome]


def budget_in_meta(budget_of: Mapping[str, int]) -> dict[str, str]:
    """What a file's META section says of a budget in parts, by category."""
    amounts = {
        f"budget[{key}]": decimal(Fraction(amount))
        for key, amount in sorted(budget_of.items())
    }
    return {_BY: _CATEGORY, **amounts}


def shares_in_meta(counted: InParts) -> dict[str, str]:
    """What a file's META section says of the shares of a count, as exact fractions.

    ``start_share`` is the budget by voters, ``step`` that by which it was raised, and
    ``final_share`` what it came to; of a part of the budget with its category. Empty
    under rules without shares.
    """
    return {
        f"{name}[{key}]" if key else name: str(Fraction(amount))
        for key, outcome in counted.parts.items()
        for name in ("start_share", "step", "final_share")
        if (amount := getattr(outcome.parameters, name)) is not None
    }


def budget_of_parts(election: Election) -> dict[str, Fraction]:
    """The budget of each category; empty where the budget is one.

    Raises ``ElectionError`` where parts are missing, unreadable or not the whole.
    """
    if election.meta.get(_BY, "") == "":
        return {}
    if election.meta[_BY] != _CATEGORY:
        raise ElectionError(f"a budget by {election.meta[_BY]!r} is not known")
    found: dict[str, Fraction] = {}
    for key, text in election.meta.items():
        if key.startswith("budget[") and key.endswith("]"):
            amount = parse_amount(text)
            if amount is None:
                raise ElectionError(f"{key} is no amount: {text!r}")
            found[key[7:-1]] = amount
    missing = {project.category for project in election.projects} - set(found)
    if missing:
        raise ElectionError(f"no budget for {', '.join(sorted(missing))}")
    if sum(found.values()) != election.budget:
        raise ElectionError("the parts of the budget do not come to the whole")
    return found


def parts_of(election: Election) -> dict[str, Election]:
    """Return the election of each part by its category; one, under "", of the whole.

    Raises ``ElectionError`` for parts that are not the whole.
    """
    budgets = budget_of_parts(election)
    return dict(_divided(election, budgets)) if budgets else {"": election}


def count_in_parts(election: Election, **options: Any) -> InParts:
    """Count an election, part by part where its budget is in parts.

    ``options`` are those of ``count``; a lot is the same for all. In each part those
    voters share the money who marked something in it. Raises as ``count`` does, and
    ``ElectionError`` for parts that are not the whole.
    """
    divided = parts_of(election)
    if "" in divided:
        outcome = count(election, **options)
        return InParts(outcome, {"": outcome})
    lot = options.pop("ties", ())
    parts = {}
    for key, part in divided.items():
        own = {project.id for project in part.projects}
        parts[key] = count(part, ties=[each for each in lot if each in own], **options)
    return InParts(_together(election, parts), parts)


def _divided(
    election: Election, budgets: Mapping[str, Fraction]
) -> Iterator[tuple[str, Election]]:
    for key, budget in budgets.items():
        kept = [
            place
            for place, project in enumerate(election.projects)
            if project.category == key
        ]
        yield (
            key,
            Election.of(
                [election.projects[place] for place in kept],
                budget=budget,
                ballots=_within(election, {old: new for new, old in enumerate(kept)}),
                vote_type=election.vote_type,
                meta={
                    name: text
                    for name, text in election.meta.items()
                    if name != _BY and not name.startswith("budget[")
                },
            ),
        )


def _within(
    election: Election, place: Mapping[int, int]
) -> Iterator[tuple[Ballot, int]]:
    """The ballots as far as they mark projects of a part; the others are no votes."""
    for ballot, voters in election.ballots.items():
        kept = [at for at, choice in enumerate(ballot.choices) if choice in place]
        if kept:
            yield (
                Ballot(
                    tuple(place[ballot.choices[at]] for at in kept),
                    tuple(ballot.points[at] for at in kept) if ballot.points else (),
                ),
                voters,
            )


def _together(election: Election, parts: Mapping[str, Outcome]) -> Outcome:
    outcomes = list(parts.values())
    explanations = {
        key: facts for each in outcomes for key, facts in each.explanations.items()
    }
    return Outcome(
        winners=tuple(winner for each in outcomes for winner in each.winners),
        cost=sum((each.cost for each in outcomes), Fraction(0)),
        budget=election.budget,
        votes=election.votes,
        ties=tuple(tie for each in outcomes for tie in each.ties),
        explanations={
            project.id: explanations[project.id] for project in election.projects
        },
        parameters=replace(
            outcomes[0].parameters, start_share=None, step=None, final_share=None
        ),
    )
