"""Who follows what by mail; what handlers of feedback were told of; answers about an initiative."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0005_groups_of_residents"),
        ("initiatives", "0007_picture_of_an_initiative"),
        ("participation", "0017_forms_and_second_persons"),
    ]

    operations = [
        migrations.CreateModel(
            name="Following",
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
            ],
            options={
                "verbose_name": "following",
                "verbose_name_plural": "followings",
                "default_permissions": (),
            },
        ),
        migrations.RemoveConstraint(
            model_name="feedback",
            name="participation_feedback_codes_known",
        ),
        migrations.AddField(
            model_name="feedback",
            name="told_of",
            field=models.CharField(
                blank=True,
                choices=[
                    ("came", "New feedback"),
                    ("due", "Feedback that is due"),
                    ("escalated", "Escalated feedback"),
                ],
                default="",
                max_length=9,
                verbose_name="handlers were told",
            ),
        ),
        migrations.AddField(
            model_name="publicanswer",
            name="initiative",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="public_answers",
                to="initiatives.initiative",
                verbose_name="initiative",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("channel__in", ["web", "table", "paper", "telephone"]),
                    ("priority__in", ["normal", "urgent"]),
                    ("sensitivity__in", ["normal", "sensitive", "restricted"]),
                    (
                        "state__in",
                        [
                            "received",
                            "acknowledged",
                            "triaged",
                            "in_progress",
                            "escalated",
                            "resolved",
                            "loop_closed",
                            "closed_no_action",
                            "referred",
                        ],
                    ),
                    ("told_of__in", ["", "came", "due", "escalated"]),
                ),
                name="participation_feedback_codes_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="publicanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("initiative__isnull", True),
                    ("community__isnull", False),
                    _connector="OR",
                ),
                name="participation_public_answer_of_initiative_in_place",
            ),
        ),
        migrations.AddField(
            model_name="following",
            name="community",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="followings",
                to="communities.community",
                verbose_name="community",
            ),
        ),
        migrations.AddField(
            model_name="following",
            name="initiative",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="followings",
                to="initiatives.initiative",
                verbose_name="initiative",
            ),
        ),
        migrations.AddField(
            model_name="following",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="followings",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="following",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("community__isnull", True), ("initiative__isnull", False)
                    ),
                    models.Q(
                        ("community__isnull", False), ("initiative__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="participation_following_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="following",
            constraint=models.UniqueConstraint(
                fields=("person", "community"),
                name="participation_community_followed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="following",
            constraint=models.UniqueConstraint(
                fields=("person", "initiative"),
                name="participation_initiative_followed_once",
            ),
        ),
    ]
