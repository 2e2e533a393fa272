"""Areas shown together: stored with a release, written once; offered in a proposal."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from maps.backends.triggers import ForbidRowChanges


class Migration(migrations.Migration):
    dependencies = [
        ("maps", "0008_staged_parts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReleasedZone",
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
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Country"),
                            (1, "Region"),
                            (2, "District"),
                            (3, "Ward"),
                            (4, "Neighbourhood"),
                        ],
                        verbose_name="level",
                    ),
                ),
            ],
            options={
                "verbose_name": "areas shown together",
                "verbose_name_plural": "areas shown together",
                "ordering": ["release", "number"],
            },
        ),
        migrations.CreateModel(
            name="ReleasedZoneFigure",
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
                    "group",
                    models.CharField(
                        choices=[
                            ("RET", "Returned refugees"),
                            ("RDP", "Returned internally displaced people"),
                            ("RRI", "Returnees, not distinguished"),
                            ("MIG", "Returned migrants"),
                        ],
                        max_length=3,
                        verbose_name="population group",
                    ),
                ),
                (
                    "breakdown",
                    models.CharField(
                        choices=[
                            ("all", "Everybody"),
                            ("f", "Women and girls"),
                            ("m", "Men and boys"),
                            ("o", "Another sex"),
                            ("0-4", "0 to 4 years"),
                            ("5-11", "5 to 11 years"),
                            ("12-17", "12 to 17 years"),
                            ("0-17", "0 to 17 years"),
                            ("18-59", "18 to 59 years"),
                            ("18+", "18 years and older"),
                            ("60+", "60 years and older"),
                            ("u", "Not stated"),
                        ],
                        default="all",
                        max_length=5,
                        verbose_name="sex or age",
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("individuals", "Persons"),
                            ("households", "Households"),
                        ],
                        default="individuals",
                        max_length=12,
                        verbose_name="measure",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("published", "Published"),
                            ("hidden", "Not shown, to protect people"),
                        ],
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "value",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="value"
                    ),
                ),
            ],
            options={
                "verbose_name": "figure of areas shown together",
                "verbose_name_plural": "figures of areas shown together",
                "ordering": ["zone", "group"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="releaseproposal",
            name="maps_proposal_threshold_worked_out_once",
        ),
        migrations.AddField(
            model_name="releaseproposal",
            name="price",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="What would be hidden by level if each area were alone.",
                verbose_name="price of areas shown together",
            ),
        ),
        migrations.AddField(
            model_name="releaseproposal",
            name="zone_level",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[
                    (0, "Country"),
                    (1, "Region"),
                    (2, "District"),
                    (3, "Ward"),
                    (4, "Neighbourhood"),
                ],
                help_text="Empty where every area is shown alone, or not at all.",
                null=True,
                verbose_name="level of areas shown together",
            ),
        ),
        migrations.AddField(
            model_name="releaseproposal",
            name="zones",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="P-codes of each zone, and the groups that it would show.",
                verbose_name="areas shown together",
            ),
        ),
        migrations.AlterField(
            model_name="releaseproposal",
            name="refusal",
            field=models.CharField(
                blank=True,
                choices=[
                    ("threshold", "The threshold is too low"),
                    ("no_counts", "There are no counts"),
                    ("borders", "The counts belong to borders of another date"),
                    ("another_stock", "This day has been published already"),
                    ("changed", "The counts differ from what is public"),
                    ("unprotectable", "Earlier versions give figures away"),
                    ("attacked", "The attacker worked figures out"),
                    ("no_zones", "Showing areas together gains nothing"),
                ],
                max_length=13,
                verbose_name="why it cannot be published",
            ),
        ),
        migrations.AddConstraint(
            model_name="releaseproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["planning", "drafted", "blocked"]),
                    ("zone_level__isnull", True),
                ),
                fields=("round", "threshold"),
                name="maps_proposal_threshold_worked_out_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="releaseproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["planning", "drafted", "blocked"])),
                fields=("round", "threshold", "zone_level"),
                name="maps_proposal_zones_worked_out_once",
            ),
        ),
        migrations.AddField(
            model_name="releasedzone",
            name="areas",
            field=models.ManyToManyField(
                related_name="released_zones", to="maps.adminarea", verbose_name="areas"
            ),
        ),
        migrations.AddField(
            model_name="releasedzone",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="zones",
                to="maps.release",
            ),
        ),
        migrations.AddField(
            model_name="releasedzonefigure",
            name="zone",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="figures",
                to="maps.releasedzone",
            ),
        ),
        migrations.AddConstraint(
            model_name="releasedzone",
            constraint=models.UniqueConstraint(
                fields=("release", "number"), name="maps_released_zone_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="releasedzonefigure",
            constraint=models.UniqueConstraint(
                fields=("zone", "group", "breakdown", "measure"),
                name="maps_released_zone_figure_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="releasedzonefigure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "published"), ("value__isnull", False)),
                    models.Q(("status", "hidden"), ("value__isnull", True)),
                    _connector="OR",
                ),
                name="maps_released_zone_figure_hidden_has_no_value",
            ),
        ),
        *(
            ForbidRowChanges(
                table=f"maps_releasedzone{part}",
                name=f"maps_released_zone{part}_write_once",
                message="areas shown together are never changed or deleted",
            )
            for part in ("", "_areas", "figure")
        ),
    ]
