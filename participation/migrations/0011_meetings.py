"""Meetings with minutes, decisions, action points, pictures and counts of who came.

The database keeps two promises of its own: settled counts never change (two versions
would tell what each of them hides), and no minutes are published with counts that are
not settled.
"""

import uuid

import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import participation.models.meetings
from participation.backends.triggers import RefuseRows


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0003_labels_of_links"),
        ("initiatives", "0005_corrections_of_the_map"),
        ("maps", "0010_raw_counts_are_deleted_unread"),
        ("participation", "0010_questions_and_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
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
                    "reference",
                    models.CharField(
                        default=participation.models.meetings.new_meeting_reference,
                        max_length=12,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("community", "Community meeting"),
                            ("focus", "Focus group"),
                            ("committee", "Committee meeting"),
                            ("coordination", "Coordination meeting"),
                            ("launch", "Launch or celebration"),
                            (
                                "young",
                                "Session with children or young people, held by a facilitator",
                            ),
                            ("other", "Another meeting"),
                        ],
                        default="community",
                        max_length=12,
                        verbose_name="kind of meeting",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "held_by",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="held by"
                    ),
                ),
                ("place", models.CharField(max_length=200, verbose_name="place")),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("fr", "Français"),
                            ("es", "Español"),
                            ("ar", "العربية"),
                        ],
                        default="en",
                        max_length=5,
                        verbose_name="language of the text",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("called", "Called"),
                            ("held", "Held, minutes being written"),
                            ("handed-in", "Minutes with programme staff"),
                            ("published", "Minutes published"),
                            ("called-off", "Called off"),
                        ],
                        default="called",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "off_reason",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="why called off"
                    ),
                ),
                (
                    "minutes",
                    models.TextField(
                        blank=True, max_length=6000, verbose_name="minutes"
                    ),
                ),
                (
                    "minutes_language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("fr", "Français"),
                            ("es", "Español"),
                            ("ar", "العربية"),
                        ],
                        default="en",
                        max_length=5,
                        verbose_name="language of the minutes",
                    ),
                ),
                (
                    "sent_back_why",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="what should change"
                    ),
                ),
                (
                    "handed_in_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="handed in"
                    ),
                ),
                (
                    "published_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="minutes published"
                    ),
                ),
                (
                    "revision",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="revision"
                    ),
                ),
                (
                    "announced_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        verbose_name="announcement last changed",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="maps.adminarea",
                        verbose_name="area",
                    ),
                ),
                (
                    "called_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="communities.community",
                        verbose_name="community",
                    ),
                ),
                (
                    "initiatives",
                    models.ManyToManyField(
                        blank=True,
                        related_name="meetings",
                        to="initiatives.initiative",
                        verbose_name="initiatives",
                    ),
                ),
                (
                    "milestones",
                    models.ManyToManyField(
                        blank=True,
                        related_name="meetings",
                        to="initiatives.milestone",
                        verbose_name="milestones",
                    ),
                ),
                (
                    "rounds",
                    models.ManyToManyField(
                        blank=True,
                        related_name="meetings",
                        to="participation.round",
                        verbose_name="voting rounds",
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting",
                "verbose_name_plural": "meetings",
                "ordering": ["-starts_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                ("text", models.TextField(max_length=1000, verbose_name="decision")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("consensus", "By agreement of all present"),
                            ("hands", "By a show of hands"),
                            ("round", "By a voting round"),
                            ("other", "In another way"),
                        ],
                        max_length=9,
                        verbose_name="how decided",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="participation.round",
                        verbose_name="voting round",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="participation.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ["meeting", "position"],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
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
                    "everybody",
                    models.PositiveIntegerField(
                        null=True, verbose_name="everybody who came"
                    ),
                ),
                (
                    "women",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Women"
                    ),
                ),
                (
                    "men",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Men"
                    ),
                ),
                (
                    "sex_rest",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Other, or not stated"
                    ),
                ),
                (
                    "under_18",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Under 18"
                    ),
                ),
                (
                    "aged_18_29",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="18 to 29"
                    ),
                ),
                (
                    "aged_30_59",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="30 to 59"
                    ),
                ),
                (
                    "aged_60_up",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="60 and over"
                    ),
                ),
                (
                    "age_rest",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Age not stated"
                    ),
                ),
                (
                    "returnees",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Returnees"
                    ),
                ),
                (
                    "neighbours",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Neighbours"
                    ),
                ),
                (
                    "origin_rest",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Not stated"
                    ),
                ),
                (
                    "with_disability",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Persons with disabilities"
                    ),
                ),
                (
                    "disability_rest",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Without, or not stated"
                    ),
                ),
                (
                    "told",
                    models.JSONField(
                        blank=True, default=list, verbose_name="breakdowns counted"
                    ),
                ),
                ("settled", models.BooleanField(default=False, verbose_name="settled")),
                (
                    "threshold",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="By which it was settled.",
                        null=True,
                        verbose_name="threshold",
                    ),
                ),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="participation.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendances",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
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
                ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                (
                    "text",
                    models.CharField(
                        max_length=200, verbose_name="point of the agenda"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agenda",
                        to="participation.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "point of an agenda",
                "verbose_name_plural": "points of an agenda",
                "ordering": ["meeting", "position"],
            },
        ),
        migrations.CreateModel(
            name="ActionPoint",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                (
                    "text",
                    models.CharField(max_length=300, verbose_name="what is to be done"),
                ),
                (
                    "owner",
                    models.CharField(max_length=120, verbose_name="who sees to it"),
                ),
                (
                    "owner_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("committee", "Community committee"),
                            ("staff", "Programme staff"),
                            ("authority", "Local authority"),
                            ("implementer", "Implementing partner"),
                        ],
                        max_length=12,
                        verbose_name="acting for",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="by when")),
                (
                    "done_on",
                    models.DateField(blank=True, null=True, verbose_name="done on"),
                ),
                (
                    "done_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("committee", "Community committee"),
                            ("staff", "Programme staff"),
                            ("authority", "Local authority"),
                            ("implementer", "Implementing partner"),
                        ],
                        max_length=12,
                        verbose_name="marked as done as",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="marked as done by",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="action_points",
                        to="participation.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "action point",
                "verbose_name_plural": "action points",
                "ordering": ["meeting", "position"],
            },
        ),
        migrations.CreateModel(
            name="MeetingPicture",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "picture",
                    models.ImageField(
                        upload_to="meetings/%Y/%m/", verbose_name="picture"
                    ),
                ),
                (
                    "alt",
                    models.CharField(max_length=200, verbose_name="picture in words"),
                ),
                (
                    "has_consent",
                    models.BooleanField(
                        default=False, verbose_name="everybody in it agreed"
                    ),
                ),
                (
                    "added_on",
                    models.DateField(auto_now_add=True, verbose_name="added on"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="participation.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "picture of a meeting",
                "verbose_name_plural": "pictures of meetings",
                "ordering": ["meeting", "added_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Hands",
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
                ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("for", "In favour"),
                            ("against", "Against"),
                            ("abstain", "Abstaining"),
                            ("option", "An option"),
                        ],
                        max_length=7,
                        verbose_name="for what",
                    ),
                ),
                (
                    "option",
                    models.CharField(blank=True, max_length=200, verbose_name="option"),
                ),
                (
                    "number",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="hands"
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hands",
                        to="participation.decision",
                    ),
                ),
            ],
            options={
                "verbose_name": "show of hands",
                "verbose_name_plural": "shows of hands",
                "ordering": ["decision", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("decision", "position"),
                        name="participation_hands_in_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "option"), _negated=True),
                        fields=("decision", "answer"),
                        name="participation_hands_once_an_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", "option"),
                                models.Q(("option", ""), _negated=True),
                            ),
                            models.Q(
                                ("answer__in", ["for", "against", "abstain"]),
                                ("option", ""),
                            ),
                            _connector="OR",
                        ),
                        name="participation_hands_for_something",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(
                fields=["community", "starts_at"], name="participation_meetings_in"
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("community__isnull", True), ("area__isnull", True), _connector="OR"
                ),
                name="participation_meeting_one_scope",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="participation_meeting_ends_after_start",
                violation_error_message="The meeting ends before it starts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["called", "held", "handed-in", "published", "called-off"],
                    ),
                    (
                        "kind__in",
                        [
                            "community",
                            "focus",
                            "committee",
                            "coordination",
                            "launch",
                            "young",
                            "other",
                        ],
                    ),
                ),
                name="participation_meeting_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", ""), _negated=True),
                    models.Q(("place", ""), _negated=True),
                ),
                name="participation_meeting_has_title_and_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "called-off"),
                        models.Q(("off_reason", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "called-off"), _negated=True),
                        ("off_reason", ""),
                    ),
                    _connector="OR",
                ),
                name="participation_called_off_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["handed-in", "published"]), _negated=True),
                    models.Q(("minutes", ""), _negated=True),
                    _connector="OR",
                ),
                name="participation_minutes_before_handing_in",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_on__isnull", False), ("state", "published")),
                    models.Q(
                        models.Q(("state", "published"), _negated=True),
                        ("published_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="participation_published_minutes_have_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                fields=("meeting", "position"), name="participation_decisions_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("text", ""), _negated=True),
                    ("how__in", ["consensus", "hands", "round", "other"]),
                ),
                name="participation_decision_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("how", "round"), ("round__isnull", False)),
                    models.Q(
                        models.Q(("how", "round"), _negated=True),
                        ("round__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="participation_decision_by_a_round_names_it",
                violation_error_message="Say which voting round decided it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("everybody__isnull", True),
                    ("women__isnull", True),
                    ("men__isnull", True),
                    ("sex_rest__isnull", True),
                    (
                        "everybody",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("women"), "+", models.F("men")
                            ),
                            "+",
                            models.F("sex_rest"),
                        ),
                    ),
                    _connector="OR",
                ),
                name="participation_attendance_sex_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("everybody__isnull", True),
                    ("under_18__isnull", True),
                    ("aged_18_29__isnull", True),
                    ("aged_30_59__isnull", True),
                    ("aged_60_up__isnull", True),
                    ("age_rest__isnull", True),
                    (
                        "everybody",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("under_18"),
                                        "+",
                                        models.F("aged_18_29"),
                                    ),
                                    "+",
                                    models.F("aged_30_59"),
                                ),
                                "+",
                                models.F("aged_60_up"),
                            ),
                            "+",
                            models.F("age_rest"),
                        ),
                    ),
                    _connector="OR",
                ),
                name="participation_attendance_age_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("everybody__isnull", True),
                    ("returnees__isnull", True),
                    ("neighbours__isnull", True),
                    ("origin_rest__isnull", True),
                    (
                        "everybody",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("returnees"), "+", models.F("neighbours")
                            ),
                            "+",
                            models.F("origin_rest"),
                        ),
                    ),
                    _connector="OR",
                ),
                name="participation_attendance_origin_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("everybody__isnull", True),
                    ("with_disability__isnull", True),
                    ("disability_rest__isnull", True),
                    (
                        "everybody",
                        django.db.models.expressions.CombinedExpression(
                            models.F("with_disability"),
                            "+",
                            models.F("disability_rest"),
                        ),
                    ),
                    _connector="OR",
                ),
                name="participation_attendance_disability_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("everybody__isnull", False), ("settled", False)),
                    models.Q(("settled", True), ("threshold__isnull", False)),
                    _connector="OR",
                ),
                name="participation_attendance_known_until_settled",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                fields=("meeting", "position"), name="participation_agenda_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="participation_agenda_item_has_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="actionpoint",
            constraint=models.UniqueConstraint(
                fields=("meeting", "position"), name="participation_actions_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="actionpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("text", ""), _negated=True),
                    models.Q(("owner", ""), _negated=True),
                ),
                name="participation_action_has_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="actionpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("done_as", ""),
                        ("done_by__isnull", True),
                        ("done_on__isnull", True),
                    ),
                    models.Q(
                        ("done_by__isnull", False),
                        ("done_on__isnull", False),
                        models.Q(("done_as", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="participation_action_done_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingpicture",
            constraint=models.CheckConstraint(
                condition=models.Q(("has_consent", True)),
                name="participation_picture_with_consent",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingpicture",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("alt", ""), _negated=True),
                    models.Q(("picture", ""), _negated=True),
                ),
                name="participation_meeting_picture_has_words",
            ),
        ),
        RefuseRows(
            table="participation_attendance",
            name="participation_settled_counts_stay",
            events=["UPDATE"],
            when="OLD.settled",
            message="settled counts never change",
        ),
        RefuseRows(
            table="participation_attendance",
            name="participation_settled_counts_are_kept",
            events=["DELETE"],
            when="OLD.settled",
            message="settled counts are kept",
        ),
        RefuseRows(
            table="participation_meeting",
            name="participation_minutes_with_settled_counts",
            events=["INSERT", "UPDATE"],
            when=(
                "NEW.state = 'published' AND EXISTS (SELECT 1 "
                "FROM participation_attendance a WHERE a.meeting_id = NEW.id "
                "AND NOT a.settled)"
            ),
            message="counts are settled before minutes are published",
        ),
    ]
