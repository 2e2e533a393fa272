"""What was voted in a round that is cancelled may be forgotten, and is.

Nobody will count it, and before a sealing it lies in the order in which it came.
"""

from importlib import import_module

from django.db import migrations

from participation.backends.triggers import RefuseRows

_frozen = import_module("participation.migrations.0003_rounds_frozen_by_the_database")
_kinds = import_module("participation.migrations.0005_rounds_of_every_kind")
_paper = import_module("participation.migrations.0012_paper_ballots")
_before = {
    each.name: each
    for each in [*_kinds._now.values(), *_paper.Migration.operations]
    if isinstance(each, RefuseRows)
}
_again = [
    RefuseRows(
        table=_frozen.BALLOT,
        name="participation_ballot_kept",
        events=["DELETE"],
        when=f"{_frozen.OLD_STATE} NOT IN ('sealing', 'cancelled')",
        message="ballots are only written anew while their round is being sealed",
    ),
    RefuseRows(
        table=_paper.READING,
        name="participation_paper_reading_kept",
        events=["DELETE"],
        when=f"{_paper._of_entry('OLD', 't.state')} = 'agreed' "
        f"AND {_paper._of_entry('OLD', 'r.state')} NOT IN ('sealing', 'cancelled')",
        message="what was read is kept until the round is sealed",
    ),
]


class Migration(migrations.Migration):
    dependencies = [("participation", "0014_feedback_and_complaints")]

    operations = [
        operation
        for each in _again
        for operation in (_before[each.name].without(), each)
    ]
