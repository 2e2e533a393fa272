"""The database itself asks for two persons, and keeps who they were and why.

A round is opened, sealed or cancelled only after a step of that kind was asked for by one
person and done by another. An invitation is answered once, and what was offered stays as
it was. A number on the roll may be given back once some pass of the round was voided.
"""

from importlib import import_module
from typing import ClassVar

import django.db.models.deletion
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import communities.models.delegations
from participation.backends.triggers import RefuseRows

_roll = import_module("participation.migrations.0006_the_roll")
_taken_once = next(
    each
    for each in _roll.Migration.operations
    if isinstance(each, RefuseRows)
    and each.name == "participation_entitlement_taken_once"
)
INVITATION = "participation_invitation"
#: What is offered, by whom and until when; the area may get a new version.
OFFERED = [
    *("id", "role", "title", "starts_on", "serial", "secret_hash"),
    *("made_by_id", "made_on", "valid_until"),
]
OFFERED_OR_EMPTY = {"community_id": "0", "ends_on": "'0001-01-01'"}
ROUND, STEP = "participation_round", "participation_roundstep"
#: Two persons have agreed on a step of the round (more may be asked of it).
DONE = (
    "EXISTS (SELECT 1 FROM participation_roundstep s WHERE s.round_id = NEW.id "
    "AND s.step = '{step}' AND s.state = 'done' "
    "AND s.asked_by_id <> s.decided_by_id{more})"
)
SOME_VOIDED = (
    "EXISTS (SELECT 1 FROM participation_votingpass p "
    "WHERE p.round_id = NEW.round_id AND p.state = 'void')"
)


def _done(step: str, more: str = "") -> str:
    return DONE.format(step=step, more=more)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("communities", "0004_delegations"),
        ("maps", "0010_raw_counts_are_deleted_unread"),
        ("participation", "0008_languages_of_the_interface"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Invitation",
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
                    "role",
                    models.CharField(
                        choices=[
                            ("committee", "Committee member"),
                            ("authority", "Local authority"),
                            ("implementer", "Implementing partner"),
                            ("staff", "Programme staff"),
                            ("steward", "Data steward"),
                        ],
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="function"
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="from"
                    ),
                ),
                (
                    "ends_on",
                    models.DateField(blank=True, null=True, verbose_name="until"),
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
                    "made_on",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        verbose_name="invited on",
                    ),
                ),
                ("valid_until", models.DateField(verbose_name="good until")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("accepted", "Accepted"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "ended_on",
                    models.DateField(blank=True, null=True, verbose_name="answered on"),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
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
                        related_name="invitations",
                        to="communities.community",
                        verbose_name="community",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="invited by",
                    ),
                ),
                (
                    "mandate",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="invitation",
                        to="communities.mandate",
                        verbose_name="mandate",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ["-made_on", "-pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("area__isnull", True),
                                ("community__isnull", False),
                                ("role__in", ["committee", "implementer"]),
                            ),
                            models.Q(
                                ("area__isnull", False),
                                ("community__isnull", True),
                                ("role", "authority"),
                            ),
                            models.Q(
                                ("area__isnull", True),
                                ("community__isnull", True),
                                ("role__in", ["staff", "steward"]),
                            ),
                            _connector="OR",
                        ),
                        name="participation_invitation_scope_fits_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="participation_invitation_forwards",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            communities.models.delegations.DaysBetween(
                                models.F("valid_until"), models.F("made_on")
                            ),
                            60,
                        ),
                        name="participation_invitation_for_weeks",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "accepted", "withdrawn"])
                        ),
                        name="participation_invitation_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on__isnull", True), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("ended_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="participation_invitation_answered_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "accepted"),
                            ("mandate__isnull", True),
                            _connector="OR",
                        ),
                        name="participation_invitation_mandate_if_accepted",
                    ),
                ],
            },
        ),
        RefuseRows(
            table=ROUND,
            name="participation_round_by_two_persons",
            events=["UPDATE"],
            when="NEW.state <> OLD.state AND ("
            f"(NEW.state = 'open' AND NOT {_done('open')}) OR "
            f"(NEW.state = 'sealing' AND NOT {_done('close')}) OR "
            "(NEW.state = 'cancelled' AND NOT "
            + _done("cancel", " AND s.reason = NEW.cancel_reason")
            + "))",
            message="a round is opened, closed and cancelled by two persons",
        ),
        RefuseRows(
            table=ROUND,
            name="participation_round_reason_once",
            events=["UPDATE"],
            when="NEW.cancel_reason <> OLD.cancel_reason AND "
            "(NEW.state <> 'cancelled' OR OLD.state = 'cancelled')",
            message="why a round was cancelled is said once, as it is cancelled",
        ),
        RefuseRows(
            table=STEP,
            name="participation_step_begins_asked",
            events=["INSERT"],
            when="NEW.state <> 'asked'",
            message="a step is asked for before it is done",
        ),
        RefuseRows(
            table=STEP,
            name="participation_step_decided_once",
            events=["UPDATE"],
            when="OLD.state <> 'asked' OR NEW.id <> OLD.id "
            "OR NEW.round_id <> OLD.round_id OR NEW.step <> OLD.step "
            "OR NEW.reason <> OLD.reason OR NEW.asked_by_id <> OLD.asked_by_id "
            "OR NEW.asked_at <> OLD.asked_at",
            message="a step is decided once and never changed otherwise",
        ),
        RefuseRows(
            table=STEP,
            name="participation_step_kept",
            events=["DELETE"],
            when="TRUE",
            message="the steps of a round are kept",
        ),
        RefuseRows(
            table=INVITATION,
            name="participation_invitation_begins_open",
            events=["INSERT"],
            when="NEW.state <> 'open'",
            message="an invitation begins open",
        ),
        RefuseRows(
            table=INVITATION,
            name="participation_invitation_answered_once",
            events=["UPDATE"],
            when="(NEW.state <> OLD.state AND OLD.state <> 'open') "
            "OR (OLD.state <> 'open' AND NEW.ended_on <> OLD.ended_on) "
            "OR (NEW.mandate_id IS NOT NULL AND OLD.state <> 'open' "
            "AND NEW.mandate_id <> COALESCE(OLD.mandate_id, 0)) OR "
            + " OR ".join(f"NEW.{column} <> OLD.{column}" for column in OFFERED)
            + " OR "
            + " OR ".join(
                f"COALESCE(NEW.{column}, {none}) <> COALESCE(OLD.{column}, {none})"
                for column, none in OFFERED_OR_EMPTY.items()
            ),
            message="an invitation is answered once and never changed otherwise",
        ),
        _taken_once.without(),
        RefuseRows(
            table=_roll.ROLL,
            name="participation_entitlement_taken_once",
            events=["UPDATE"],
            when="NEW.id <> OLD.id OR NEW.round_id <> OLD.round_id "
            "OR NEW.number <> OLD.number OR (NEW.taken_as <> OLD.taken_as AND "
            f"({_roll.NEW_STATE} NOT IN ('draft', 'open') OR (OLD.taken_as <> '' "
            "AND NOT (OLD.taken_as = 'pass' AND NEW.taken_as = '' "
            f"AND {SOME_VOIDED}))))",
            message="a number on the roll is taken up once",
        ),
    ]
