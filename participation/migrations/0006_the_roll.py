"""A roll of numbers, each taken up once; no more passes than the roll has numbers."""

import django.db.models.deletion
from django.db import migrations, models

from participation.backends.triggers import RefuseRows

ROLL, PASS = "participation_entitlement", "participation_votingpass"
NEW_STATE = "(SELECT r.state FROM participation_round r WHERE r.id = NEW.round_id)"
ON_THE_ROLL = (
    "(SELECT COUNT(*) FROM participation_entitlement e WHERE e.round_id = NEW.round_id)"
)
VOTING_HAS_BEGUN = (
    "EXISTS (SELECT 1 FROM participation_ballot b WHERE b.round_id = {row}.round_id)"
)
PASSES_OUT = (
    "(SELECT COUNT(*) FROM participation_votingpass p WHERE p.round_id = NEW.round_id "
    "AND p.state NOT IN ('void', 'test'))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0005_rounds_of_every_kind"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entitlement",
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
                    models.CharField(
                        max_length=20, verbose_name="number in the register"
                    ),
                ),
                (
                    "taken_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not taken"),
                            ("pass", "A pass"),
                            ("paper", "A paper ballot"),
                        ],
                        default="",
                        max_length=5,
                        verbose_name="taken as",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roll",
                        to="participation.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "entitlement",
                "verbose_name_plural": "entitlements",
                "ordering": ["round", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "number"),
                        name="participation_entitlement_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_as__in", ["", "pass", "paper"]),
                            models.Q(("number", ""), _negated=True),
                        ),
                        name="participation_entitlement_known",
                    ),
                ],
            },
        ),
        RefuseRows(
            table=ROLL,
            name="participation_entitlement_before_voting",
            events=["INSERT"],
            when=f"NEW.taken_as <> '' OR {NEW_STATE} NOT IN ('draft', 'open') OR "
            + VOTING_HAS_BEGUN.format(row="NEW"),
            message="the roll does not grow once voting has begun",
            lock="round_id",
        ),
        RefuseRows(
            table=ROLL,
            name="participation_entitlement_taken_once",
            events=["UPDATE"],
            when="NEW.id <> OLD.id OR NEW.round_id <> OLD.round_id "
            "OR NEW.number <> OLD.number OR (NEW.taken_as <> OLD.taken_as AND "
            f"(OLD.taken_as <> '' OR {NEW_STATE} NOT IN ('draft', 'open')))",
            message="a number on the roll is taken up once",
        ),
        RefuseRows(
            table=ROLL,
            name="participation_entitlement_kept",
            events=["DELETE"],
            when="OLD.taken_as <> '' OR " + VOTING_HAS_BEGUN.format(row="OLD"),
            message="the roll does not shrink once voting has begun",
        ),
        RefuseRows(
            table=PASS,
            name="participation_no_more_passes_than_roll",
            events=["INSERT"],
            when=f"NEW.state <> 'test' AND {ON_THE_ROLL} > 0 "
            f"AND {PASSES_OUT} >= {ON_THE_ROLL}",
            message="there are no more passes than numbers on the roll",
            lock="round_id",
        ),
    ]
