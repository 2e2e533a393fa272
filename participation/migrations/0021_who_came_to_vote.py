"""Counts by group of those who came to vote: entered once, never changed."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from participation.backends.triggers import RefuseRows


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0005_groups_of_residents"),
        ("participation", "0020_passes_of_a_batch"),
    ]

    operations = [
        migrations.CreateModel(
            name="VoterCount",
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
                    "everybody",
                    models.PositiveIntegerField(
                        null=True, verbose_name="everybody who came"
                    ),
                ),
                (
                    "women",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Women"
                    ),
                ),
                (
                    "men",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Men"
                    ),
                ),
                (
                    "sex_rest",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Other, or not stated"
                    ),
                ),
                (
                    "under_18",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Under 18"
                    ),
                ),
                (
                    "aged_18_29",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="18 to 29"
                    ),
                ),
                (
                    "aged_30_59",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="30 to 59"
                    ),
                ),
                (
                    "aged_60_up",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="60 and over"
                    ),
                ),
                (
                    "age_rest",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Age not stated"
                    ),
                ),
                (
                    "returnees",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Returnees"
                    ),
                ),
                (
                    "neighbours",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Neighbours"
                    ),
                ),
                (
                    "origin_rest",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Not stated"
                    ),
                ),
                (
                    "with_disability",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Persons with disabilities"
                    ),
                ),
                (
                    "disability_rest",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Without, or not stated"
                    ),
                ),
                (
                    "told",
                    models.JSONField(
                        blank=True, default=list, verbose_name="breakdowns counted"
                    ),
                ),
                (
                    "threshold",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="By which it was settled.",
                        null=True,
                        verbose_name="threshold",
                    ),
                ),
                (
                    "came_to",
                    models.CharField(
                        choices=[
                            ("table", "Voting tables, with help or on paper"),
                            ("desk", "Desk where passes are handed out"),
                        ],
                        max_length=8,
                        verbose_name="what people came to",
                    ),
                ),
                ("place", models.CharField(max_length=80, verbose_name="place")),
                ("day", models.DateField(verbose_name="day")),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communities.community",
                        verbose_name="community",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voter_counts",
                        to="participation.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "count of voters",
                "verbose_name_plural": "counts of voters",
                "ordering": ["round", "day", "came_to", "place"],
                "abstract": False,
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("everybody__isnull", True),
                            ("women__isnull", True),
                            ("men__isnull", True),
                            ("sex_rest__isnull", True),
                            (
                                "everybody",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("women"), "+", models.F("men")
                                    ),
                                    "+",
                                    models.F("sex_rest"),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="participation_votercount_sex_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("everybody__isnull", True),
                            ("under_18__isnull", True),
                            ("aged_18_29__isnull", True),
                            ("aged_30_59__isnull", True),
                            ("aged_60_up__isnull", True),
                            ("age_rest__isnull", True),
                            (
                                "everybody",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("under_18"),
                                                "+",
                                                models.F("aged_18_29"),
                                            ),
                                            "+",
                                            models.F("aged_30_59"),
                                        ),
                                        "+",
                                        models.F("aged_60_up"),
                                    ),
                                    "+",
                                    models.F("age_rest"),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="participation_votercount_age_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("everybody__isnull", True),
                            ("returnees__isnull", True),
                            ("neighbours__isnull", True),
                            ("origin_rest__isnull", True),
                            (
                                "everybody",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("returnees"),
                                        "+",
                                        models.F("neighbours"),
                                    ),
                                    "+",
                                    models.F("origin_rest"),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="participation_votercount_origin_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("everybody__isnull", True),
                            ("with_disability__isnull", True),
                            ("disability_rest__isnull", True),
                            (
                                "everybody",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("with_disability"),
                                    "+",
                                    models.F("disability_rest"),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="participation_votercount_disability_adds_up",
                    ),
                    models.UniqueConstraint(
                        fields=("round", "community", "came_to", "place", "day"),
                        name="participation_voters_counted_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("came_to__in", ["table", "desk"]),
                            models.Q(("place", ""), _negated=True),
                        ),
                        name="participation_voters_counted_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("everybody__gte", models.F("threshold")),
                            ("everybody__isnull", False),
                            ("threshold__isnull", False),
                        ),
                        name="participation_voters_counted_above_threshold",
                    ),
                ],
            },
        ),
        RefuseRows(
            table="participation_votercount",
            name="participation_voters_counted_stay",
            events=["UPDATE"],
            when="1 = 1",
            message="counts of voters never change",
        ),
        RefuseRows(
            table="participation_votercount",
            name="participation_voters_counted_are_kept",
            events=["DELETE"],
            when="1 = 1",
            message="counts of voters are kept",
        ),
    ]
