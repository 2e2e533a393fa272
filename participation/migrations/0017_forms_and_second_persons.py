"""Who set an account up, who published and confirmed minutes, and a table's unlocking.

What is known of it is in the audit log of the CMS, and is taken over from there.
"""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from participation.backends.triggers import RefuseRows


def take_over(apps: Any, schema_editor: Any) -> None:
    """Fill in from the log who made which account, and who published which minutes."""
    entries = apps.get_model("wagtailcore", "ModelLogEntry").objects
    people = apps.get_model("participation", "User").objects
    there = set(people.values_list("pk", flat=True))
    made = entries.filter(
        content_type__app_label="participation",
        content_type__model="user",
        action="wagtail.create",
        user__in=there,
    )
    for key, maker in made.values_list("object_id", "user_id").order_by("pk"):
        if int(key) in there and int(key) != maker:
            people.get(pk=key).set_up_by.add(maker)
    meetings = apps.get_model("participation", "Meeting").objects
    published = entries.filter(
        content_type__app_label="participation",
        content_type__model="meeting",
        action="participation.publish_minutes",
        user__in=there,
    )
    for key, person in published.values_list("object_id", "user_id").order_by("pk"):
        meetings.filter(pk=key, state="published").update(published_by=person)


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("participation", "0016_paper_corrected_tables_given_up_by_two"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="minutes published by",
            ),
        ),
        migrations.AddField(
            model_name="tablesession",
            name="unlocked",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="set_up_by",
            field=models.ManyToManyField(
                blank=True,
                editable=False,
                related_name="has_set_up",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="MinutesConfirmation",
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
                    "confirmed_as",
                    models.CharField(
                        choices=[
                            ("committee", "Community committee"),
                            ("staff", "Programme staff"),
                            ("authority", "Local authority"),
                            ("implementer", "Implementing partner"),
                        ],
                        max_length=12,
                        verbose_name="confirmed as",
                    ),
                ),
                (
                    "confirmed_on",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        verbose_name="confirmed on",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="confirmation",
                        to="participation.meeting",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="minutes published by",
                    ),
                ),
            ],
            options={
                "verbose_name": "confirmation of minutes",
                "verbose_name_plural": "confirmations of minutes",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by", models.F("published_by")), _negated=True
                        ),
                        name="participation_minutes_by_two_persons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "confirmed_as__in",
                                ["committee", "staff", "authority", "implementer"],
                            )
                        ),
                        name="participation_minutes_confirmed_in_a_role",
                    ),
                ],
            },
        ),
        RefuseRows(
            table="participation_minutesconfirmation",
            name="participation_confirmed_minutes_are_public",
            events=["INSERT", "UPDATE"],
            when=(
                "NOT EXISTS (SELECT 1 FROM participation_meeting m "
                "WHERE m.id = NEW.meeting_id AND m.state = 'published')"
            ),
            message="only published minutes are confirmed",
        ),
        RefuseRows(
            table="participation_meeting",
            name="participation_withdrawn_minutes_are_not_confirmed",
            events=["UPDATE"],
            when=(
                "OLD.state = 'published' AND NEW.state <> 'published' AND EXISTS "
                "(SELECT 1 FROM participation_minutesconfirmation c "
                "WHERE c.meeting_id = OLD.id)"
            ),
            message="minutes that are taken back are confirmed no more",
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
