"""Feedback and complaints, help contacts, and what is published of them."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from maps.backends.grants import GrantGroupPermissions
from maps.backends.triggers import ForbidRowChanges

KEPT = ("add", "change", "view")


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0003_labels_of_links"),
        ("initiatives", "0005_corrections_of_the_map"),
        ("maps", "0010_raw_counts_are_deleted_unread"),
        ("participation", "0013_assisted_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Feedback",
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
                    "serial",
                    models.CharField(max_length=8, unique=True, verbose_name="serial"),
                ),
                (
                    "secret_hash",
                    models.CharField(max_length=160, verbose_name="hash of the secret"),
                ),
                (
                    "form_mark",
                    models.CharField(
                        max_length=64, unique=True, verbose_name="mark of the form"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "On this site"),
                            ("table", "At a table, with help"),
                            ("paper", "On paper"),
                            ("telephone", "By telephone"),
                        ],
                        max_length=9,
                        verbose_name="way",
                    ),
                ),
                (
                    "received_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="received"
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("question", "A question"),
                            ("suggestion", "A suggestion"),
                            ("thanks", "Thanks"),
                            ("quality", "Something was not done well"),
                            ("selection", "Somebody was left out, or chosen unfairly"),
                            ("delay", "Something is late"),
                            ("conduct", "How somebody who works here behaved"),
                            (
                                "fraud",
                                "Money or goods were misused, or a bribe was asked for",
                            ),
                            ("data", "What is known or shown about people"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                        verbose_name="about",
                    ),
                ),
                (
                    "sensitivity",
                    models.CharField(
                        choices=[
                            ("normal", "Ordinary"),
                            ("sensitive", "On a route of its own"),
                            ("restricted", "Administrators only"),
                        ],
                        default="normal",
                        max_length=10,
                        verbose_name="who may read it",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("fr", "Français"),
                            ("es", "Español"),
                            ("ar", "العربية"),
                        ],
                        max_length=5,
                        verbose_name="language of the text",
                    ),
                ),
                ("text_sealed", models.BinaryField(verbose_name="text")),
                (
                    "contact_sealed",
                    models.BinaryField(blank=True, default=b"", verbose_name="contact"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("acknowledged", "Acknowledged"),
                            ("triaged", "Sorted"),
                            ("in_progress", "In progress"),
                            ("escalated", "Escalated"),
                            ("resolved", "Answered"),
                            ("loop_closed", "Loop closed"),
                            ("closed_no_action", "Closed without action"),
                            ("referred", "Referred outside"),
                        ],
                        default="received",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                (
                    "priority",
                    models.CharField(
                        choices=[("normal", "Normal"), ("urgent", "Urgent")],
                        default="normal",
                        max_length=6,
                        verbose_name="priority",
                    ),
                ),
                (
                    "acknowledge_by",
                    models.DateField(verbose_name="to be acknowledged by"),
                ),
                ("answer_by", models.DateField(verbose_name="to be answered by")),
                (
                    "acknowledged_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="acknowledged"
                    ),
                ),
                (
                    "answered_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="first answered"
                    ),
                ),
                (
                    "was_in_time",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="answered in time"
                    ),
                ),
                (
                    "state_since",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        verbose_name="in this state since",
                    ),
                ),
                (
                    "closing_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not closed so"),
                            (
                                "duplicate",
                                "The same was said before, and is being answered",
                            ),
                            ("not_ours", "It is not about this programme"),
                            (
                                "unclear",
                                "It cannot be understood, and nobody can be asked",
                            ),
                            ("withdrawn", "The person took it back"),
                            (
                                "unfounded",
                                "It was looked into, and there is nothing to put right",
                            ),
                        ],
                        default="",
                        max_length=9,
                        verbose_name="why nothing is done",
                    ),
                ),
                (
                    "erased_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="texts erased"
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="feedback_in_hand",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="in whose hands",
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="feedback",
                        to="communities.community",
                        verbose_name="community",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="feedback",
                        to="initiatives.initiative",
                        verbose_name="initiative",
                    ),
                ),
            ],
            options={
                "verbose_name": "feedback",
                "verbose_name_plural": "feedback",
                "ordering": ["received_on", "pk"],
                "permissions": [
                    (
                        "answer_serious_feedback",
                        "Can answer complaints about conduct and fraud",
                    )
                ],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="FeedbackMessage",
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
                    "voice",
                    models.CharField(
                        choices=[
                            ("person", "The person"),
                            ("answer", "Answer to the person"),
                            ("note", "Note for colleagues"),
                        ],
                        max_length=6,
                        verbose_name="whose words",
                    ),
                ),
                ("words_sealed", models.BinaryField(verbose_name="words")),
                (
                    "on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="when"
                    ),
                ),
                (
                    "form_mark",
                    models.CharField(
                        blank=True,
                        max_length=64,
                        null=True,
                        unique=True,
                        verbose_name="mark of the form",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "feedback",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="participation.feedback",
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["feedback", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="FeedbackQuarter",
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
                    "quarter",
                    models.DateField(
                        unique=True, verbose_name="first day of the quarter"
                    ),
                ),
                ("shown", models.JSONField(verbose_name="what is shown")),
            ],
            options={
                "verbose_name": "figures of a quarter",
                "verbose_name_plural": "figures of quarters",
                "ordering": ["-quarter"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quarter__day", 1), ("quarter__month__in", [1, 4, 7, 10])
                        ),
                        name="participation_quarter_begins_on_its_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpContact",
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
                    "name",
                    models.CharField(
                        max_length=160, verbose_name="name of the service"
                    ),
                ),
                (
                    "names",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="names by language"
                    ),
                ),
                (
                    "telephone",
                    models.CharField(max_length=60, verbose_name="telephone"),
                ),
                (
                    "hours",
                    models.CharField(blank=True, max_length=120, verbose_name="hours"),
                ),
                (
                    "hours_in",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="hours by language"
                    ),
                ),
                (
                    "languages",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="languages spoken"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="order"),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="help_contacts",
                        to="maps.adminarea",
                        verbose_name="area",
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="help_contacts",
                        to="communities.community",
                        verbose_name="community",
                    ),
                ),
            ],
            options={
                "verbose_name": "help contact",
                "verbose_name_plural": "help contacts",
                "ordering": ["position", "name"],
            },
        ),
        migrations.CreateModel(
            name="OutsideCount",
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
                ("month", models.DateField(unique=True, verbose_name="month")),
                (
                    "shown",
                    models.PositiveIntegerField(default=0, verbose_name="times shown"),
                ),
            ],
            options={
                "verbose_name": "count of what is not handled here",
                "verbose_name_plural": "counts of what is not handled here",
                "ordering": ["-month"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)),
                        name="participation_outside_count_of_a_month",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicAnswer",
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
                ("said", models.TextField(max_length=400, verbose_name="you said")),
                (
                    "said_in",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="by language"
                    ),
                ),
                ("did", models.TextField(max_length=600, verbose_name="we did")),
                (
                    "did_in",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="by language"
                    ),
                ),
                (
                    "published_on",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        verbose_name="published",
                    ),
                ),
                (
                    "withdrawn_on",
                    models.DateField(blank=True, null=True, verbose_name="withdrawn"),
                ),
                (
                    "community",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="public_answers",
                        to="communities.community",
                        verbose_name="community",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "published answer",
                "verbose_name_plural": "published answers",
                "ordering": ["-published_on", "-pk"],
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        (
                            "received",
                            "acknowledged",
                            "triaged",
                            "in_progress",
                            "escalated",
                        ),
                    )
                ),
                fields=["answer_by"],
                name="participation_feedback_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "category__in",
                        [
                            "question",
                            "suggestion",
                            "thanks",
                            "quality",
                            "selection",
                            "delay",
                            "conduct",
                            "fraud",
                            "data",
                            "other",
                        ],
                    )
                ),
                name="participation_feedback_of_a_kind_handled_here",
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
                ),
                name="participation_feedback_codes_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("category__in", ["conduct", "fraud", "data"]),
                    ("sensitivity", "normal"),
                    _negated=True,
                ),
                name="participation_feedback_serious_on_own_route",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "closed_no_action"),
                        models.Q(("closing_reason", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "closed_no_action"), _negated=True),
                        ("closing_reason", ""),
                    ),
                    _connector="OR",
                ),
                name="participation_feedback_no_action_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("contact_sealed", b""),
                        ("erased_on__isnull", False),
                        ("text_sealed", b""),
                        ("state__in", ("loop_closed", "closed_no_action", "referred")),
                    ),
                    models.Q(
                        ("erased_on__isnull", True),
                        models.Q(("text_sealed", b""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="participation_feedback_has_text_or_was_erased",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "referred"), _negated=True),
                    models.Q(
                        ("assignee__isnull", True),
                        ("category", "other"),
                        ("community__isnull", True),
                        ("erased_on__isnull", False),
                        ("initiative__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="participation_feedback_referred_keeps_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("acknowledge_by__gte", models.F("received_on")),
                    ("answer_by__gte", models.F("acknowledge_by")),
                ),
                name="participation_feedback_due_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbackmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(("words_sealed", b""), _negated=True),
                name="participation_message_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbackmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("by__isnull", True), ("voice", "person")),
                    models.Q(("by__isnull", False), ("voice__in", ["answer", "note"])),
                    _connector="OR",
                ),
                name="participation_message_has_its_voice",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True),
                    models.Q(("telephone", ""), _negated=True),
                ),
                name="participation_help_contact_can_be_reached",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("community__isnull", True), ("area__isnull", True), _connector="OR"
                ),
                name="participation_help_contact_one_place",
                violation_error_message="Choose a community or an area, not both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="publicanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("said", ""), _negated=True),
                    models.Q(("did", ""), _negated=True),
                ),
                name="participation_public_answer_says_both",
            ),
        ),
        ForbidRowChanges(
            table="participation_feedbackquarter",
            name="participation_quarter_once",
            message="figures of a quarter are worked out once",
        ),
        GrantGroupPermissions(
            [
                ("Editors", "participation", "helpcontact", KEPT),
                ("Moderators", "participation", "helpcontact", (*KEPT, "delete")),
            ]
        ),
    ]
