"""Our winners beside those of pabutools, the field's reference, in exact mode.

    python tests/benchmarks/oracle.py --python OTHER/bin/python [--elections N] [--seed S]

pabutools is GPL and needs a proprietary solver's package, so it is never a dependency of
Homeground: install it into an environment of its own (``pip install pabutools``) and name
that environment's Python. Random elections, small ones with many ties and middling ones,
are written as ``.pb`` files; the other process reads nothing else. Ties are broken alike:
lower cost, then more votes, then the order listed. Of pabutools' winners those that nobody
voted for are left out: it spends what is left on them, we leave it unspent.

Ballots are of approval, of points and of ranking. Points go to the equal shares alone: its
greedy rule weighs points by price and its Phragmén knows none, and ours are others. A
ranking supports what it names, as ours does there. Prints a table; exits with 1 when any
election has other winners.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("approval", "scoring", "ordinal")
#: Our rule and completion by the name under which the other process answers.
RULES = {
    "greedy": ("greedy", "none"),
    "equal shares": ("equal-shares", "none"),
    "equal shares, add1-exhaustive": ("equal-shares", "add1-exhaustive"),
    "phragmen": ("phragmen", "none"),
}

#: What the other process runs: it knows pabutools and the files, and nothing of ours.
ASKED = """
import json, sys
from pathlib import Path
from pabutools.election import (
    Additive_Cardinal_Sat, ApprovalBallot, ApprovalProfile, Cost_Sat, parse_pabulib,
)
from pabutools.fractions import frac
from pabutools import fractions
from pabutools.rules import (
    greedy_utilitarian_welfare, method_of_equal_shares, sequential_phragmen,
)
from pabutools.tiebreaking import TieBreakingRule

assert fractions.FRACTION == "gmpy2", "exact mode"
for path in sorted(Path(sys.argv[1]).glob("*.pb")):
    instance, profile = parse_pabulib(str(path))
    kind = instance.meta["vote_type"]
    if kind == "ordinal":
        profile = ApprovalProfile([ApprovalBallot(b) for b in profile], instance)
    listed = [
        line.split(";")[0]
        for line in path.read_text().split("PROJECTS")[1].split("VOTES")[0].splitlines()[2:]
    ]
    place = {name: at for at, name in enumerate(listed)}
    votes = {p: sum(p in ballot for ballot in profile) for p in instance}
    ties = TieBreakingRule(
        lambda _instance, _profile, p: (p.cost, -votes[p], place[p.name])
    )
    sat = Additive_Cardinal_Sat if kind == "scoring" else Cost_Sat
    given = dict(sat_class=sat, tie_breaking=ties)
    answers = {
        "equal shares": method_of_equal_shares(instance, profile, **given),
        "equal shares, add1-exhaustive": method_of_equal_shares(
            instance, profile, voter_budget_increment=1, **given
        ),
    }
    if kind == "approval":
        answers["greedy"] = greedy_utilitarian_welfare(instance, profile, **given)
        answers["phragmen"] = sequential_phragmen(instance, profile, tie_breaking=ties)
    print(json.dumps([path.name, {
        rule: sorted(p.name for p in won if votes[p]) for rule, won in answers.items()
    }]))
"""


def drawn(draw: random.Random, kind: str) -> str:
    """A Pabulib text: small numbers, so that ties and near misses are common."""
    projects = draw.randint(2, 9)
    voters = draw.randint(1, draw.choice([4, 12, 60]))
    costs = [draw.randint(1, draw.choice([4, 20, 100])) for _ in range(projects)]
    budget = max(1, round(sum(costs) * draw.uniform(0.2, 0.9)))
    lines = ["META", "key;value", f"budget;{budget}", f"vote_type;{kind}"]
    lines += [f"num_projects;{projects}", f"num_votes;{voters}"]
    lines += ["PROJECTS", "project_id;cost"]
    lines += [f"p{at};{cost}" for at, cost in enumerate(costs)]
    lines += ["VOTES", "voter_id;vote;points" if kind == "scoring" else "voter_id;vote"]
    for voter in range(voters):
        marked = draw.sample(range(projects), draw.randint(1, projects))
        if kind == "approval":
            marked.sort()
        line = f"{voter};{','.join(f'p{at}' for at in marked)}"
        if kind == "scoring":
            line += ";" + ",".join(str(draw.randint(1, 5)) for _ in marked)
        lines.append(line)
    return "\n".join(lines) + "\n"


def ours(path: Path, asked: Iterable[str]) -> dict[str, list[str]]:
    """Our winners by rule, of those that the other process was asked for."""
    from participation.tally import count, load_pb  # noqa: PLC0415 - only in our process

    election = load_pb(path).election
    return {
        name: sorted(count(election, rule=rule, completion=completion).winners)
        for name, (rule, completion) in RULES.items()
        if name in asked
    }


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--python", required=True, help="a Python that has pabutools")
    parser.add_argument("--elections", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    draw = random.Random(chosen.seed)  # noqa: S311 - a repeatable draw, not a secret
    same: Counter[str] = Counter()
    other: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            for number in range(chosen.elections):
                text = drawn(draw, kind)
                (Path(folder) / f"{kind}-{number:05}.pb").write_text(text)
        answered = subprocess.run(  # noqa: S603 - the person named this program
            [chosen.python, "-c", ASKED, folder],
            capture_output=True,
            text=True,
            check=True,
        )
        for line in answered.stdout.splitlines():
            name, theirs = json.loads(line)
            for rule, winners in ours(Path(folder) / name, theirs).items():
                line = f"{name.partition('-')[0]}: {rule}"
                differing = other.setdefault(line, [])
                if winners == theirs[rule]:
                    same[line] += 1
                else:
                    differing.append(f"{name}: {winners} {theirs[rule]}")
    print(f"{'ballots: rule':42} {'same':>6} {'other':>6}")
    for line, found in other.items():
        print(f"{line:42} {same[line]:6} {len(found):6}")
        for each in found[:5]:
            print(f"    {each}")
    compared = (len(RULES) + 2 * (len(KINDS) - 1)) * chosen.elections
    if any(other.values()) or sum(same.values()) < compared:
        raise SystemExit(1)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
