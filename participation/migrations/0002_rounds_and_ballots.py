"""Rounds, options, passes, ballots, results and their adoption."""

import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0001_communities_and_pages"),
        ("initiatives", "0001_initiatives_and_updates"),
        ("participation", "0001_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="Round",
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
                    "slug",
                    models.SlugField(
                        max_length=80, unique=True, verbose_name="address"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "titles",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="by language"
                    ),
                ),
                (
                    "budget",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="budget",
                    ),
                ),
                (
                    "ballot_type",
                    models.CharField(
                        choices=[
                            ("approval", "Mark every proposal you support"),
                            ("knapsack", "Mark what you support, within the budget"),
                        ],
                        default="knapsack",
                        max_length=10,
                        verbose_name="ballot",
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("equal-shares", "Equal shares"),
                            ("greedy", "Most votes first"),
                        ],
                        default="equal-shares",
                        max_length=14,
                        verbose_name="rule",
                    ),
                ),
                (
                    "completion",
                    models.CharField(
                        choices=[
                            ("add1", "Raise every share step by step"),
                            (
                                "add1-exhaustive",
                                "Raise every share until nothing more fits",
                            ),
                            ("none", "Leave the rest unspent"),
                        ],
                        default="add1",
                        max_length=16,
                        verbose_name="what happens with the rest",
                    ),
                ),
                ("opens_at", models.DateTimeField(verbose_name="opens")),
                ("closes_at", models.DateTimeField(verbose_name="closes")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "In preparation"),
                            ("open", "Open"),
                            ("sealing", "Being sealed"),
                            ("closed", "Closed and counted"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "cancel_reason",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="why cancelled"
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="communities.community",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "voting round",
                "verbose_name_plural": "voting rounds",
                "ordering": ["-closes_at"],
            },
        ),
        migrations.CreateModel(
            name="PassBatch",
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
                    "label",
                    models.CharField(
                        help_text="For example: table 2, east side.",
                        max_length=120,
                        verbose_name="for whom",
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="number of passes")),
                ("issued_at", models.DateTimeField(verbose_name="issued at")),
                (
                    "issued_by",
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
                        related_name="batches",
                        to="participation.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "batch of passes",
                "verbose_name_plural": "batches of passes",
                "ordering": ["round", "-issued_at"],
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("choices", models.JSONField(verbose_name="numbers chosen")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("web", "On a phone or computer"),
                            ("table", "At a table, with help"),
                            ("paper", "On paper"),
                        ],
                        max_length=6,
                        verbose_name="way",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="participation.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "ballot",
                "verbose_name_plural": "ballots",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Adoption",
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
                ("chosen", models.JSONField(verbose_name="numbers adopted")),
                ("departs", models.BooleanField(verbose_name="differs from the vote")),
                (
                    "reason",
                    models.TextField(
                        blank=True, max_length=1500, verbose_name="why it differs"
                    ),
                ),
                ("adopted_at", models.DateTimeField(verbose_name="adopted at")),
                (
                    "adopted_by",
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
                        related_name="adoption",
                        to="participation.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "adoption",
                "verbose_name_plural": "adoptions",
            },
        ),
        migrations.CreateModel(
            name="RoundOption",
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
                        verbose_name="number on the ballot"
                    ),
                ),
                ("cost", models.PositiveIntegerField(verbose_name="price")),
                (
                    "lot",
                    models.PositiveSmallIntegerField(
                        help_text="Drawn and shown before voting opens; decides what is still tied.",
                        verbose_name="lot",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="round_options",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="options",
                        to="participation.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "option",
                "verbose_name_plural": "options",
                "ordering": ["round", "number"],
            },
        ),
        migrations.CreateModel(
            name="RoundResult",
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
                ("sealed_at", models.DateTimeField(verbose_name="sealed at")),
                (
                    "ballot_count",
                    models.PositiveIntegerField(verbose_name="ballots counted"),
                ),
                (
                    "pass_count",
                    models.PositiveIntegerField(verbose_name="passes issued"),
                ),
                ("ways", models.JSONField(default=dict, verbose_name="ballots by way")),
                (
                    "outcome",
                    models.JSONField(
                        default=dict,
                        help_text="Winners in order, cost, ties, parameters, explanations.",
                        verbose_name="outcome",
                    ),
                ),
                ("pb_file", models.TextField(verbose_name="sealed ballots (.pb)")),
                (
                    "digest",
                    models.CharField(
                        max_length=64, verbose_name="SHA-256 of the sealed ballots"
                    ),
                ),
                (
                    "receipts",
                    models.JSONField(
                        default=list,
                        help_text="Digests of the ballots' identifiers, sorted; without choices.",
                        verbose_name="receipts",
                    ),
                ),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="result",
                        to="participation.round",
                    ),
                ),
                (
                    "sealed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "result",
                "verbose_name_plural": "results",
            },
        ),
        migrations.CreateModel(
            name="VotingPass",
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
                ("serial", models.CharField(max_length=8, verbose_name="serial")),
                (
                    "secret_hash",
                    models.CharField(max_length=160, verbose_name="hash of the secret"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("printed", "Printed"),
                            ("used", "Used"),
                            ("void", "Void"),
                        ],
                        default="printed",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passes",
                        to="participation.passbatch",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacement",
                        to="participation.votingpass",
                        verbose_name="stands for the lost pass",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passes",
                        to="participation.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "pass",
                "verbose_name_plural": "passes",
                "ordering": ["round", "serial"],
            },
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                name="participation_round_closes_after_opening",
                violation_error_message="The round closes before it opens.",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("budget__gt", 0)),
                name="participation_round_has_budget",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "cancelled"), _negated=True),
                    models.Q(("cancel_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="participation_cancelled_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "open", "sealing", "closed", "cancelled"])
                ),
                name="participation_round_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="passbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__gt", 0), ("size__lte", 5000)),
                name="participation_batch_size_sane",
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["web", "table", "paper"])),
                name="participation_ballot_way_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="adoption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("departs", False),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="participation_departure_has_reason",
                violation_error_message="Say why the decision differs from the vote; it is published.",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundoption",
            constraint=models.UniqueConstraint(
                fields=("round", "initiative"), name="participation_option_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="roundoption",
            constraint=models.UniqueConstraint(
                fields=("round", "number"), name="participation_option_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="roundoption",
            constraint=models.UniqueConstraint(
                fields=("round", "lot"), name="participation_option_lot_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="roundoption",
            constraint=models.CheckConstraint(
                condition=models.Q(("cost__gt", 0)),
                name="participation_option_has_price",
            ),
        ),
        migrations.AddConstraint(
            model_name="votingpass",
            constraint=models.UniqueConstraint(
                fields=("round", "serial"), name="participation_pass_serial_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="votingpass",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["printed", "used", "void"])),
                name="participation_pass_state_known",
            ),
        ),
    ]
