"""Committee and authority each agree to a result before it is a decision.

Decisions recorded before this stay as they are. From here on the database itself takes
none without two agreements to the same text, by two persons.
"""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from participation.backends.triggers import RefuseRows

_frozen = import_module("participation.migrations.0003_rounds_frozen_by_the_database")
AGREEMENT, ADOPTION = "participation_agreement", "participation_adoption"
IS_DECIDED = (
    "EXISTS (SELECT 1 FROM participation_adoption d WHERE d.round_id = NEW.round_id)"
)
SAME = " AND a.chosen = NEW.chosen AND a.reason = NEW.reason"
LANGUAGES = [
    ("en", "English"),
    ("ar", "العربية"),
    ("fr", "Français"),
    ("es", "Español"),
    ("und", "another language"),
]


def _agreements(what: str, condition: str = "") -> str:
    """SQL: a count among the agreements of the round that a decision is about."""
    return (
        f"(SELECT COUNT({what}) FROM participation_agreement a "  # noqa: S608 - ours
        f"WHERE a.round_id = NEW.round_id{condition})"
    )


class Migration(migrations.Migration):
    dependencies = [("participation", "0018_joins_following_and_notices")]

    operations = [
        migrations.CreateModel(
            name="Agreement",
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
                    "body",
                    models.CharField(
                        choices=[
                            ("committee", "Committee"),
                            ("authority", "Local authority"),
                        ],
                        max_length=9,
                        verbose_name="body",
                    ),
                ),
                ("chosen", models.JSONField(verbose_name="numbers adopted")),
                (
                    "reason",
                    models.TextField(
                        blank=True, max_length=1500, verbose_name="why it differs"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=LANGUAGES,
                        max_length=5,
                        verbose_name="language of the reason",
                    ),
                ),
                (
                    "decided_where",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        verbose_name="where the body decided it",
                    ),
                ),
                (
                    "where_language",
                    models.CharField(
                        blank=True,
                        choices=LANGUAGES,
                        max_length=5,
                        verbose_name="language of that text",
                    ),
                ),
                ("agreed_at", models.DateTimeField(verbose_name="agreed at")),
                (
                    "agreed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="participation.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "agreement to a result",
                "verbose_name_plural": "agreements to results",
                "ordering": ["round", "-body"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "body"), name="participation_body_agrees_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("body__in", ["committee", "authority"])),
                        name="participation_body_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("language", ""), ("reason", "")),
                            models.Q(
                                models.Q(("reason", ""), _negated=True),
                                ("language__in", ["en", "ar", "fr", "es", "und"]),
                            ),
                            _connector="OR",
                        ),
                        name="participation_agreement_reason_has_language",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_where", ""), ("where_language", "")),
                            models.Q(
                                models.Q(("decided_where", ""), _negated=True),
                                ("where_language__in", ["en", "ar", "fr", "es", "und"]),
                            ),
                            _connector="OR",
                        ),
                        name="participation_agreement_where_has_language",
                    ),
                ],
            },
        ),
        RefuseRows(
            table=AGREEMENT,
            name="participation_agreement_to_a_result",
            events=["INSERT", "UPDATE"],
            when=f"{_frozen.NEW_STATE} <> 'closed' OR {IS_DECIDED}",
            message="a body agrees to a sealed result until it is decided on",
            lock="round_id",
        ),
        RefuseRows(
            table=AGREEMENT,
            name="participation_agreement_stays",
            events=["UPDATE"],
            when="NEW.round_id <> OLD.round_id OR NEW.body <> OLD.body",
            message="an agreement stays with its round and its body",
        ),
        RefuseRows(
            table=AGREEMENT,
            name="participation_agreement_kept",
            events=["DELETE"],
            when="TRUE",
            message="an agreement is kept",
        ),
        RefuseRows(
            table=ADOPTION,
            name="participation_adoption_by_both",
            events=["INSERT"],
            when=_agreements("*", SAME)
            + " <> 2 OR "
            + _agreements("DISTINCT a.language")
            + " <> 1 OR "
            + _agreements("DISTINCT a.agreed_by_id")
            + " <> 2",
            message="committee and authority agree to the same first, by two persons",
        ),
    ]
