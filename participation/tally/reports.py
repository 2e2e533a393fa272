"""Outcomes as plain data for JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fractions import Fraction

    from participation.tally.counting import Parameters
    from participation.tally.explain import Explanation
    from participation.tally.parts import InParts

# Amounts that only explain are given to a hundredth of a cent.
PLACES = 4


def as_json(counted: InParts) -> dict[str, Any]:
    """Return an outcome as lists, numbers and texts, in a fixed order of keys.

    Amounts are in units of the currency: whole where they are whole. Shares and step are
    given twice, as a number and, in ``exact``, as a fraction; where the budget is in
    parts, of each of them in ``parts``.
    """
    outcome = counted.outcome
    told = {
        "rule": outcome.parameters.rule.value,
        "winners": list(outcome.winners),
        "cost": _number(outcome.cost),
        "budget": _number(outcome.budget),
        "votes": outcome.votes,
        "ties": [
            {
                "projects": list(tie.projects),
                "chosen": tie.chosen,
                "decided_by": tie.decided_by.value,
                "stage": tie.stage.value,
            }
            for tie in outcome.ties
        ],
        "parameters": _parameters(outcome.parameters),
        "explanations": {
            project: _explanation(explanation)
            for project, explanation in outcome.explanations.items()
        },
    }
    if "" not in counted.parts:
        told["parts"] = {
            key: {
                "winners": list(part.winners),
                "cost": _number(part.cost),
                "budget": _number(part.budget),
                "votes": part.votes,
                "parameters": _parameters(part.parameters),
            }
            for key, part in counted.parts.items()
        }
    return told


def _parameters(parameters: Parameters) -> dict[str, Any]:
    completion = parameters.completion
    shares = {
        "start_share": parameters.start_share,
        "step": parameters.step,
        "final_share": parameters.final_share,
    }
    return {
        "completion": None if completion is None else completion.value,
        "threshold": _number(parameters.threshold),
        "lot": list(parameters.lot),
        **{k: None if v is None else _number(v) for k, v in shares.items()},
        "exact": {k: None if v is None else str(v) for k, v in shares.items()},
    }


def _explanation(explanation: Explanation) -> dict[str, Any]:
    facts = {k: v for k, v in asdict(explanation).items() if v is not None}
    facts["reason"] = explanation.reason.value
    facts["elsewhere"] = [
        {
            "project": part.project,
            "supporters": part.supporters,
            "amount": round(part.amount, PLACES),
        }
        for part in explanation.elsewhere
    ]
    del facts["project"]
    return {
        k: round(v, PLACES) if isinstance(v, float) else v for k, v in facts.items()
    }


def _number(amount: Fraction) -> int | float:
    return int(amount) if amount.denominator == 1 else float(amount)
