"""A round may be shown down to a level only: coarser in space, more often in time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("maps", "0011_thresholds_of_households")]

    operations = [
        migrations.AddField(
            model_name="reportinground",
            name="finest_level",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[
                    (0, "Country"),
                    (1, "Region"),
                    (2, "District"),
                    (3, "Ward"),
                    (4, "Neighbourhood"),
                ],
                help_text="Empty: down to the finest areas that were counted. Between two rounds that show small areas, others may show only larger ones, of which more can be told.",
                null=True,
                verbose_name="shown down to",
            ),
        ),
    ]
