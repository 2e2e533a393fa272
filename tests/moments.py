"""Several people at the same moment: needs a database that locks rows one by one."""

import random
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection


def at_once(calls: Sequence[Callable[[], object]], *, within: float = 0) -> list[Any]:
    """Run all in threads that start together; return results or errors, in order.

    Each begins ``within`` so many seconds at random, so that the first is not always the
    one whose way to the database is the shortest.
    """
    start = threading.Barrier(len(calls))
    outcomes: list[Any] = [None] * len(calls)

    def run(place: int, call: Callable[[], object]) -> None:
        start.wait()
        time.sleep(random.uniform(0, within))  # noqa: S311 - not a secret
        try:
            outcomes[place] = call()
        except Exception as error:  # noqa: BLE001 - handed to the test
            outcomes[place] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(place, call))
        for place, call in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes
