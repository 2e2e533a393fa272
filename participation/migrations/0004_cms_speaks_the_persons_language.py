from django.db import migrations


def follow(apps, schema_editor):
    """What `User.save` does from now on, for those who are there already."""
    profiles = apps.get_model("wagtailusers", "UserProfile").objects
    for person in apps.get_model("participation", "User").objects.iterator():
        profiles.update_or_create(
            user=person, defaults={"preferred_language": person.language}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0003_rounds_frozen_by_the_database"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [migrations.RunPython(follow, migrations.RunPython.noop)]
