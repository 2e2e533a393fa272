"""Parts by sex or age, households as a measure, corrected stocks beside earlier ones."""

from django.db import migrations, models

from maps.backends.triggers import AllowRowChanges, ForbidRowChanges

WRITE_ONCE = {
    "table": "maps_releasedcell",
    "name": "maps_released_cell_write_once",
    "message": "a released figure is never changed or deleted",
}


class Migration(migrations.Migration):
    dependencies = [
        ("maps", "0006_uploaded_files_until_they_are_stored"),
    ]

    operations = [
        AllowRowChanges(**WRITE_ONCE),
        migrations.RemoveConstraint(
            model_name="releasedcell",
            name="maps_released_cell_once",
        ),
        migrations.RemoveConstraint(
            model_name="returncount",
            name="maps_return_count_once",
        ),
        migrations.AddField(
            model_name="release",
            name="revision",
            field=models.PositiveSmallIntegerField(
                default=1,
                help_text="Which loading of the round's counts this release shows.",
                verbose_name="revision of the counts",
            ),
        ),
        migrations.AddField(
            model_name="releasedcell",
            name="breakdown",
            field=models.CharField(
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
        migrations.AddField(
            model_name="returncount",
            name="breakdown",
            field=models.CharField(
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
        migrations.AddField(
            model_name="returncount",
            name="revision",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="revision"),
        ),
        migrations.AlterField(
            model_name="releasedcell",
            name="measure",
            field=models.CharField(
                choices=[("individuals", "Persons"), ("households", "Households")],
                default="individuals",
                max_length=12,
                verbose_name="measure",
            ),
        ),
        migrations.AddConstraint(
            model_name="releasedcell",
            constraint=models.UniqueConstraint(
                fields=("release", "area", "group", "breakdown", "measure"),
                name="maps_released_cell_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="returncount",
            constraint=models.UniqueConstraint(
                fields=("round", "revision", "area", "group", "breakdown"),
                name="maps_return_count_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="returncount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "breakdown__in",
                        [
                            "all",
                            "f",
                            "m",
                            "o",
                            "0-4",
                            "5-11",
                            "12-17",
                            "0-17",
                            "18-59",
                            "18+",
                            "60+",
                            "u",
                        ],
                    )
                ),
                name="maps_return_count_breakdown_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="returncount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("breakdown", "all"), ("households__isnull", True), _connector="OR"
                ),
                name="maps_return_count_households_of_all",
            ),
        ),
        migrations.AddConstraint(
            model_name="returncount",
            constraint=models.CheckConstraint(
                condition=models.Q(("revision__gte", 1)),
                name="maps_return_count_revision_from_one",
            ),
        ),
        ForbidRowChanges(**WRITE_ONCE),
    ]
