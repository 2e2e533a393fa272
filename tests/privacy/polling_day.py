"""A round with all ways to vote, step by step to its sealing, and all its rows."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from participation.models import PaperBatch, Round, VotingPass
from participation.services.ballots import cast_ballot
from participation.services.paper_tables import (
    Account,
    account_for_paper,
    give_up_number,
    give_up_pass,
)
from participation.services.roll import hand_out, set_roll
from participation.services.table_arrivals import cast_at_table
from participation.services.table_devices import end_on_device
from participation.services.tables import OpenedTable
from participation.services.tickets import Ticket
from tests.factories import paper
from tests.factories.participation import (
    closed_by_two,
    code_of,
    observer_of,
    opened,
    passes,
    round_with_options,
    staff_member,
)
from tests.factories.tables import DEVICE, as_sent, sealed_ballot, table_in_use

#: All that a sealed round consists of. Decisions of committee and authority come after
#: it, and have tables of their own.
SEALED = (
    *("Round", "BudgetPart", "RoundOption", "RoundStep", "RoundResult", "Ballot"),
    *("PassBatch", "VotingPass", "Entitlement", "TableSession", "VoterCount"),
    *("PaperBatch", "PaperEntry", "PaperReading", "PaperDraw"),
)


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all rounds, by model."""
    return {
        name: list(
            apps.get_model("participation", name).objects.order_by("pk").values_list()
        )
        for name in SEALED
    }


@dataclass
class PollingDay:
    """What was set up; ``used`` and ``unused`` are passes, ``tickets`` as pages carry them."""

    round: Round
    table: OpenedTable
    sheets: PaperBatch
    used: VotingPass
    unused: VotingPass
    tickets: list[str]
    envelopes: list[dict[str, str]]


@contextmanager
def while_open(monkeypatch: pytest.MonkeyPatch, round_: Round) -> Iterator[None]:
    """Set the clock two hours before the closing time of a round that has ended."""
    moment = round_.closes_at - datetime.timedelta(hours=2)
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment)
        yield


def polling_day(
    monkeypatch: pytest.MonkeyPatch, look: Callable[[Round], object] = lambda _: None
) -> PollingDay:
    """Vote by web, table and paper, and close; ``look`` is called before each change.

    The round has ended an hour ago when this returns, and is sealed.
    """
    now = timezone.now()
    round_ = round_with_options(
        (60, 50, 30, 20),
        opens_at=now - datetime.timedelta(days=2),
        closes_at=now - datetime.timedelta(hours=1),
    )
    with while_open(monkeypatch, round_):
        set_roll(round_, [str(number) for number in range(1, 21)], by=staff_member())
        issued = passes(round_, 8)
        observer_of(round_)
        look(round_)
        opened(round_)
        table, sheets = table_in_use(round_), paper.table(round_)
        tickets = [Ticket.for_pass(each) for each in issued[:5]]
        at_table = Ticket.for_pass(issued[5], table.table.key)
        look(round_)
        for ticket in tickets[:3]:
            cast_ballot(ticket, [1, 3])
        cast_at_table(table.table, at_table, [2])
        give_up_pass(sheets, code_of(issued[6]), by=staff_member())
        give_up_number(sheets, "7", by=staff_member())
        hand_out(round_, "8", by=staff_member())
        envelopes = as_sent(sealed_ballot(table.table, issued[7]))
        end_on_device(table.table, pin=table.pin, device=DEVICE)
    back = Account(issued=20, spoilt=0, unused=18, missing=0, cast=2)
    account_for_paper(sheets, back, by=staff_member())
    for _ in range(2):
        paper.typed_in(sheets, ["1", "2"])
    look(round_)
    closed_by_two(round_)
    round_.refresh_from_db()
    signed = [each.signed() for each in (*tickets[2:4], at_table)]
    return PollingDay(round_, table, sheets, issued[0], issued[7], signed, envelopes)
