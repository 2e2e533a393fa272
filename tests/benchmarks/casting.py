"""Polling day on PostgreSQL: so many ballots a second, none lost and none counted twice.

    python tests/benchmarks/casting.py [--url URL] [--rate 200] [--seconds 60] [--json]

Makes a test database on the server that ``--url`` or DATABASE_URL names, opens a round
with a pass for each ballot, and casts from several processes at the asked rate: each ballot
has its moment, and whoever is late tries to catch up. Every tenth pass is cast from two
processes at the same moment with different ballots, as by somebody who tries to vote
twice; one of the two must be refused. With ``--passes`` each ballot begins with the typed
code, whose memory-hard check costs more than the casting.

To hold: 200 a second for a minute with nothing lost or doubled. Exits with 1 otherwise.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

ROOT = Path(__file__).resolve().parents[2]
#: One pass in so many is cast twice at once.
TWICE = 10
NAMES = ("asked", "per_second", "cast", "median_ms", "p95_ms", "p99_ms", "slowest_ms")
FAULTS = ("late_s", "tried_twice", "refused", "lost", "doubled", "errors")


def _set_up() -> None:
    import django  # noqa: PLC0415 - after the settings are named

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    sys.path.insert(0, str(ROOT))
    django.setup()


def _vote(
    database: str, jobs: list[tuple[float, int, str]], start: float, told: Queue[Any]
) -> None:
    """Cast each ballot at its moment; tell how long each took and what came of it."""
    _set_up()
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    settings.DATABASES["default"]["NAME"] = database
    connection.settings_dict["NAME"] = database
    from participation.models import VotingPass  # noqa: PLC0415
    from participation.services.ballots import (  # noqa: PLC0415
        cast_ballot,
        check_pass,
    )
    from participation.services.errors import PassUsedError  # noqa: PLC0415
    from participation.services.tickets import Ticket  # noqa: PLC0415

    draw = random.Random(start)  # noqa: S311 - not a secret
    of_key = {each.pk: each for each in VotingPass.objects.select_related("round")}
    spent, receipts, refused, errors = [], [], 0, []
    late = 0.0
    for moment, key, code in jobs:
        wait = start + moment - time.time()
        if wait > 0:
            time.sleep(wait)
        late = max(late, -wait)
        began = time.perf_counter()
        try:
            voting_pass = of_key[key]
            if code:
                voting_pass = check_pass(voting_pass.round, code)
            choices = dict.fromkeys(draw.sample((1, 2, 3), 1), 1)
            ticket = Ticket.for_pass(voting_pass)
            receipts.append((key, cast_ballot(ticket, list(choices))))
        except PassUsedError:
            refused += 1
        except Exception as error:  # noqa: BLE001 - each is counted and told
            errors.append(f"{type(error).__name__}: {error}")
        spent.append(time.perf_counter() - began)
    told.put((spent, receipts, refused, errors, late, time.time()))


def main() -> None:
    """Cast and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--url", default=os.environ.get("DATABASE_URL", ""))
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--passes", action="store_true")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    if not chosen.url.startswith("postg"):
        parser.error("name a PostgreSQL server: --url postgres://user@host/name")
    os.environ["DATABASE_URL"] = chosen.url
    _set_up()
    from django.db import connection  # noqa: PLC0415

    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        found = _polling_day(name, chosen)
    finally:
        connection.close()
        connection.creation.destroy_test_db(
            connection.settings_dict["NAME"], verbosity=0
        )
    if chosen.json:
        print(json.dumps(found))
    else:
        for names in (NAMES, FAULTS):
            print(" ".join(f"{each:>12}" for each in names))
            print(" ".join(f"{found[each]:>12}" for each in names))
    fast = found["per_second"] >= 0.98 * chosen.rate
    if not fast or found["lost"] or found["doubled"] or found["errors"]:
        raise SystemExit(1)


def _polling_day(database: str, chosen: argparse.Namespace) -> dict[str, Any]:
    from participation.enums import PassState  # noqa: PLC0415
    from participation.services.receipts import receipt_of  # noqa: PLC0415
    from tests.factories.participation import (  # noqa: PLC0415
        code_of,
        open_round_with_options,
        passes,
    )

    count = chosen.rate * chosen.seconds
    round_ = open_round_with_options(ballot_type="approval")
    issued = passes(round_, 1)
    while len(issued) < count:
        issued += passes(round_, min(5_000, count - len(issued)))
    jobs: list[list[tuple[float, int, str]]] = [[] for _ in range(chosen.processes)]
    for at, each in enumerate(issued):
        job = (at / chosen.rate, each.pk, code_of(each) if chosen.passes else "")
        jobs[at % chosen.processes].append(job)
        if at % TWICE == 0:
            jobs[(at + 1) % chosen.processes].append(job)
    told: Queue[Any] = multiprocessing.get_context("spawn").Queue()
    start = time.time() + 4 + chosen.processes
    voters = [
        multiprocessing.get_context("spawn").Process(
            target=_vote, args=(database, own, start, told)
        )
        for own in jobs
    ]
    for voter in voters:
        voter.start()
    answers = [told.get() for _voter in voters]
    for voter in voters:
        voter.join()
    spent = np.concatenate([answer[0] for answer in answers]) * 1_000
    receipts = [pair for answer in answers for pair in answer[1]]
    stored = {receipt_of(key) for key in round_.ballots.values_list("pk", flat=True)}
    used = round_.passes.filter(state=PassState.USED).count()
    passes_told = [key for key, _receipt in receipts]
    errors = [error for answer in answers for error in answer[3]]
    for error in errors[:5]:
        print(error, file=sys.stderr)
    return {
        "asked": chosen.rate,
        "per_second": round(len(receipts) / (max(a[5] for a in answers) - start), 1),
        "cast": len(receipts),
        "median_ms": round(float(np.median(spent)), 1),
        "p95_ms": round(float(np.percentile(spent, 95)), 1),
        "p99_ms": round(float(np.percentile(spent, 99)), 1),
        "slowest_ms": round(float(spent.max()), 1),
        "late_s": round(max(answer[4] for answer in answers), 2),
        "tried_twice": len(issued[::TWICE]),
        "refused": sum(answer[2] for answer in answers),
        # A voter who was told a receipt that no ballot has; a pass that voted twice.
        "lost": len({receipt for _key, receipt in receipts} - stored)
        + (used - len(set(passes_told))),
        "doubled": len(passes_told)
        - len(set(passes_told))
        + max(0, len(stored) - used),
        "errors": len(errors),
    }


if __name__ == "__main__":
    main()
