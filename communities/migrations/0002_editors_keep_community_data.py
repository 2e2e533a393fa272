"""Let the CMS's groups keep community data.

Editors write communities, profiles and services. Moderators (programme staff) also
remove them and appoint committees. Borders stay with data stewards and administrators.
"""

from django.db import migrations

ALL = ("add", "change", "delete", "view")
KEPT = ("add", "change", "view")

#: Group, app, model, actions.
GRANTS = [
    *[
        ("Editors", "communities", model, KEPT)
        for model in ("community", "communityprofile", "service")
    ],
    *[
        ("Moderators", "communities", model, ALL)
        for model in ("community", "communityprofile", "service")
    ],
    ("Moderators", "communities", "mandate", KEPT),
    *[
        ("Moderators", "maps", model, ("view",))
        for model in ("adminarea", "population", "reportinground")
    ],
]


def _permissions(apps):
    """Yield groups and permissions; permissions are made here if they are not yet."""
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    type_model = apps.get_model("contenttypes", "ContentType")
    for group_name, app_label, model, actions in GRANTS:
        group = group_model.objects.filter(name=group_name).first()
        if group is None:  # a site may have renamed or removed the CMS's first groups
            continue
        content_type, _made = type_model.objects.get_or_create(
            app_label=app_label, model=model
        )
        label = apps.get_model(app_label, model)._meta.verbose_name
        for action in actions:
            permission, _made = permission_model.objects.get_or_create(
                content_type=content_type,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {label}"},
            )
            yield group, permission


def grant(apps, schema_editor):
    for group, permission in _permissions(apps):
        group.permissions.add(permission)


def withdraw(apps, schema_editor):
    for group, permission in _permissions(apps):
        group.permissions.remove(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0001_communities_and_pages"),
        ("maps", "0002_released_cells_write_once"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0002_initial_data"),
    ]
    operations = [migrations.RunPython(grant, withdraw)]
