"""The ballots of a small round are read by observers whom two persons named.

They are named while the round is prepared, and agreed to with its opening; later only one
by one, and by two. What was agreed stays; an observer may lay it down. SQLite makes the
invitations' table anew for the role that they may offer, and its triggers with it.
"""

# ruff: noqa: S608 - only names of our own tables stand in these conditions.

from importlib import import_module

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from participation.backends.triggers import RefuseRows

_roles = import_module("communities.migrations.0007_observers_of_votes")
_frozen = import_module("participation.migrations.0003_rounds_frozen_by_the_database")
_two = import_module("participation.migrations.0009_two_persons_and_invitations")
_of_invitations = [
    each
    for each in _two.Migration.operations
    if isinstance(each, RefuseRows) and each.table == _two.INVITATION
]
OBSERVER = "participation_roundobserver"
#: Only the agreement and the laying down are ever written later.
NAMED = (
    *("id", "round_id", "person_id", "on_behalf_of", "language"),
    *("named_by_id", "named_at"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0007_observers_of_votes"),
        ("participation", "0024_passes_of_a_round_that_ended"),
    ]

    operations = [
        *(each.without() for each in _of_invitations),
        migrations.RemoveConstraint(
            model_name="invitation",
            name="participation_invitation_scope_fits_role",
        ),
        migrations.AlterField(
            model_name="invitation",
            name="role",
            field=models.CharField(
                choices=_roles.ROLES, max_length=12, verbose_name="role"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=_roles.SCOPES,
                name="participation_invitation_scope_fits_role",
            ),
        ),
        *_of_invitations,
        migrations.CreateModel(
            name="RoundObserver",
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
                    "on_behalf_of",
                    models.CharField(max_length=120, verbose_name="on behalf of"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("ar", "العربية"),
                            ("fr", "Français"),
                            ("es", "Español"),
                            ("und", "another language"),
                        ],
                        max_length=5,
                        verbose_name="language of that name",
                    ),
                ),
                (
                    "named_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="named at"
                    ),
                ),
                (
                    "agreed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="agreed at"
                    ),
                ),
                (
                    "laid_down_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="laid down on"
                    ),
                ),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="agreed by",
                    ),
                ),
                (
                    "named_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="named by",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="observing",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="observers",
                        to="participation.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "observer of a round",
                "verbose_name_plural": "observers of rounds",
                "ordering": ["named_at", "pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "person"), name="participation_observer_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person", models.F("named_by")), _negated=True
                        ),
                        name="participation_observer_named_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agreed_at__isnull", True),
                                ("agreed_by__isnull", True),
                            ),
                            models.Q(
                                ("agreed_at__isnull", False),
                                ("agreed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="participation_observer_agreed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_by__isnull", True),
                            models.Q(
                                models.Q(
                                    ("agreed_by", models.F("named_by")), _negated=True
                                ),
                                models.Q(
                                    ("agreed_by", models.F("person")), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="participation_observer_by_two_persons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("laid_down_on__isnull", True),
                            ("agreed_by__isnull", False),
                            _connector="OR",
                        ),
                        name="participation_observer_lays_down_what_was_agreed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("on_behalf_of", ""), _negated=True),
                            ("language__in", ["en", "ar", "fr", "es", "und"]),
                        ),
                        name="participation_observer_on_behalf_of_somebody",
                    ),
                ],
            },
        ),
        RefuseRows(
            table=OBSERVER,
            name="participation_observer_begins_named",
            events=["INSERT"],
            when="NEW.agreed_by_id IS NOT NULL OR NEW.laid_down_on IS NOT NULL "
            f"OR {_frozen.NEW_STATE} NOT IN ('draft', 'open', 'closed')",
            message="an observer is named before a second person agrees",
            lock="round_id",
        ),
        RefuseRows(
            table=OBSERVER,
            name="participation_observer_as_agreed",
            events=["UPDATE"],
            when=_frozen._changed(*NAMED)
            + " OR (OLD.agreed_by_id IS NOT NULL AND (NEW.agreed_by_id IS NULL "
            "OR NEW.agreed_by_id <> OLD.agreed_by_id OR NEW.agreed_at <> OLD.agreed_at))"
            " OR (OLD.agreed_by_id IS NULL AND NEW.agreed_by_id IS NOT NULL "
            f"AND {_frozen.NEW_STATE} NOT IN ('draft', 'open', 'closed'))"
            " OR (OLD.laid_down_on IS NOT NULL AND (NEW.laid_down_on IS NULL "
            "OR NEW.laid_down_on <> OLD.laid_down_on))",
            message="who observes a round, and who agreed to it, stays as it was",
            lock="round_id",
        ),
        RefuseRows(
            table=OBSERVER,
            name="participation_observer_kept",
            events=["DELETE"],
            when=f"OLD.agreed_by_id IS NOT NULL AND {_frozen.OLD_STATE} <> 'draft'",
            message="whoever was agreed on as an observer is kept on record",
        ),
        RefuseRows(
            table=_frozen.ROUND,
            name="participation_round_opened_with_its_observers",
            events=["UPDATE"],
            when="OLD.state = 'draft' AND NEW.state = 'open' AND EXISTS (SELECT 1 "
            f"FROM {OBSERVER} o WHERE o.round_id = NEW.id AND o.agreed_by_id IS NULL)",
            message="opening a round agrees to its observers",
        ),
    ]
