"""Count a ``.pb`` file of approvals by equal shares, straight from the definition.

    python -m tests.participation.tally.recount FILE.pb

For a process of its own: it knows the file's few lines and `naive`, and nothing of the
code that counts here. Shares are raised by one unit of the currency until nothing more
fits. Prints the winners in the order in which they were found, as JSON.
"""

import json
import sys
from fractions import Fraction
from pathlib import Path

from tests.participation.tally import naive

STEP = Fraction(1)


def recounted(text: str) -> list[str]:
    """The winners' numbers. Projects are listed in the order of their lots."""
    sections = text.split("META\n")[1].split("PROJECTS\n")
    projects, votes = sections[1].split("VOTES\n")
    budget = next(
        line.split(";")[1]
        for line in sections[0].splitlines()
        if line.startswith("budget;")
    )
    listed = [line.split(";") for line in projects.splitlines()[1:]]
    costs = {number: Fraction(cost) for number, cost, *_rest in listed}
    marked = [line.split(";")[1].split(",") for line in votes.splitlines()[1:]]
    case = naive.Case(
        costs=costs,
        budget=Fraction(budget),
        votes=[naive.Vote({p: costs[p] for p in each if p}) for each in marked],
        scores={},
        order=list(costs),
    )
    winners, _share = naive.add1(case, STEP, exhaustive=True)
    return winners


if __name__ == "__main__":
    print(json.dumps(recounted(Path(sys.argv[1]).read_text())))  # noqa: T201 - its answer
    known = {name.partition(".")[0] for name in sys.modules}
    assert not known & {"participation", "django", "gmpy2"}
