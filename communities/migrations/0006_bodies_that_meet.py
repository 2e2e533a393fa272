"""Bodies of a community that meet. Editors keep them, as they keep its services."""

import django.db.models.deletion
from django.db import migrations, models

from maps.backends.grants import GrantGroupPermissions


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0005_groups_of_residents"),
    ]

    operations = [
        migrations.CreateModel(
            name="CommunityBody",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("committee", "Community committee"),
                            ("development", "Village development committee"),
                            ("elders", "Council of elders"),
                            ("women", "Women’s group"),
                            ("youth", "Youth group"),
                            ("returnees", "Returnees’ association"),
                            ("users", "Users’ committee (water, school, clinic)"),
                            ("council", "Local council"),
                            ("other", "Another body"),
                        ],
                        max_length=12,
                        verbose_name="kind of body",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "names",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="names by language"
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Only bodies that meet still can be chosen for a new meeting.",
                        verbose_name="meets still",
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bodies",
                        to="communities.community",
                        verbose_name="community",
                    ),
                ),
            ],
            options={
                "verbose_name": "body",
                "verbose_name_plural": "bodies",
                "ordering": ["community", "kind", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "name"),
                        name="communities_body_named_once",
                        violation_error_message="This community has a body of this name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            (
                                "kind__in",
                                [
                                    "committee",
                                    "development",
                                    "elders",
                                    "women",
                                    "youth",
                                    "returnees",
                                    "users",
                                    "council",
                                    "other",
                                ],
                            ),
                        ),
                        name="communities_body_known",
                    ),
                ],
            },
        ),
        GrantGroupPermissions(
            [
                ("Editors", "communities", "communitybody", ("add", "change", "view")),
                (
                    "Moderators",
                    "communities",
                    "communitybody",
                    ("add", "change", "delete", "view"),
                ),
            ]
        ),
    ]
