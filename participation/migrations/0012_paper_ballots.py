"""Voting on paper: tables' sheets, two entries apart, and a roll that knows of both.

Paper needs no row for a ballot before the round is sealed, so that what the database asks
of the roll and of sealing (0003, 0005, 0006) is asked anew: giving up a vote at a table
begins the voting like a ballot does, and a number that votes on paper leaves room for one
pass less. No table is altered; only triggers are put in the place of others.
"""

# ruff: noqa: S608 - only names of our own tables stand in these conditions.

from importlib import import_module

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from maps.backends.triggers import ForbidRowChanges
from participation.backends.triggers import RefuseRows

_frozen = import_module("participation.migrations.0003_rounds_frozen_by_the_database")
_kinds = import_module("participation.migrations.0005_rounds_of_every_kind")
_roll = import_module("participation.migrations.0006_the_roll")

BATCH, ENTRY = "participation_paperbatch", "participation_paperentry"
READING, DRAW = "participation_paperreading", "participation_paperdraw"
ROLL, PASS, ROUND = _roll.ROLL, _roll.PASS, _frozen.ROUND
NEW_STATE, OLD_STATE = _frozen.NEW_STATE, _frozen.OLD_STATE

BEGUN = (
    "(EXISTS (SELECT 1 FROM participation_ballot b WHERE b.round_id = {row}.round_id) "
    f"OR EXISTS (SELECT 1 FROM {BATCH} t WHERE t.round_id = {{row}}.round_id "
    "AND t.by_pass + t.by_number > 0))"
)
PAPER_NUMBERS = (
    f"(SELECT COUNT(*) FROM {ROLL} n WHERE n.round_id = NEW.{{key}} "
    "AND n.taken_as = 'paper')"
)
NO_ROOM = f"{_roll.PASSES_OUT} + {PAPER_NUMBERS.format(key='round_id')} >= {_roll.ON_THE_ROLL}"
DRAWN = f"EXISTS (SELECT 1 FROM {DRAW} d WHERE d.round_id = NEW.round_id)"


def _sum(columns: str) -> str:
    """SQL: a sum over the tables of the round that is being closed."""
    return (
        f"COALESCE((SELECT SUM({columns}) FROM {BATCH} t WHERE t.round_id = NEW.id), 0)"
    )


def _finished(place: int) -> str:
    """SQL: an entry of the batch is finished."""
    return (
        f"EXISTS (SELECT 1 FROM {ENTRY} e WHERE e.batch_id = NEW.id "
        f"AND e.place = {place} AND e.is_finished)"
    )


def _of_batch(row: str, column: str) -> str:
    """SQL: the state of the batch of an entry, or of its round."""
    return (
        f"(SELECT {column} FROM {BATCH} t JOIN {ROUND} r ON r.id = t.round_id "
        f"WHERE t.id = {row}.batch_id)"
    )


def _of_entry(row: str, column: str) -> str:
    """SQL: something of the entry that a reading belongs to."""
    return (
        f"(SELECT {column} FROM {ENTRY} e JOIN {BATCH} t ON t.id = e.batch_id "
        f"JOIN {ROUND} r ON r.id = t.round_id WHERE e.id = {row}.entry_id)"
    )


_before = {
    each.name: each
    for each in [*_kinds._now.values(), *_roll.Migration.operations]
    if isinstance(each, RefuseRows)
}
_again = [
    RefuseRows(
        table=PASS,
        name="participation_roll_frozen",
        events=["INSERT"],
        when="NEW.state NOT IN ('printed', 'test') "
        f"OR {NEW_STATE} NOT IN ('draft', 'open') "
        f"OR ({BEGUN.format(row='NEW')} AND NEW.state <> 'test' "
        f"AND NOT {_frozen.REPLACES_A_VOID_ONE})",
        message="the roll does not grow once voting has begun",
        lock="round_id",
    ),
    RefuseRows(
        table=PASS,
        name="participation_no_more_passes_than_roll",
        events=["INSERT"],
        when=f"NEW.state <> 'test' AND {_roll.ON_THE_ROLL} > 0 AND {NO_ROOM}",
        message="there are no more passes than numbers on the roll",
        lock="round_id",
    ),
    RefuseRows(
        table=ROLL,
        name="participation_entitlement_before_voting",
        events=["INSERT"],
        when=f"NEW.taken_as <> '' OR {NEW_STATE} NOT IN ('draft', 'open') OR "
        + BEGUN.format(row="NEW"),
        message="the roll does not grow once voting has begun",
        lock="round_id",
    ),
    RefuseRows(
        table=ROLL,
        name="participation_entitlement_kept",
        events=["DELETE"],
        when="OLD.taken_as <> '' OR " + BEGUN.format(row="OLD"),
        message="the roll does not shrink once voting has begun",
    ),
    RefuseRows(
        table=ROUND,
        name="participation_round_sealed_whole",
        events=["UPDATE"],
        when="NEW.state = 'closed' AND OLD.state <> 'closed' AND "
        f"({_frozen.SEALED} <> {_frozen.BALLOTS} OR {_frozen.BALLOTS} <> "
        f"{_frozen.USED} - {_sum('t.by_pass')} + {_sum('t.valid')} "
        f"OR {_sum('t.by_number')} <> {PAPER_NUMBERS.format(key='id')} "
        f"OR {_sum('t.cast')} > {_sum('t.by_pass + t.by_number')} "
        f"OR EXISTS (SELECT 1 FROM {BATCH} t WHERE t.round_id = NEW.id "
        "AND (t.state <> 'agreed' OR t.valid IS NULL)) "
        f"OR EXISTS (SELECT 1 FROM {READING} s JOIN {ENTRY} e ON e.id = s.entry_id "
        f"JOIN {BATCH} t ON t.id = e.batch_id WHERE t.round_id = NEW.id))",
        message="the sealed result, the ballots, the used passes and the paper disagree",
    ),
]
_new = [
    RefuseRows(
        table=ROLL,
        name="participation_paper_within_roll",
        events=["UPDATE"],
        when="NEW.taken_as = 'paper' AND OLD.taken_as <> 'paper' "
        f"AND ({NEW_STATE} <> 'open' OR {NO_ROOM})",
        message="passes and numbers that vote on paper are no more than the roll has",
        lock="round_id",
    ),
    RefuseRows(
        table=BATCH,
        name="participation_paper_begins",
        events=["INSERT"],
        when="NEW.state <> 'table' OR NEW.by_pass + NEW.by_number > 0 "
        f"OR NEW.valid IS NOT NULL OR {NEW_STATE} NOT IN ('draft', 'open') OR {DRAWN}",
        message="a batch of paper begins at the table, before the draw",
        lock="round_id",
    ),
    RefuseRows(
        table=BATCH,
        name="participation_paper_frozen",
        events=["UPDATE"],
        when=_frozen._changed("id", "round_id", "number")
        + f" OR {OLD_STATE} NOT IN ('draft', 'open', 'sealing')"
        + " OR (OLD.state = 'agreed' AND ("
        + _frozen._changed(
            *("label", "officers", "shift", "issued", "by_pass", "by_number"),
            *("spoilt", "unused", "missing", "cast", "explanation", "in_full"),
        )
        + f")) OR ({DRAWN} AND COALESCE(NEW.cast, -1) <> COALESCE(OLD.cast, -1))"
        f" OR (COALESCE(NEW.valid, -1) <> COALESCE(OLD.valid, -1)"
        f" AND {NEW_STATE} <> 'sealing')",
        message="a batch of paper does not change once it is agreed",
    ),
    RefuseRows(
        table=BATCH,
        name="participation_paper_given_at_table",
        events=["UPDATE"],
        when=_frozen._changed("by_pass", "by_number")
        + f" AND (OLD.state <> 'table' OR {NEW_STATE} <> 'open' "
        "OR NEW.by_pass < OLD.by_pass OR NEW.by_number < OLD.by_number)",
        message="sheets are given out at the table while the round is open",
    ),
    RefuseRows(
        table=BATCH,
        name="participation_paper_one_way",
        events=["UPDATE"],
        when="NEW.state <> OLD.state AND ((OLD.state || '>' || NEW.state) NOT IN "
        "('table>counted', 'table>agreed', 'counted>agreed') OR (NEW.state = 'agreed' "
        f"AND NEW.cast > 0 AND NOT ({_finished(1)} AND ({_finished(2)} OR {DRAWN}))))",
        message="a batch is agreed once it was read twice, or as the draw asks",
    ),
    RefuseRows(
        table=BATCH,
        name="participation_paper_kept",
        events=["DELETE"],
        when=f"{OLD_STATE} <> 'draft'",
        message="the batches of paper of a round are kept",
    ),
    RefuseRows(
        table=ENTRY,
        name="participation_paper_entry_begins",
        events=["INSERT"],
        when=f"NEW.is_finished OR {_of_batch('NEW', 't.state')} <> 'counted' "
        f"OR {_of_batch('NEW', 'r.state')} <> 'open'",
        message="a counted batch is typed in, before it is agreed",
    ),
    RefuseRows(
        table=ENTRY,
        name="participation_paper_entry_frozen",
        events=["UPDATE"],
        when=_frozen._changed("id", "batch_id", "place", "clerk_id")
        + " OR OLD.is_finished",
        message="a finished entry does not change",
    ),
    RefuseRows(
        table=ENTRY,
        name="participation_paper_entry_kept",
        events=["DELETE"],
        when=f"{_of_batch('OLD', 't.state')} = 'agreed'",
        message="the entries of an agreed batch are kept",
    ),
    RefuseRows(
        table=READING,
        name="participation_paper_reading_frozen",
        events=["INSERT", "UPDATE"],
        when=f"{_of_entry('NEW', 'e.is_finished')} "
        f"OR {_of_entry('NEW', 't.state')} <> 'counted'",
        message="a finished entry does not change",
    ),
    RefuseRows(
        table=READING,
        name="participation_paper_reading_stays",
        events=["UPDATE"],
        when=_frozen._changed("id", "entry_id", "sheet"),
        message="a reading stays with its sheet and its clerk",
    ),
    RefuseRows(
        table=READING,
        name="participation_paper_reading_kept",
        events=["DELETE"],
        when=f"{_of_entry('OLD', 't.state')} = 'agreed' "
        f"AND {_of_entry('OLD', 'r.state')} <> 'sealing'",
        message="what was read is kept until the round is sealed",
    ),
    RefuseRows(
        table=DRAW,
        name="participation_paper_drawn_after_voting",
        events=["INSERT"],
        when=f"{NEW_STATE} <> 'open' OR EXISTS (SELECT 1 FROM {BATCH} t "
        "WHERE t.round_id = NEW.round_id AND t.state = 'table')",
        message="sheets are drawn when all of them are counted",
        lock="round_id",
    ),
    ForbidRowChanges(
        table=DRAW,
        name="participation_paper_draw_write_once",
        message="digits rolled in public are never changed",
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0011_meetings"),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        verbose_name="number of the batch"
                    ),
                ),
                (
                    "label",
                    models.CharField(max_length=80, verbose_name="table or place"),
                ),
                (
                    "officers",
                    models.CharField(
                        max_length=120, verbose_name="who was at the table"
                    ),
                ),
                ("shift", models.CharField(max_length=80, verbose_name="shift")),
                (
                    "issued",
                    models.PositiveIntegerField(
                        verbose_name="sheets issued to the table"
                    ),
                ),
                (
                    "by_pass",
                    models.PositiveIntegerField(
                        default=0, verbose_name="voters who gave up a pass"
                    ),
                ),
                (
                    "by_number",
                    models.PositiveIntegerField(
                        default=0, verbose_name="voters who gave up a number"
                    ),
                ),
                (
                    "spoilt",
                    models.PositiveIntegerField(
                        null=True, verbose_name="spoilt and exchanged"
                    ),
                ),
                (
                    "unused",
                    models.PositiveIntegerField(null=True, verbose_name="unused"),
                ),
                (
                    "missing",
                    models.PositiveIntegerField(
                        null=True, verbose_name="not brought back"
                    ),
                ),
                (
                    "cast",
                    models.PositiveIntegerField(null=True, verbose_name="in the box"),
                ),
                (
                    "explanation",
                    models.TextField(
                        blank=True, max_length=500, verbose_name="why it differs"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("table", "At the table"),
                            ("counted", "Being typed in"),
                            ("agreed", "Agreed"),
                        ],
                        default="table",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "in_full",
                    models.BooleanField(
                        default=False, verbose_name="every sheet is read twice"
                    ),
                ),
                (
                    "valid",
                    models.PositiveIntegerField(
                        null=True, verbose_name="sheets that count"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_batches",
                        to="participation.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "batch of paper ballots",
                "verbose_name_plural": "batches of paper ballots",
                "ordering": ["round", "number"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PaperDraw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("seed", models.CharField(max_length=60, verbose_name="digits rolled")),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_draw",
                        to="participation.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "draw of paper ballots",
                "verbose_name_plural": "draws of paper ballots",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PaperEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "place",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "First entry"),
                            (2, "Second entry"),
                            (3, "Where the two differ"),
                        ],
                        verbose_name="entry",
                    ),
                ),
                (
                    "is_finished",
                    models.BooleanField(default=False, verbose_name="finished"),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="participation.paperbatch",
                    ),
                ),
                (
                    "clerk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="typed in by",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of paper ballots",
                "verbose_name_plural": "entries of paper ballots",
                "ordering": ["batch", "place"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PaperReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("sheet", models.PositiveIntegerField(verbose_name="sheet")),
                ("marks", models.CharField(max_length=2000, verbose_name="marks")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="participation.paperentry",
                    ),
                ),
            ],
            options={
                "verbose_name": "sheet as read",
                "verbose_name_plural": "sheets as read",
                "ordering": ["entry", "sheet"],
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="paperbatch",
            constraint=models.UniqueConstraint(
                fields=("round", "number"), name="participation_paper_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="paperbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["table", "counted", "agreed"]),
                    ("issued__gt", 0),
                    ("issued__lte", 5000),
                    models.Q(("label", ""), _negated=True),
                ),
                name="participation_paper_batch_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("cast__isnull", True),
                        ("missing__isnull", True),
                        ("spoilt__isnull", True),
                        ("state", "table"),
                        ("unused__isnull", True),
                    ),
                    models.Q(
                        models.Q(("state", "table"), _negated=True),
                        ("cast__isnull", False),
                        ("missing__isnull", False),
                        ("spoilt__isnull", False),
                        ("unused__isnull", False),
                        (
                            "issued",
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("spoilt"), "+", models.F("unused")
                                    ),
                                    "+",
                                    models.F("missing"),
                                ),
                                "+",
                                models.F("cast"),
                            ),
                        ),
                    ),
                    _connector="OR",
                ),
                name="participation_paper_adds_up",
                violation_error_message="Spoilt, unused, not brought back and in the box must come to the sheets issued.",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "table"),
                    models.Q(
                        (
                            "cast",
                            django.db.models.expressions.CombinedExpression(
                                models.F("by_pass"), "+", models.F("by_number")
                            ),
                        ),
                        ("missing", 0),
                    ),
                    models.Q(("explanation", ""), _negated=True),
                    _connector="OR",
                ),
                name="participation_paper_difference_explained",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid__isnull", True),
                    ("valid__lte", models.F("cast")),
                    _connector="OR",
                ),
                name="participation_paper_valid_of_cast",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperdraw",
            constraint=models.CheckConstraint(
                condition=models.Q(("seed", ""), _negated=True),
                name="participation_paper_draw_has_digits",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperentry",
            constraint=models.UniqueConstraint(
                fields=("batch", "place"), name="participation_paper_entry_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="paperentry",
            constraint=models.UniqueConstraint(
                fields=("batch", "clerk"), name="participation_paper_clerk_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="paperentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("place__in", [1, 2, 3])),
                name="participation_paper_entry_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperreading",
            constraint=models.UniqueConstraint(
                fields=("entry", "sheet"), name="participation_paper_sheet_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="paperreading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sheet__gt", 0), models.Q(("marks", ""), _negated=True)
                ),
                name="participation_paper_sheet_read",
            ),
        ),
        *(_before[each.name].without() for each in _again),
        *_again,
        *_new,
    ]
