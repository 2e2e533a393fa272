"""Let the CMS's groups keep community data.

Editors write communities, profiles and services. Moderators (programme staff) also
remove them and appoint committees. Borders stay with data stewards and administrators.
"""

from django.db import migrations

from maps.backends.grants import GrantGroupPermissions

ALL = ("add", "change", "delete", "view")
KEPT = ("add", "change", "view")
FACTS = ("community", "communityprofile", "service")
BORDERS = ("adminarea", "population", "reportinground")


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0001_communities_and_pages"),
        ("maps", "0002_released_cells_write_once"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0002_initial_data"),
    ]
    operations = [
        GrantGroupPermissions(
            [
                *[("Editors", "communities", model, KEPT) for model in FACTS],
                *[("Moderators", "communities", model, ALL) for model in FACTS],
                ("Moderators", "communities", "mandate", KEPT),
                *[("Moderators", "maps", model, ("view",)) for model in BORDERS],
            ]
        )
    ]
