"""Standing in that adds rights: asked for, and agreed to by somebody else than the two.

Delegations of before hold at once, where their person holds the same role in the same
place; those between authorities of two areas give no rights any more until they are asked
for and agreed to.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from maps.backends.triggers import RefuseRows

DELEGATION = "communities_delegation"
#: What is asked for, and what was answered, stays as it was.
KEPT = ("mandate_id", "person_id", "starts_on", "ends_on")


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0007_observers_of_votes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="delegation",
            name="communities_delegation_one_from_a_day",
        ),
        migrations.AddField(
            model_name="delegation",
            name="asked_on",
            field=models.DateField(blank=True, null=True, verbose_name="asked on"),
        ),
        migrations.AddField(
            model_name="delegation",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who agreed or refused",
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="decided_on",
            field=models.DateField(blank=True, null=True, verbose_name="decided on"),
        ),
        migrations.AddField(
            model_name="delegation",
            name="held_as",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="communities.mandate",
                verbose_name="by which role of their own",
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="refused_why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("interest", "They have a part in what would be decided"),
                    ("other", "Somebody else is better placed"),
                    ("long", "It is for too long"),
                    ("wait", "What is to be done can wait"),
                    ("mistake", "It was asked by mistake"),
                ],
                max_length=8,
                verbose_name="why not",
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="state",
            field=models.CharField(
                choices=[
                    ("asked", "Waits for agreement"),
                    ("agreed", "Agreed"),
                    ("refused", "Refused"),
                ],
                default="agreed",
                max_length=7,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("revoked_on__isnull", True),
                    models.Q(("state", "refused"), _negated=True),
                ),
                fields=("mandate", "starts_on"),
                name="communities_delegation_one_from_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("asked_on__isnull", True),
                        ("decided_by__isnull", True),
                        ("decided_on__isnull", True),
                        ("held_as__isnull", True),
                        ("refused_why", ""),
                        ("state", "agreed"),
                    ),
                    models.Q(
                        ("asked_on__isnull", False),
                        ("decided_by__isnull", True),
                        ("decided_on__isnull", True),
                        ("held_as__isnull", False),
                        ("refused_why", ""),
                        ("state", "asked"),
                    ),
                    models.Q(
                        ("asked_on__isnull", False),
                        ("decided_by__isnull", False),
                        ("decided_on__isnull", False),
                        ("held_as__isnull", False),
                        ("refused_why", ""),
                        ("state", "agreed"),
                    ),
                    models.Q(
                        ("asked_on__isnull", False),
                        ("decided_by__isnull", False),
                        ("decided_on__isnull", False),
                        ("held_as__isnull", False),
                        (
                            "refused_why__in",
                            ["interest", "other", "long", "wait", "mistake"],
                        ),
                        ("state", "refused"),
                    ),
                    _connector="OR",
                ),
                name="communities_delegation_agreed_to",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("person")), _negated=True),
                    _connector="OR",
                ),
                name="communities_delegation_not_by_oneself",
            ),
        ),
        RefuseRows(
            table=DELEGATION,
            name="communities_delegation_begins_asked",
            events=["INSERT"],
            when="NEW.held_as_id IS NOT NULL AND NEW.state <> 'asked'",
            message="standing in that adds rights is asked for before it is agreed to",
        ),
        RefuseRows(
            table=DELEGATION,
            name="communities_delegation_answered_once",
            events=["UPDATE"],
            when="(NEW.state <> OLD.state AND OLD.state <> 'asked') "
            "OR (OLD.decided_by_id IS NOT NULL "
            "AND COALESCE(NEW.decided_by_id, 0) <> OLD.decided_by_id) "
            "OR COALESCE(NEW.held_as_id, 0) <> COALESCE(OLD.held_as_id, 0) OR "
            + " OR ".join(f"NEW.{column} <> OLD.{column}" for column in KEPT),
            message="standing in is answered once and never changed otherwise",
        ),
        RefuseRows(
            table=DELEGATION,
            name="communities_delegation_by_others",
            events=["INSERT", "UPDATE"],
            when="NEW.decided_by_id = (SELECT m.user_id "
            "FROM communities_mandate m WHERE m.id = NEW.mandate_id) "
            "OR NEW.person_id <> (SELECT m.user_id "
            "FROM communities_mandate m WHERE m.id = NEW.held_as_id)",
            message="another than the two agrees, and each stands in by a role of theirs",
        ),
    ]
