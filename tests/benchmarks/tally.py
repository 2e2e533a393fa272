"""CPU seconds and peak memory of counting, as a table or as JSON.

    python tests/benchmarks/tally.py [--json]

Each count runs in a process of its own, so that its peak is its own. Real elections are
taken from ../shared/data/pb where that folder is; the made-up ones are drawn with a fixed
seed: one as large as Łódź's 2022 vote with all ballots of one length, and one with as
many distinct ballots and projects as Warsaw's 2026 vote.

To hold under equal shares: ≤ 0.3 s and ≤ 60 MB for Łódź, ≤ 1.5 s and ≤ 60 MB for the one
like Warsaw's. Measured: 0.2 s and 49 MB; 0.6 to 0.8 s and 57 MB, of which 32 are the
interpreter with numpy and gmpy2 (59 to 61 MB, and the same time, while the entries were
laid out from copies that lived on, and this program loaded OpenSSL to draw ballots).

``near_s`` is what near misses take, which closing a round works out (``closing.py``): at
most some 20 s, however hard the count (Wola's took 120 s while the work of a recount was
guessed from the size of the election, and not measured).
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from participation.tally import InParts, count, load_pb, near_misses  # noqa: E402 - run as a plain file
from participation.tally.completions import Completion, raise_share  # noqa: E402
from participation.tally.greedy import greedy  # noqa: E402
from participation.tally.phragmen import phragmen  # noqa: E402
from participation.tally.support import support_of  # noqa: E402

FOLDER = ROOT.parent / "shared" / "data" / "pb"
REAL = (
    "Poland_Lodz_2022.pb",
    "Poland_Wroclaw_2015_150_-_500.pb",
    "Poland_Warszawa_2023_Wola.pb",
    "Netherlands_Amsterdam_309.pb",
)
# name: (ballots, projects, choices at most, budget)
MADE_UP = {
    "made-up-100000": (100_000, 160, 5, 6_000_000),
    "made-up-warsaw": (61_668, 83, 15, 30_000_000),
}
RULES = ("equal-shares", "greedy", "greedy-stop", "phragmen")
COLUMNS = ("election", "rule", "votes", "distinct", "projects", "winners")
FIGURES = (
    "read_s",
    "rule_s",
    "peak_mb",
    "with_reasons_s",
    "with_reasons_mb",
    "near_s",
    "near_of",
)


def made_up(name: str) -> str:
    """Return a Pabulib text with so many random ballots, popular projects first."""
    import random  # noqa: PLC0415 - with OpenSSL behind it, megabytes for what is measured
    from collections import Counter  # noqa: PLC0415

    votes, projects, most, budget = MADE_UP[name]
    draw = random.Random(name)  # noqa: S311 - a repeatable draw, not a secret
    costs = [draw.randrange(budget // 200, budget // 8) for _ in range(projects)]
    weights = [1 / (place + 3) for place in range(projects)]
    lines = ["META", "key;value", f"budget;{budget}", "vote_type;approval"]
    lines += ["PROJECTS", "project_id;cost"]
    lines += [f"p{place};{cost}" for place, cost in enumerate(costs)]
    lines += ["VOTES", "voter_id;vote"]
    for voter in range(votes):
        size = draw.randint(1, most)
        chosen = Counter(draw.choices(range(projects), weights, k=size))
        lines.append(f"{voter};" + ",".join(f"p{place}" for place in chosen))
    return "\n".join(lines) + "\n"


def measure(name: str, rule: str, path: Path) -> dict[str, object]:
    """Read and count one election in this process."""
    begun = time.process_time()
    election = load_pb(path).election
    read = time.process_time()
    support = support_of(election)
    if rule == "equal-shares":
        raise_share(support, Completion.ADD1, None)
    elif rule == "phragmen":
        phragmen(support)
    else:
        greedy(support, stop=rule == "greedy-stop")
    ruled = time.process_time()
    peak = _peak_mb()
    outcome = count(election, rule=rule)
    done = time.process_time()
    near = near_misses(election, InParts(outcome, {"": outcome}))
    told = time.process_time()
    return {
        "election": name,
        "rule": rule,
        "votes": outcome.votes,
        "distinct": len(election.ballots),
        "projects": len(election.projects),
        "winners": len(outcome.winners),
        "read_s": round(read - begun, 3),
        "rule_s": round(ruled - read, 3),
        "with_reasons_s": round(done - ruled, 3),
        "peak_mb": peak,
        "with_reasons_mb": _peak_mb(),
        "near_s": round(told - done, 3),
        "near_of": len(near),
    }


def _peak_mb() -> int:
    """Return the most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def apart(name: str, rule: str, path: Path) -> dict[str, object]:
    """Measure in a new process."""
    import subprocess  # noqa: PLC0415

    command = [sys.executable, __file__, "--measure", name, rule, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this very program
    return json.loads(done.stdout)


def rows(folder: Path) -> list[dict[str, object]]:
    """Measure every election under every rule; made-up ones are written to ``folder``."""
    paths = {name: FOLDER / name for name in REAL if (FOLDER / name).exists()}
    for name in MADE_UP:
        paths[name] = folder / f"{name}.pb"
        paths[name].write_text(made_up(name), encoding="utf-8")
    return [apart(name, rule, path) for name, path in paths.items() for rule in RULES]


def main() -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        name, rule, path = options.measure
        print(json.dumps(measure(name, rule, Path(path))))
        return
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        measured = rows(Path(folder))
    if options.json:
        print(json.dumps(measured, indent=1))
        return
    widths = [34, 13, 8, 9, 9, 8]
    print("".join(f"{c:<{w}}" for c, w in zip(COLUMNS, widths, strict=True)), end="")
    print("".join(f"{figure:>16}" for figure in FIGURES))
    for row in measured:
        print(
            "".join(f"{row[c]!s:<{w}}" for c, w in zip(COLUMNS, widths, strict=True)),
            end="",
        )
        print("".join(f"{row[figure]!s:>16}" for figure in FIGURES))


if __name__ == "__main__":
    main()
