"""Closing a large round as a whole: rewriting, counting, near misses, sealing.

    python tests/benchmarks/closing.py [--url URL ...] [--ballots 100000] [--projects 160]
                                       [--choices 5] [--rule RULE ...] [--json]

Makes a test database on each server that a ``--url`` names (without one: in a file of
SQLite, and on the server of DATABASE_URL where that is set), and in it a round for each
rule with so many random ballots, as many used passes and a tenth more unused, and a roll
of all of them. Two persons then close each round, by the services that the pages call, in
a process of its own, so that its peak is its own. CPU is that of the site's process: the
server's own is only in the elapsed time. One table over all databases and rules is printed.

To hold: ≤ 60 s and ≤ 500 MB. Gunicorn gives a page 300 s. Exits with 1 otherwise.
Measured on two cores with nothing else running, CPU s and MB on PostgreSQL and on SQLite:
equal shares 17.3 and 460, 17.5 and 479; Phragmén 14.8 and 460, 16.3 and 493; greedy 10.8
and 459, 11.0 and 484; up to the first that is too dear 9.4 and 460, 10.7 and 488. In all
24 to 33 s elapsed on PostgreSQL, 11 to 17 s on SQLite.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import random
import re
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BUDGET = 6_000_000
MOST_SECONDS, MOST_MB = 60, 500
RULES = ("equal-shares", "greedy", "greedy-stop", "phragmen")
COLUMNS = ("database", "rule", "ballots", "winners", "near_of")
FIGURES = ("cpu_s", "elapsed_s", "peak_mb")


def _set_up() -> None:
    import django  # noqa: PLC0415 - after the settings are named

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    sys.path.insert(0, str(ROOT))
    django.setup()


def prepare(rule: str, chosen: argparse.Namespace) -> tuple[int, int]:
    """Store a round that has ended, with its ballots, and ask for its closing.

    Returns the keys of the step that was asked for, and of whoever is to take it.
    """
    from django.utils import timezone  # noqa: PLC0415

    from participation.enums import PassState, Step, TakenAs  # noqa: PLC0415
    from participation.models import (  # noqa: PLC0415
        Ballot,
        Entitlement,
        VotingPass,
    )
    from participation.services.steps import ask_for_step  # noqa: PLC0415
    from tests.factories.participation import (  # noqa: PLC0415
        SECRET_HASH,
        opened,
        passes,
        round_with_options,
        staff_member,
    )

    draw = random.Random(f"{chosen.ballots} {chosen.projects}")  # noqa: S311 - repeatable
    costs = [draw.randrange(BUDGET // 200, BUDGET // 8) for _ in range(chosen.projects)]
    now = timezone.now()
    round_ = round_with_options(
        costs,
        rule=rule,
        budget=BUDGET,
        ballot_type="approval",
        opens_at=now - datetime.timedelta(days=2),
        closes_at=now - datetime.timedelta(hours=1),
    )
    entitled = chosen.ballots + chosen.ballots // 10
    batch = passes(round_)[0].batch
    VotingPass.objects.bulk_create(
        (
            VotingPass(
                round=round_,
                batch=batch,
                serial=f"N{n:06}",
                secret_hash=SECRET_HASH,
                state=PassState.PRINTED,
            )
            for n in range(1, entitled)
        ),
        batch_size=5_000,
    )
    # After the passes: SQLite asks of each pass whether the roll has room.
    Entitlement.objects.bulk_create(
        (Entitlement(round=round_, number=str(n)) for n in range(entitled)),
        batch_size=5_000,
    )
    opened(round_)
    round_.roll.update(taken_as=TakenAs.PASS)
    # With the one of the factory these are as many as the ballots.
    used = round_.passes.filter(serial__lt=f"N{chosen.ballots:06}")
    used.update(state=PassState.USED)
    weights = [1 / (place + 3) for place in range(chosen.projects)]
    numbers = range(1, chosen.projects + 1)
    Ballot.objects.bulk_create(
        (
            Ballot(
                round=round_,
                choices=sorted(
                    set(
                        draw.choices(
                            numbers, weights, k=draw.randint(1, chosen.choices)
                        )
                    )
                ),
                way="web",
            )
            for _ in range(chosen.ballots)
        ),
        batch_size=5_000,
    )
    asked = ask_for_step(round_, Step.CLOSE, by=staff_member())
    return asked.pk, staff_member().pk


def close(database: str, asked: int, by: int) -> dict[str, Any]:
    """Close a round in this process, and tell what it took."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    settings.DATABASES["default"]["NAME"] = database
    connection.settings_dict["NAME"] = database
    from participation.models import RoundStep, User  # noqa: PLC0415
    from participation.services.steps import take_step  # noqa: PLC0415

    step, person = RoundStep.objects.get(pk=asked), User.objects.get(pk=by)
    began, cpu = time.perf_counter(), time.process_time()
    round_ = take_step(step, by=person)
    spent, elapsed = time.process_time() - cpu, time.perf_counter() - began
    result = round_.result
    return {
        "database": connection.vendor,
        "rule": round_.rule,
        "ballots": result.ballot_count,
        "winners": len(result.outcome["winners"]),
        "near_of": len(result.outcome["missed"]),
        "cpu_s": round(spent, 1),
        "elapsed_s": round(elapsed, 1),
        "peak_mb": _peak_kb() // 1024,
    }


def _peak_kb() -> int:
    """The peak of this process, without that of the one it was started by.

    Linux hands the other figure down to a new program.
    """
    status = Path("/proc/self/status")
    if status.exists():
        peak = re.search(r"VmHWM:\s*(\d+) kB", status.read_text())
        if peak:
            return int(peak[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def measured(chosen: argparse.Namespace) -> list[dict[str, Any]]:
    """Close a round under each rule, each in a new process."""
    from django.db import connection  # noqa: PLC0415

    name = connection.creation.create_test_db(
        verbosity=0, autoclobber=True, serialize=False
    )
    rows = []
    try:
        for rule in chosen.rule or RULES:
            keys = prepare(rule, chosen)
            connection.close()
            command = [sys.executable, __file__, "--close", name, *map(str, keys)]
            done = subprocess.run(  # noqa: S603 - this very program
                command, check=True, capture_output=True, text=True, env=os.environ
            )
            rows.append(json.loads(done.stdout))
    finally:
        connection.close()
        connection.creation.destroy_test_db(
            connection.settings_dict["NAME"], verbosity=0
        )
    return rows


def measured_on(url: str) -> list[dict[str, Any]]:
    """What this program measures on one database, with the other arguments it was given.

    In a process of its own: which database it is, the settings tell once.
    """
    command = [sys.executable, __file__, *sys.argv[1:], "--on", url]
    done = subprocess.run(  # noqa: S603 - this very program
        command, check=True, stdout=subprocess.PIPE, text=True
    )
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def main() -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--url", action="append")
    parser.add_argument("--ballots", type=int, default=100_000)
    parser.add_argument("--projects", type=int, default=160)
    parser.add_argument("--choices", type=int, default=5)
    parser.add_argument("--rule", choices=RULES, action="append")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--on", help=argparse.SUPPRESS)
    parser.add_argument("--close", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.close:
        _set_up()
        database, asked, by = chosen.close
        print(json.dumps(close(database, int(asked), int(by))))
        return
    if chosen.on is not None:
        os.environ.pop("DATABASE_URL", None)
        if chosen.on:
            os.environ["DATABASE_URL"] = chosen.on
        _set_up()
        print(json.dumps(measured(chosen)))
        return
    urls = chosen.url or dict.fromkeys(["", os.environ.get("DATABASE_URL", "")])
    rows = [row for url in urls for row in measured_on(url)]
    if chosen.json:
        print(json.dumps(rows, indent=1))
    else:
        names = (*COLUMNS, *FIGURES)
        for values in (names, *([row[name] for name in names] for row in rows)):
            print("".join(f"{value!s:>14}" for value in values))
    if any(row["elapsed_s"] > MOST_SECONDS or row["peak_mb"] > MOST_MB for row in rows):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
