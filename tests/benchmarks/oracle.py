"""Our winners beside those of pabutools, the field's reference, in exact mode.

    python tests/benchmarks/oracle.py --python OTHER/bin/python [--elections N] [--seed S]

``OTHER`` is an environment that has pabutools; `tests.participation.tally.reference` says
why it is no dependency, and how the rules are made to be the same. Random elections, small
ones with many ties and middling ones, of approval, points and ranking, are counted by both
under every rule and completion. The lot is drawn, too. Prints a table, with the elections
in which a tie decided something; exits with 1 when any election has other winners.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def drawn(draw: random.Random, kind: str) -> tuple[str, list[str]]:
    """A Pabulib text and a lot: small numbers, so that ties and near misses are common."""
    from tests.participation.tally.reference import as_pb  # noqa: PLC0415 - path is set late

    projects = draw.randint(2, 9)
    voters = draw.randint(1, draw.choice([4, 12, 60]))
    costs = [draw.randint(1, draw.choice([4, 20, 100])) for _ in range(projects)]
    budget = max(1, round(sum(costs) * draw.uniform(0.2, 0.9)))
    ballots = [
        [
            (at, draw.randint(0, 5))
            for at in draw.sample(range(projects), draw.randint(1, projects))
        ]
        for _voter in range(voters)
    ]
    lot = [f"p{at}" for at in draw.sample(range(projects), projects)]
    return as_pb(kind, budget, costs, ballots), lot


def main() -> None:
    """Compare and print."""
    from tests.participation.tally.reference import (  # noqa: PLC0415 - path is set late
        KINDS,
        Reference,
        ours,
    )

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--python", required=True, help="a Python that has pabutools")
    parser.add_argument("--elections", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    draw = random.Random(chosen.seed)  # noqa: S311 - a repeatable draw, not a secret
    same: Counter[str] = Counter()
    tied: Counter[str] = Counter()
    other: dict[str, list[str]] = {}
    with Reference(chosen.python) as reference:
        for kind in KINDS:
            for number in range(chosen.elections):
                text, lot = drawn(draw, kind)
                theirs = reference.winners(text, lot)
                for rule, outcome in ours(text, lot).items():
                    line = f"{kind}: {rule}"
                    tied[line] += bool(outcome.ties)
                    winners = sorted(outcome.winners)
                    differing = other.setdefault(line, [])
                    if winners == theirs[rule]:
                        same[line] += 1
                    else:
                        differing.append(f"{number}: {winners} {theirs[rule]}\n{text}")
    print(f"{'ballots: rule':42} {'same':>6} {'other':>6} {'tied':>6}")
    for line, found in other.items():
        print(f"{line:42} {same[line]:6} {len(found):6} {tied[line]:6}")
        for each in found[:3]:
            print(f"    {each}")
    if any(other.values()):
        raise SystemExit(1)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
