"""A number noted at a paper table by mistake is given back; a lost device takes two.

A table that gives out sheets may count a vote less again, by one at a time and only after
a number of the roll was freed, so that votes given up by number and numbers on paper stay
as many. What a table's device may hold is given up by another person than the one who
says that it is lost; tables given up before stay as they are. SQLite makes the tables'
table anew for that, and every trigger that names it with it.
"""

# ruff: noqa: S608 - only names of our own tables stand in these conditions.

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from participation.backends.triggers import RefuseRows

_two = import_module("participation.migrations.0009_two_persons_and_invitations")
_paper = import_module("participation.migrations.0012_paper_ballots")
_tables = import_module("participation.migrations.0013_assisted_tables")
_before = {
    each.name: each
    for module in (_two, _paper, _tables)
    for each in module.Migration.operations
    if isinstance(each, RefuseRows)
}
_of_tables = [
    each for each in _tables.Migration.operations if isinstance(each, RefuseRows)
]

GIVES_OUT_BY_NUMBER = (
    f"EXISTS (SELECT 1 FROM {_paper.BATCH} t WHERE t.round_id = NEW.round_id "
    "AND t.state = 'table' AND t.by_number > 0)"
)
BY_NUMBER = (
    f"(SELECT SUM(t.by_number) FROM {_paper.BATCH} t WHERE t.round_id = NEW.round_id)"
)
_again = [
    RefuseRows(
        table=_paper.ROLL,
        name="participation_entitlement_taken_once",
        events=["UPDATE"],
        when="NEW.id <> OLD.id OR NEW.round_id <> OLD.round_id "
        "OR NEW.number <> OLD.number OR (NEW.taken_as <> OLD.taken_as AND "
        f"({_paper.NEW_STATE} NOT IN ('draft', 'open') OR (OLD.taken_as <> '' "
        "AND NOT (OLD.taken_as = 'pass' AND NEW.taken_as = '' "
        f"AND {_two.SOME_VOIDED}) "
        "AND NOT (OLD.taken_as = 'paper' AND NEW.taken_as = '' "
        f"AND {GIVES_OUT_BY_NUMBER}))))",
        message="a number on the roll is taken up once",
    ),
    RefuseRows(
        table=_paper.BATCH,
        name="participation_paper_given_at_table",
        events=["UPDATE"],
        when=_paper._frozen._changed("by_pass", "by_number")
        + f" AND (OLD.state <> 'table' OR {_paper.NEW_STATE} <> 'open' "
        "OR NEW.by_pass < OLD.by_pass OR (NEW.by_number < OLD.by_number "
        "AND (NEW.by_number <> OLD.by_number - 1 OR "
        f"{BY_NUMBER} - 1 <> {_paper.PAPER_NUMBERS.format(key='round_id')})))",
        message="sheets are given out at the table while the round is open",
    ),
]
_new = [
    RefuseRows(
        table=_tables.TABLE,
        name="participation_table_given_up_by_two",
        events=["UPDATE"],
        when="OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL "
        "AND NEW.lost_because <> '' AND (OLD.lost_said_by_id IS NULL "
        "OR COALESCE(NEW.lost_said_by_id, 0) <> OLD.lost_said_by_id "
        "OR COALESCE(NEW.closed_by_id, 0) = OLD.lost_said_by_id)",
        message="a device is given up by another person than the one who said it is lost",
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0015_cancelled_rounds_forget"),
    ]

    operations = [
        *(each.without() for each in _of_tables),
        migrations.RemoveConstraint(
            model_name="tablesession",
            name="participation_table_given_up_by_somebody",
        ),
        migrations.AddField(
            model_name="tablesession",
            name="lost_said_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="tablesession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lost_because", ""), ("lost_said_by__isnull", True)),
                    models.Q(
                        models.Q(("lost_because", ""), _negated=True),
                        models.Q(
                            models.Q(
                                ("closed_at__isnull", True),
                                ("lost_said_by__isnull", False),
                            ),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="participation_table_given_up_by_somebody",
            ),
        ),
        *_of_tables,
        *_new,
        *(
            operation
            for each in _again
            for operation in (_before[each.name].without(), each)
        ),
    ]
