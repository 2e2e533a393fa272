"""The database itself refuses to change or delete a released figure."""

from django.db import migrations

from maps.backends.triggers import ForbidRowChanges


class Migration(migrations.Migration):
    dependencies = [("maps", "0001_areas_returns_releases")]

    operations = [
        ForbidRowChanges(
            table="maps_releasedcell",
            name="maps_released_cell_write_once",
            message="a released figure is never changed or deleted",
        ),
    ]
