"""Winners by pabutools, the field's reference, in exact mode and a process of its own.

pabutools is GPL and needs a proprietary solver's package, so it is never a dependency of
Homeground: install it into an environment of its own (``pip install pabutools``, or the
dependency group ``oracle``) and name that environment's Python. The process reads
elections as Pabulib texts over a pipe, and knows nothing else of ours.

How the two are made to speak of the same rule, where pabutools leaves a choice:

* Ties are broken alike: lower cost, then more votes, then a drawn order.
* Of its winners those that nobody voted for are left out: it spends what is left on them,
  we leave it unspent.
* Its greedy rule takes the most satisfaction for the money. Given the score times the
  price as satisfaction, that is our "most votes (or points, or marks by place) first".
* Its Phragmén and its equal shares know no ranking, and its Phragmén no points: a voter
  supports whatever the ballot names (with more than no point), as in ours.
* ``add1`` is its increase of the budget without the stop at an exhausted one, a unit for
  each voter a step, until everything that has votes could be paid by one voter alone;
  ``add1-exhaustive`` its equal shares with an increment, which do stop there;
  ``add1-greedy`` the first of these completed by its greedy rule.
* It has no greedy rule that stops at the first misfit. The process follows the definition
  in a few lines of its own.
"""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Self

from participation.tally import Outcome, count, read_pb

if TYPE_CHECKING:
    from collections.abc import Sequence

KINDS = ("approval", "scoring", "ordinal")
#: Our rule and completion by the name under which the other process answers.
RULES = {
    "greedy": ("greedy", "none"),
    "greedy, stop": ("greedy-stop", "none"),
    "equal shares": ("equal-shares", "none"),
    "equal shares, add1": ("equal-shares", "add1"),
    "equal shares, add1-exhaustive": ("equal-shares", "add1-exhaustive"),
    "equal shares, add1-greedy": ("equal-shares", "add1-greedy"),
    "phragmen": ("phragmen", "none"),
}

#: What the other process runs.
ASKED = '''
import json, sys
from pabutools import fractions
from pabutools.election import (
    Additive_Cardinal_Sat, AdditiveSatisfaction, ApprovalBallot, ApprovalProfile,
    Cost_Sat, total_cost,
)
from pabutools.election.pabulib import parse_pabulib_from_string
from pabutools.rules import (
    exhaustion_by_budget_increase, greedy_utilitarian_welfare, method_of_equal_shares,
    sequential_phragmen,
)
from pabutools.tiebreaking import TieBreakingRule

assert fractions.FRACTION == "gmpy2", "exact mode"


def points(instance, ballot, project):
    """What a ballot adds to the score of a project."""
    if project not in ballot:
        return 0
    kind = instance.meta["vote_type"]
    if kind == "ordinal":
        return len(instance) - list(ballot).index(project)
    return ballot[project] if kind == "scoring" else 1


def score_for_money(instance):
    """Satisfaction by which its greedy rule, which divides by the price, takes scores."""

    class ByScore(AdditiveSatisfaction):
        def __init__(self, unused_instance, profile, ballot):
            super().__init__(
                unused_instance, profile, ballot,
                lambda _i, _p, b, p, _values: points(instance, b, p) * p.cost,
            )

    return ByScore


def stopped(instance, profile, ties):
    """Most score first; the first that does not fit is the end."""
    score = {p: sum(points(instance, b, p) for b in profile) for p in instance}
    won, left = [], instance.budget_limit
    waiting = [p for p in ties.order(instance, profile, list(instance)) if score[p]]
    for p in sorted(waiting, key=lambda p: -score[p]):
        if p.cost > left:
            break
        won.append(p)
        left -= p.cost
    return won


def answers(text, lot):
    instance, profile = parse_pabulib_from_string(text)
    supported = ApprovalProfile(
        [
            ApprovalBallot(p for p in instance if points(instance, b, p) > 0)
            for b in profile
        ],
        instance,
    )
    has_points = instance.meta["vote_type"] == "scoring"
    votes = {p: sum(p in ballot for ballot in supported) for p in instance}
    place = {name: at for at, name in enumerate(lot)}
    ties = TieBreakingRule(lambda _i, _p, p: (p.cost, -votes[p], place[p.name]))
    voted = profile if has_points else supported
    shares = dict(
        sat_class=Additive_Cardinal_Sat if has_points else Cost_Sat, tie_breaking=ties
    )
    raised = exhaustion_by_budget_increase(
        instance, voted, method_of_equal_shares, dict(shares), exhaustive_stop=False,
        budget_step=len(profile),
        budget_bound=(total_cost(instance) + 1) * len(profile) + instance.budget_limit,
    )
    by_score = dict(sat_class=score_for_money(instance), tie_breaking=ties)
    found = {
        "greedy": greedy_utilitarian_welfare(instance, profile, **by_score),
        "greedy, stop": stopped(instance, profile, ties),
        "equal shares": method_of_equal_shares(instance, voted, **shares),
        "equal shares, add1": raised,
        "equal shares, add1-exhaustive": method_of_equal_shares(
            instance, voted, voter_budget_increment=1, **shares
        ),
        "equal shares, add1-greedy": greedy_utilitarian_welfare(
            instance, profile, initial_budget_allocation=list(raised), **by_score
        ),
        "phragmen": sequential_phragmen(instance, supported, tie_breaking=ties),
    }
    return {
        rule: sorted(p.name for p in won if votes[p]) for rule, won in found.items()
    }


print("ready", flush=True)
for line in sys.stdin:
    print(json.dumps(answers(*json.loads(line))), flush=True)
'''


class Reference:
    """A process that counts by pabutools; a context manager, because it must end."""

    def __init__(self, python: str) -> None:
        """Start it. Raises OSError where there is no such program, and EOFError where
        it is no Python that has pabutools (it says so on the error output)."""
        self._process = subprocess.Popen(  # noqa: S603 - the person named this program
            [python, "-c", ASKED],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._read()

    def winners(self, text: str, lot: Sequence[str]) -> dict[str, list[str]]:
        """Sorted ids of winners by the names of `RULES`; ``lot`` has all projects."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([text, list(lot)]) + "\n")
        self._process.stdin.flush()
        return json.loads(self._read())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.communicate()

    def _read(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._process.communicate()
            raise EOFError("the other process ended")
        return line


def ours(text: str, lot: Sequence[str]) -> dict[str, Outcome]:
    """Our outcomes of the same election, by the same names."""
    election = read_pb(text)
    return {
        name: count(election, rule=rule, completion=completion, step=1, ties=lot)
        for name, (rule, completion) in RULES.items()
    }


def as_pb(
    kind: str,
    budget: int,
    costs: Sequence[int],
    ballots: Sequence[Sequence[tuple[int, int]]],
) -> str:
    """A Pabulib text. A ballot lists projects by place, each with its points."""
    lines = ["META", "key;value", f"budget;{budget}", f"vote_type;{kind}"]
    lines += [f"num_projects;{len(costs)}", f"num_votes;{len(ballots)}"]
    lines += ["PROJECTS", "project_id;cost"]
    lines += [f"p{at};{cost}" for at, cost in enumerate(costs)]
    lines += ["VOTES", "voter_id;vote;points" if kind == "scoring" else "voter_id;vote"]
    for voter, marked in enumerate(ballots):
        line = f"{voter};{','.join(f'p{at}' for at, _points in marked)}"
        if kind == "scoring":
            line += ";" + ",".join(str(points) for _at, points in marked)
        lines.append(line)
    return "\n".join(lines) + "\n"


def listed(text: str) -> list[str]:
    """The ids of a text's projects in the order listed, which is the lot in files."""
    return [project.id for project in read_pb(text).projects]
