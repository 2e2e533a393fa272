"""What an uploaded file says of sex or age waits with its counts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("maps", "0007_breakdowns_households_revisions")]

    operations = [
        migrations.AddField(
            model_name="stagedcount",
            name="parts",
            field=models.JSONField(
                blank=True, default=dict, verbose_name="persons by sex or age"
            ),
        ),
    ]
