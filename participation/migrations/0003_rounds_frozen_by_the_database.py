"""The database itself keeps a round's promise: nothing changes once it is open.

What a voter was shown (rule, budget, options, dates) and who may vote (the roll of
passes) cannot change afterwards, a ballot is only taken while the round is open and
never changed, and a round is closed only with a result that agrees with its ballots.
Code could forget; these cannot. (voting.md, "Freeze".)
"""

from typing import ClassVar

from django.db import migrations

from maps.backends.triggers import ForbidRowChanges
from participation.backends.triggers import RefuseRows

ROUND, OPTION = "participation_round", "participation_roundoption"
PASS, BATCH = "participation_votingpass", "participation_passbatch"
BALLOT, RESULT = "participation_ballot", "participation_roundresult"

#: State of the round that a row points to (NULL, and so no refusal, without a round).
NEW_STATE = "(SELECT r.state FROM participation_round r WHERE r.id = NEW.round_id)"
OLD_STATE = "(SELECT r.state FROM participation_round r WHERE r.id = OLD.round_id)"
BALLOTS = "(SELECT COUNT(*) FROM participation_ballot b WHERE b.round_id = NEW.id)"
USED = (
    "(SELECT COUNT(*) FROM participation_votingpass p "
    "WHERE p.round_id = NEW.id AND p.state = 'used')"
)
SEALED = (
    "COALESCE((SELECT s.ballot_count FROM participation_roundresult s "
    "WHERE s.round_id = NEW.id), -1)"
)
VOTING_HAS_BEGUN = (
    "EXISTS (SELECT 1 FROM participation_ballot b WHERE b.round_id = NEW.round_id)"
)
REPLACES_A_VOID_ONE = (
    "EXISTS (SELECT 1 FROM participation_votingpass lost WHERE lost.id = NEW.replaces_id "
    "AND lost.round_id = NEW.round_id AND lost.state = 'void')"
)
STEPS = (
    "('draft>open', 'draft>cancelled', 'open>cancelled', 'open>sealing', "
    "'sealing>closed')"
)


def _changed(*columns: str) -> str:
    """SQL: one of the columns (none of them nullable) gets another value."""
    return "(" + " OR ".join(f"NEW.{c} <> OLD.{c}" for c in columns) + ")"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("participation", "0002_rounds_and_ballots")]

    operations: ClassVar = [
        RefuseRows(
            table=ROUND,
            name="participation_round_begins_as_draft",
            events=["INSERT"],
            when="NEW.state <> 'draft'",
            message="a round begins in preparation",
        ),
        RefuseRows(
            table=ROUND,
            name="participation_round_frozen",
            events=["UPDATE"],
            when="OLD.state <> 'draft' AND "
            + _changed(
                *("id", "slug", "community_id", "title", "budget", "ballot_type"),
                *("rule", "completion", "opens_at", "closes_at", "created_by_id"),
            ),
            message="a round does not change once it is open",
        ),
        RefuseRows(
            table=ROUND,
            name="participation_round_one_way",
            events=["UPDATE"],
            when="NEW.state <> OLD.state "
            f"AND (OLD.state || '>' || NEW.state) NOT IN {STEPS}",
            message="a round goes from preparation to open to closed, and never back",
        ),
        RefuseRows(
            table=ROUND,
            name="participation_round_sealed_whole",
            events=["UPDATE"],
            when="NEW.state = 'closed' AND OLD.state <> 'closed' AND "
            f"({SEALED} <> {BALLOTS} OR {BALLOTS} <> {USED})",
            message="the sealed result, the ballots and the used passes disagree",
        ),
        RefuseRows(
            table=ROUND,
            name="participation_round_kept",
            events=["DELETE"],
            when="OLD.state <> 'draft'",
            message="a round that was opened is kept",
        ),
        RefuseRows(
            table=OPTION,
            name="participation_option_frozen",
            events=["INSERT", "UPDATE"],
            when=f"{NEW_STATE} <> 'draft'",
            message="the options of a round do not change once it is open",
            lock="round_id",
        ),
        RefuseRows(
            table=OPTION,
            name="participation_option_stays",
            events=["UPDATE"],
            when=f"{OLD_STATE} <> 'draft'",
            message="the options of a round do not change once it is open",
        ),
        RefuseRows(
            table=OPTION,
            name="participation_option_kept",
            events=["DELETE"],
            when=f"{OLD_STATE} <> 'draft'",
            message="the options of a round do not change once it is open",
        ),
        RefuseRows(
            table=PASS,
            name="participation_roll_frozen",
            events=["INSERT"],
            when=f"NEW.state <> 'printed' OR {NEW_STATE} NOT IN ('draft', 'open') "
            f"OR ({VOTING_HAS_BEGUN} AND NOT {REPLACES_A_VOID_ONE})",
            message="the roll does not grow once voting has begun",
            lock="round_id",
        ),
        RefuseRows(
            table=PASS,
            name="participation_pass_frozen",
            events=["UPDATE"],
            when=_changed("id", "round_id", "batch_id", "serial", "secret_hash")
            + " OR COALESCE(NEW.replaces_id, 0) <> COALESCE(OLD.replaces_id, 0)"
            + " OR (OLD.state <> 'printed' AND NEW.state <> OLD.state)",
            message="a pass is used or voided once and never changed otherwise",
        ),
        RefuseRows(
            table=PASS,
            name="participation_pass_used_while_open",
            events=["UPDATE"],
            when="NEW.state = 'used' AND OLD.state <> 'used' "
            f"AND {NEW_STATE} <> 'open'",
            message="a pass is used while its round is open",
        ),
        RefuseRows(
            table=PASS,
            name="participation_pass_kept",
            events=["DELETE"],
            when=f"{OLD_STATE} <> 'draft'",
            message="the passes of a round are kept",
        ),
        RefuseRows(
            table=BATCH,
            name="participation_batch_stays",
            events=["UPDATE"],
            when=f"{OLD_STATE} <> 'draft'",
            message="the batches of a round are kept",
        ),
        RefuseRows(
            table=BATCH,
            name="participation_batch_kept",
            events=["DELETE"],
            when=f"{OLD_STATE} <> 'draft'",
            message="the batches of a round are kept",
        ),
        RefuseRows(
            table=BALLOT,
            name="participation_ballot_while_open",
            events=["INSERT"],
            when=f"{NEW_STATE} NOT IN ('open', 'sealing')",
            message="ballots are taken while the round is open",
            lock="round_id",
        ),
        RefuseRows(
            table=BALLOT,
            name="participation_ballot_unchanged",
            events=["UPDATE"],
            when="TRUE",
            message="a ballot is never changed",
        ),
        RefuseRows(
            table=BALLOT,
            name="participation_ballot_kept",
            events=["DELETE"],
            when=f"{OLD_STATE} <> 'sealing'",
            message="ballots are only written anew while their round is being sealed",
        ),
        RefuseRows(
            table=RESULT,
            name="participation_result_at_sealing",
            events=["INSERT"],
            when=f"{NEW_STATE} <> 'sealing'",
            message="a result is stored while its round is being sealed",
        ),
        ForbidRowChanges(
            table=RESULT,
            name="participation_result_write_once",
            message="a sealed result is never changed or deleted",
        ),
        ForbidRowChanges(
            table="participation_adoption",
            name="participation_adoption_write_once",
            message="a recorded decision is never changed or deleted",
        ),
    ]
