"""Passes stay as they are once a round is over; issuing many counts the roll less often.

An agreement to void a batch lapses after a day, so that nobody keeps one in reserve.
The time is that of the database, as it was when the transaction began (on
SQLite to the second, where Django stores instants as text in UTC).
"""

# ruff: noqa: S608 - only names of our own tables stand in these conditions.

from importlib import import_module
from typing import ClassVar

from django.db import migrations

from participation.backends.triggers import RefuseInserted, RefuseRows, SqliteIndex

_frozen = import_module("participation.migrations.0003_rounds_frozen_by_the_database")
_roll = import_module("participation.migrations.0006_the_roll")
_paper = import_module("participation.migrations.0012_paper_ballots")
_voided = import_module("participation.migrations.0022_batches_voided_by_two_persons")
PASS, ROLL = _frozen.PASS, _roll.ROLL

COUNTED = "state NOT IN ('void', 'test')"
TAKEN = (
    f"(SELECT COUNT(*) FROM {PASS} p WHERE p.round_id = {{row}}.round_id AND p.{COUNTED}) "
    f"+ (SELECT COUNT(*) FROM {ROLL} n WHERE n.round_id = {{row}}.round_id "
    "AND n.taken_as = 'paper')"
)
HAS_ROLL = f"EXISTS (SELECT 1 FROM {ROLL} e WHERE e.round_id = {{row}}.round_id)"
#: Asked once of each round to which an INSERT added passes.
TOO_MANY = (
    "EXISTS (SELECT 1 FROM (SELECT DISTINCT round_id FROM added WHERE state <> 'test') a "
    f"WHERE {HAS_ROLL.format(row='a')} AND {TAKEN.format(row='a')} > "
    f"(SELECT COUNT(*) FROM {ROLL} e WHERE e.round_id = a.round_id))"
)
#: Asked of each row: whether the roll goes on after so many of its numbers.
ONE_TOO_MANY = (
    f"NEW.state <> 'test' AND {HAS_ROLL.format(row='NEW')} AND NOT EXISTS "
    f"(SELECT 1 FROM {ROLL} e WHERE e.round_id = NEW.round_id "
    f"LIMIT 1 OFFSET {TAKEN.format(row='NEW')})"
)
DAY_OLD = {
    "postgresql": "v.decided_at <= CURRENT_TIMESTAMP - INTERVAL '24 hours'",
    "sqlite": "v.decided_at <= datetime(CURRENT_TIMESTAMP, '-24 hours')",
}


def _earlier(module: object, name: str) -> RefuseRows:
    """A trigger as another migration made it."""
    made = [*getattr(module, "_again", ()), *module.Migration.operations]  # type: ignore[attr-defined]
    return next(
        each for each in made if isinstance(each, RefuseRows) and each.name == name
    )


def _agreed_lately(vendor: str) -> str:
    """SQL: two persons agreed within a day to void the batch."""
    return _voided.TWO_AGREED.removesuffix(")") + f" AND NOT {DAY_OLD[vendor]})"


_per_row = _earlier(_paper, "participation_no_more_passes_than_roll")
_without_end = _earlier(_voided, "participation_batch_void_by_two_persons")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("participation", "0023_meetings_of_bodies")]

    operations: ClassVar = [
        RefuseRows(
            table=PASS,
            name="participation_pass_stays_after_voting",
            events=["UPDATE"],
            of_rows="NEW.state <> OLD.state",
            when=f"{_frozen.NEW_STATE} NOT IN ('draft', 'open')",
            message="passes stay as they are once the round is over",
            lock="round_id",
        ),
        _per_row.without(),
        RefuseInserted(
            table=PASS,
            name=_per_row.name,
            when={"postgresql": TOO_MANY, "sqlite": ONE_TOO_MANY},
            message=_per_row.message,
        ),
        SqliteIndex(
            table=PASS,
            name="participation_pass_counted",
            columns="round_id, state",
            where=COUNTED,
        ),
        SqliteIndex(
            table=ROLL,
            name="participation_entitlement_on_paper",
            columns="round_id, taken_as",
            where="taken_as = 'paper'",
        ),
        _without_end.without(),
        RefuseRows(
            table=_voided.BATCH,
            name=_without_end.name,
            events=["UPDATE"],
            when={
                vendor: "OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL "
                f"AND NOT {_agreed_lately(vendor)}"
                for vendor in DAY_OLD
            },
            message="a batch is declared void when two persons agreed within a day",
        ),
    ]
