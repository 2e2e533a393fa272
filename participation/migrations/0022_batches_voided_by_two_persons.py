"""A batch of passes is declared void by two persons, and by nobody alone.

Batches that were voided before stay void; nobody is known to have agreed to them.
"""

# ruff: noqa: S608 - only names of our own tables stand in these conditions.

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from participation.backends.triggers import RefuseRows

BATCH, VOIDING = "participation_passbatch", "participation_batchvoiding"
IS_VOID = (
    f"EXISTS (SELECT 1 FROM {BATCH} b WHERE b.id = NEW.batch_id "
    "AND b.voided_at IS NOT NULL)"
)
TWO_AGREED = (
    f"EXISTS (SELECT 1 FROM {VOIDING} v WHERE v.batch_id = NEW.id "
    "AND v.state = 'agreed' AND v.asked_by_id <> v.decided_by_id)"
)
ASKED = (
    *("id", "batch_id", "reason", "with_new_passes"),
    *("asked_by_id", "asked_at"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0021_who_came_to_vote"),
    ]

    operations = [
        migrations.CreateModel(
            name="BatchVoiding",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for"),
                            ("agreed", "Agreed"),
                            ("done", "Done"),
                            ("refused", "Refused"),
                            ("back", "Taken back"),
                        ],
                        default="asked",
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="why")),
                (
                    "with_new_passes",
                    models.BooleanField(verbose_name="new passes in their place"),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="asked for at"
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="decided at"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked for by",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voidings",
                        to="participation.passbatch",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
            ],
            options={
                "verbose_name": "voiding of a batch",
                "verbose_name_plural": "voidings of batches",
                "ordering": ["-asked_at", "-pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["asked", "agreed"])),
                        fields=("batch",),
                        name="participation_one_voiding_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["asked", "agreed", "done", "refused", "back"],
                            )
                        ),
                        name="participation_voiding_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("state", "asked"),
                            ),
                            models.Q(
                                models.Q(("state", "asked"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="participation_voiding_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["asked", "back"]),
                            models.Q(
                                ("decided_by", models.F("asked_by")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="participation_voiding_by_two_persons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="participation_voiding_has_reason",
                    ),
                ],
            },
        ),
        RefuseRows(
            table=VOIDING,
            name="participation_voiding_begins_asked",
            events=["INSERT"],
            when=f"NEW.state <> 'asked' OR {IS_VOID}",
            message="the voiding of a good batch is asked for before it is done",
        ),
        RefuseRows(
            table=VOIDING,
            name="participation_voiding_moves_on",
            events=["UPDATE"],
            when=" OR ".join(f"NEW.{column} <> OLD.{column}" for column in ASKED)
            + " OR NOT ((OLD.state = 'asked' AND NEW.state IN ('agreed', 'refused', 'back')) "
            "OR (OLD.state = 'agreed' AND NEW.state IN ('done', 'back'))) "
            "OR (OLD.state = 'agreed' AND (NEW.decided_by_id <> OLD.decided_by_id "
            "OR NEW.decided_at <> OLD.decided_at)) "
            f"OR (NEW.state = 'done' AND NOT {IS_VOID})",
            message="what was asked of a batch is decided once and kept as it was",
        ),
        RefuseRows(
            table=VOIDING,
            name="participation_voiding_kept",
            events=["DELETE"],
            when="1 = 1",
            message="who asked for a batch to be void, and who agreed, is kept",
        ),
        RefuseRows(
            table=BATCH,
            name="participation_batch_begins_good",
            events=["INSERT"],
            when="NEW.voided_at IS NOT NULL",
            message="a batch is declared void by two persons",
        ),
        RefuseRows(
            table=BATCH,
            name="participation_batch_void_by_two_persons",
            events=["UPDATE"],
            when="OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL "
            f"AND NOT {TWO_AGREED}",
            message="a batch is declared void by two persons",
        ),
    ]
