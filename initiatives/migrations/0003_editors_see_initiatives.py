"""Let editors and moderators look initiatives up in the CMS; nobody edits them there."""

from django.db import migrations

from maps.backends.grants import GrantGroupPermissions


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0002_labels_of_links"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0002_initial_data"),
    ]
    operations = [
        GrantGroupPermissions(
            [
                (group, "initiatives", "initiative", ("view",))
                for group in ("Editors", "Moderators")
            ]
        )
    ]
