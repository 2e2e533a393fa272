"""Tables for assisted voting: opened in an open round, kept, and closed for good."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from participation.backends.triggers import RefuseRows

TABLE = "participation_tablesession"
NEW_STATE = "(SELECT r.state FROM participation_round r WHERE r.id = NEW.round_id)"
OPEN_TABLE = (
    "EXISTS (SELECT 1 FROM participation_tablesession t "
    "WHERE t.round_id = NEW.id AND t.closed_at IS NULL)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0012_paper_ballots"),
    ]

    operations = [
        migrations.CreateModel(
            name="TableSession",
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
                ("key", models.CharField(max_length=12, unique=True)),
                (
                    "place",
                    models.CharField(
                        max_length=80,
                        verbose_name="place",
                    ),
                ),
                ("pin_hash", models.CharField(max_length=160)),
                ("public_key", models.CharField(max_length=100)),
                ("private_key", models.CharField(blank=True, max_length=400)),
                ("device", models.CharField(blank=True, max_length=64)),
                ("opened_at", models.DateTimeField()),
                (
                    "served",
                    models.PositiveIntegerField(default=0),
                ),
                (
                    "late",
                    models.PositiveIntegerField(default=0),
                ),
                (
                    "refused",
                    models.PositiveIntegerField(default=0),
                ),
                ("refused_marks", models.JSONField(blank=True, default=list)),
                (
                    "voters",
                    models.PositiveIntegerField(blank=True, null=True),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True),
                ),
                (
                    "lost_because",
                    models.CharField(
                        blank=True,
                        max_length=300,
                    ),
                ),
                (
                    "admitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tables",
                        to="participation.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "table",
                "verbose_name_plural": "tables",
                "ordering": ["round", "-opened_at", "pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", True),
                                models.Q(("private_key", ""), _negated=True),
                            ),
                            models.Q(("closed_at__isnull", False), ("private_key", "")),
                            _connector="OR",
                        ),
                        name="participation_table_key_while_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("late__lte", models.F("served"))),
                        name="participation_table_late_are_served",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("late", 0),
                            models.Q(
                                ("served__lte", models.F("voters")),
                                ("voters__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="participation_table_late_within_tally",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("admitted_by__isnull", True), ("voters__isnull", True)
                            ),
                            models.Q(
                                ("admitted_by__isnull", False),
                                ("voters__isnull", False),
                                models.Q(
                                    ("admitted_by", models.F("opened_by")),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="participation_table_tally_by_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lost_because", ""),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="participation_table_given_up_by_somebody",
                    ),
                ],
            },
        ),
        RefuseRows(
            table=TABLE,
            name="participation_table_while_open",
            events=["INSERT"],
            when=f"{NEW_STATE} <> 'open'",
            message="a table is opened while its round is open",
            lock="round_id",
        ),
        RefuseRows(
            table=TABLE,
            name="participation_table_stays_closed",
            events=["UPDATE"],
            when="OLD.closed_at IS NOT NULL OR NEW.round_id <> OLD.round_id "
            "OR NEW.key <> OLD.key OR NEW.public_key <> OLD.public_key "
            "OR (OLD.device <> '' AND NEW.device <> OLD.device)",
            message="a table keeps its round, keys and device, and is closed once",
        ),
        RefuseRows(
            table=TABLE,
            name="participation_table_kept",
            events=["DELETE"],
            when="TRUE",
            message="the log of tables is kept",
        ),
        RefuseRows(
            table="participation_round",
            name="participation_round_sealed_without_tables",
            events=["UPDATE"],
            when=f"NEW.state = 'sealing' AND OLD.state <> 'sealing' AND {OPEN_TABLE}",
            message="a round is not sealed while a table is open",
        ),
    ]
