"""The database itself asks for two persons, and keeps who they were and why.

A round is opened, sealed or cancelled only after a step of that kind was asked for by one
person and done by another. A number on the roll may be given back while some pass of the
round was voided for it.
"""

from importlib import import_module
from typing import ClassVar

from django.db import migrations

from participation.backends.triggers import RefuseRows

_roll = import_module("participation.migrations.0006_the_roll")
_taken_once = next(
    each
    for each in _roll.Migration.operations
    if isinstance(each, RefuseRows)
    and each.name == "participation_entitlement_taken_once"
)
ROUND, STEP = "participation_round", "participation_roundstep"


#: Two persons have agreed on a step of the round (more may be asked of it).
DONE = (
    "EXISTS (SELECT 1 FROM participation_roundstep s WHERE s.round_id = NEW.id "
    "AND s.step = '{step}' AND s.state = 'done' "
    "AND s.asked_by_id <> s.decided_by_id{more})"
)
SOME_VOIDED = (
    "EXISTS (SELECT 1 FROM participation_votingpass p "
    "WHERE p.round_id = NEW.round_id AND p.state = 'void')"
)


def _done(step: str, more: str = "") -> str:
    return DONE.format(step=step, more=more)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("participation", "0007_steps_by_two_persons")]

    operations: ClassVar = [
        RefuseRows(
            table=ROUND,
            name="participation_round_by_two_persons",
            events=["UPDATE"],
            when="NEW.state <> OLD.state AND ("
            f"(NEW.state = 'open' AND NOT {_done('open')}) OR "
            f"(NEW.state = 'sealing' AND NOT {_done('close')}) OR "
            "(NEW.state = 'cancelled' AND NOT "
            + _done("cancel", " AND s.reason = NEW.cancel_reason")
            + "))",
            message="a round is opened, closed and cancelled by two persons",
        ),
        RefuseRows(
            table=ROUND,
            name="participation_round_reason_once",
            events=["UPDATE"],
            when="NEW.cancel_reason <> OLD.cancel_reason AND "
            "(NEW.state <> 'cancelled' OR OLD.state = 'cancelled')",
            message="why a round was cancelled is said once, as it is cancelled",
        ),
        RefuseRows(
            table=STEP,
            name="participation_step_begins_asked",
            events=["INSERT"],
            when="NEW.state <> 'asked'",
            message="a step is asked for before it is done",
        ),
        RefuseRows(
            table=STEP,
            name="participation_step_decided_once",
            events=["UPDATE"],
            when="OLD.state <> 'asked' OR NEW.id <> OLD.id "
            "OR NEW.round_id <> OLD.round_id OR NEW.step <> OLD.step "
            "OR NEW.reason <> OLD.reason OR NEW.asked_by_id <> OLD.asked_by_id "
            "OR NEW.asked_at <> OLD.asked_at",
            message="a step is decided once and never changed otherwise",
        ),
        RefuseRows(
            table=STEP,
            name="participation_step_kept",
            events=["DELETE"],
            when="TRUE",
            message="the steps of a round are kept",
        ),
        _taken_once.without(),
        RefuseRows(
            table=_roll.ROLL,
            name="participation_entitlement_taken_once",
            events=["UPDATE"],
            when="NEW.id <> OLD.id OR NEW.round_id <> OLD.round_id "
            "OR NEW.number <> OLD.number OR (NEW.taken_as <> OLD.taken_as AND "
            f"({_roll.NEW_STATE} NOT IN ('draft', 'open') OR (OLD.taken_as <> '' "
            "AND NOT (OLD.taken_as = 'pass' AND NEW.taken_as = '' "
            f"AND {SOME_VOIDED}))))",
            message="a number on the roll is taken up once",
        ),
    ]
