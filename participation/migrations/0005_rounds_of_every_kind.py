"""Rounds of an area or the programme, budgets in parts, further ballots and rules.

SQLite makes the tables anew, so all triggers of 0003 are dropped first and created again
at the end, some of them with what has become possible.
"""

from importlib import import_module

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from participation.backends.triggers import RefuseRows

_before = import_module("participation.migrations.0003_rounds_frozen_by_the_database")
_refused = {
    each.name: each
    for each in _before.Migration.operations
    if isinstance(each, RefuseRows)
}
PART = "participation_budgetpart"


def _changed(**columns: str) -> str:
    """SQL: a column that may be empty (with what stands for that) gets another value."""
    return " OR ".join(
        f"COALESCE(NEW.{name}, {none}) <> COALESCE(OLD.{name}, {none})"
        for name, none in columns.items()
    )


_now = _refused | {
    each.name: each
    for each in [
        RefuseRows(
            table=_before.ROUND,
            name="participation_round_frozen",
            events=["UPDATE"],
            when="OLD.state <> 'draft' AND ("
            + _before._changed(
                *("id", "slug", "title", "titles", "budget", "split_by"),
                *("entitled", "entitled_in"),
                *("ballot_type", "rule", "completion", "least_votes", "quorum"),
                *("opens_at", "closes_at", "created_by_id"),
            )
            + " OR "
            + _changed(community_id="0", area_id="0", most_choices="0", points="0")
            + ")",
            message="a round does not change once it is open",
        ),
        RefuseRows(
            table=_before.PASS,
            name="participation_roll_frozen",
            events=["INSERT"],
            when="NEW.state NOT IN ('printed', 'test') "
            f"OR {_before.NEW_STATE} NOT IN ('draft', 'open') "
            f"OR ({_before.VOTING_HAS_BEGUN} AND NEW.state <> 'test' "
            f"AND NOT {_before.REPLACES_A_VOID_ONE})",
            message="the roll does not grow once voting has begun",
            lock="round_id",
        ),
        RefuseRows(
            table=_before.PASS,
            name="participation_pass_frozen",
            events=["UPDATE"],
            when=_before._changed("id", "round_id", "batch_id", "serial", "secret_hash")
            + " OR "
            + _changed(replaces_id="0")
            + " OR (NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN "
            "('printed>handed', 'printed>used', 'printed>void', 'handed>used', "
            "'handed>void'))",
            message="a pass is used or voided once and never changed otherwise",
        ),
        RefuseRows(
            table=PART,
            name="participation_budget_part_frozen",
            events=["INSERT", "UPDATE"],
            when=f"{_before.NEW_STATE} <> 'draft'",
            message="the budget of a round does not change once it is open",
            lock="round_id",
        ),
        RefuseRows(
            table=PART,
            name="participation_budget_part_stays",
            events=["UPDATE"],
            when=f"{_before.OLD_STATE} <> 'draft'",
            message="the budget of a round does not change once it is open",
        ),
        RefuseRows(
            table=PART,
            name="participation_budget_part_kept",
            events=["DELETE"],
            when=f"{_before.OLD_STATE} <> 'draft'",
            message="the budget of a round does not change once it is open",
        ),
    ]
}


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0003_labels_of_links"),
        ("maps", "0010_raw_counts_are_deleted_unread"),
        ("participation", "0004_cms_speaks_the_persons_language"),
    ]

    operations = [
        *(each.without() for each in _refused.values()),
        migrations.CreateModel(
            name="BudgetPart",
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
                    "key",
                    models.CharField(max_length=40, verbose_name="dimension or place"),
                ),
                (
                    "amount",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="amount",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a budget",
                "verbose_name_plural": "parts of a budget",
                "ordering": ["round", "key"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="votingpass",
            name="participation_pass_state_known",
        ),
        migrations.AddField(
            model_name="round",
            name="area",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rounds",
                to="maps.adminarea",
                verbose_name="area",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="entitled",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="who may vote"
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="entitled_in",
            field=models.JSONField(
                blank=True, default=dict, verbose_name="by language"
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="least_votes",
            field=models.PositiveIntegerField(
                default=0, verbose_name="least number of votes"
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="most_choices",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="proposals at most",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="points",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(100),
                ],
                verbose_name="points",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="quorum",
            field=models.PositiveSmallIntegerField(
                default=0,
                validators=[django.core.validators.MaxValueValidator(100)],
                verbose_name="quorum",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="split_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "One budget for everything"),
                    ("dimension", "A part for each dimension"),
                    ("place", "A part for each place"),
                ],
                default="",
                max_length=10,
                verbose_name="parts of the budget",
            ),
        ),
        migrations.AddField(
            model_name="roundoption",
            name="part",
            field=models.CharField(
                blank=True, max_length=40, verbose_name="part of the budget"
            ),
        ),
        migrations.AlterField(
            model_name="round",
            name="ballot_type",
            field=models.CharField(
                choices=[
                    ("approval", "Mark every proposal you support"),
                    ("knapsack", "Mark what you support, within the budget"),
                    ("points", "Share out a number of points"),
                    ("ranking", "Put proposals in order"),
                    ("score", "Give each proposal a mark"),
                ],
                default="knapsack",
                max_length=10,
                verbose_name="ballot",
            ),
        ),
        migrations.AlterField(
            model_name="round",
            name="community",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rounds",
                to="communities.community",
                verbose_name="community",
            ),
        ),
        migrations.AlterField(
            model_name="round",
            name="rule",
            field=models.CharField(
                choices=[
                    ("equal-shares", "Equal shares"),
                    ("greedy", "Most votes first"),
                    (
                        "greedy-stop",
                        "Most votes first, up to the first that is too dear",
                    ),
                    ("phragmen", "Saving together (sequential Phragmén)"),
                ],
                default="equal-shares",
                max_length=14,
                verbose_name="rule",
            ),
        ),
        migrations.AlterField(
            model_name="votingpass",
            name="state",
            field=models.CharField(
                choices=[
                    ("printed", "Printed"),
                    ("handed", "Handed out"),
                    ("test", "For trying out"),
                    ("used", "Used"),
                    ("void", "Void"),
                ],
                default="printed",
                max_length=8,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("community__isnull", True), ("area__isnull", True), _connector="OR"
                ),
                name="participation_round_one_scope",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ballot_type__in", ["points", "score"]),
                        ("points__gt", 0),
                        ("points__isnull", False),
                    ),
                    models.Q(
                        models.Q(
                            ("ballot_type__in", ["points", "score"]), _negated=True
                        ),
                        ("points__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="participation_round_points_where_given",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("quorum__lte", 100)),
                name="participation_round_quorum_is_share",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("least_votes", 0),
                    ("rule__in", ["greedy", "greedy-stop"]),
                    _connector="OR",
                ),
                name="participation_round_least_votes_if_greedy",
            ),
        ),
        migrations.AddConstraint(
            model_name="votingpass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["printed", "handed", "test", "used", "void"])
                ),
                name="participation_pass_state_known",
            ),
        ),
        migrations.AddField(
            model_name="budgetpart",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="parts",
                to="participation.round",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetpart",
            constraint=models.UniqueConstraint(
                fields=("round", "key"), name="participation_budget_part_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__gt", 0), models.Q(("key", ""), _negated=True)
                ),
                name="participation_budget_part_of_something",
            ),
        ),
        *_now.values(),
    ]
