"""A proposal says from how many households on it would show figures."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("maps", "0010_raw_counts_are_deleted_unread")]

    operations = [
        migrations.AddField(
            model_name="releaseproposal",
            name="households",
            # Those that wait are outdated anyway: their fingerprints know no households.
            field=models.PositiveSmallIntegerField(
                default=5, verbose_name="threshold, in households"
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="releaseproposal",
            name="hidden",
            field=models.JSONField(
                default=dict,
                help_text="P-codes by column and level, as the map would show.",
                verbose_name="hatched areas",
            ),
        ),
        migrations.AlterField(
            model_name="releaseproposal",
            name="zones",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="P-codes of each zone, and the columns that it would show.",
                verbose_name="areas shown together",
            ),
        ),
        migrations.AddConstraint(
            model_name="releaseproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("households__gte", 5)),
                name="maps_proposal_households_floor",
            ),
        ),
    ]
