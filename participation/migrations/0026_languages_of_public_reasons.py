"""Why a round or a meeting was cancelled, and why sheets differ, is in a named language.

The database takes no such text without its language any more; what was written before has
none. The language is kept as the text is: agreed to by two persons, and frozen with it.
"""

from importlib import import_module

from django.db import migrations, models

from participation.backends.triggers import RefuseRows, WithTriggersAside

_two = import_module("participation.migrations.0009_two_persons_and_invitations")
_paper = import_module("participation.migrations.0012_paper_ballots")
_frozen = _paper._frozen
_before = {
    each.name: each
    for module in (_two, _paper)
    for each in module.Migration.operations
    if isinstance(each, RefuseRows)
}
#: As they were when this was written: names of languages are not translated.
LANGUAGES = [
    ("en", "English"),
    ("ar", "العربية"),
    ("fr", "Français"),
    ("es", "Español"),
    ("und", "another language"),
]
CODES = [code for code, _name in LANGUAGES]


def _field(what: str) -> models.CharField:
    return models.CharField(
        blank=True, choices=LANGUAGES, max_length=5, verbose_name=what
    )


def _of(text: str, language: str, name: str) -> models.CheckConstraint:
    """A text has a known language, or none from before; nothing written has none."""
    return models.CheckConstraint(
        condition=models.Q(
            (language, ""),
            models.Q(models.Q((text, ""), _negated=True), (f"{language}__in", CODES)),
            _connector="OR",
        ),
        name=name,
    )


_again = [
    RefuseRows(
        table=_two.ROUND,
        name="participation_round_by_two_persons",
        events=["UPDATE"],
        when="NEW.state <> OLD.state AND ("
        f"(NEW.state = 'open' AND NOT {_two._done('open')}) OR "
        f"(NEW.state = 'sealing' AND NOT {_two._done('close')}) OR "
        "(NEW.state = 'cancelled' AND NOT "
        + _two._done(
            "cancel",
            " AND s.reason = NEW.cancel_reason AND s.language = NEW.cancel_language",
        )
        + "))",
        message="a round is opened, closed and cancelled by two persons",
    ),
    RefuseRows(
        table=_two.ROUND,
        name="participation_round_reason_once",
        events=["UPDATE"],
        when="(NEW.cancel_reason <> OLD.cancel_reason "
        "OR NEW.cancel_language <> OLD.cancel_language) AND "
        "(NEW.state <> 'cancelled' OR OLD.state = 'cancelled')",
        message="why a round was cancelled is said once, as it is cancelled",
    ),
    RefuseRows(
        table=_two.STEP,
        name="participation_step_begins_asked",
        events=["INSERT"],
        when="NEW.state <> 'asked' OR (NEW.reason <> '' AND NEW.language = '')",
        message="a step is asked for before it is done, a reason in a language",
    ),
    RefuseRows(
        table=_two.STEP,
        name="participation_step_decided_once",
        events=["UPDATE"],
        when="OLD.state <> 'asked' OR NEW.id <> OLD.id "
        "OR NEW.round_id <> OLD.round_id OR NEW.step <> OLD.step "
        "OR NEW.reason <> OLD.reason OR NEW.language <> OLD.language "
        "OR NEW.asked_by_id <> OLD.asked_by_id OR NEW.asked_at <> OLD.asked_at",
        message="a step is decided once and never changed otherwise",
    ),
    RefuseRows(
        table=_paper.BATCH,
        name="participation_paper_frozen",
        events=["UPDATE"],
        when=_frozen._changed("id", "round_id", "number")
        + f" OR {_paper.OLD_STATE} NOT IN ('draft', 'open', 'sealing')"
        + " OR (OLD.state = 'agreed' AND ("
        + _frozen._changed(
            *("label", "officers", "shift", "issued", "by_pass", "by_number"),
            *("spoilt", "unused", "missing", "cast", "in_full"),
            *("explanation", "explanation_language"),
        )
        + f")) OR ({_paper.DRAWN} AND COALESCE(NEW.cast, -1) <> COALESCE(OLD.cast, -1))"
        f" OR (COALESCE(NEW.valid, -1) <> COALESCE(OLD.valid, -1)"
        f" AND {_paper.NEW_STATE} <> 'sealing')",
        message="a batch of paper does not change once it is agreed",
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0006_bodies_that_meet"),
        ("maps", "0012_rounds_shown_down_to_a_level"),
        ("participation", "0025_named_observers"),
    ]

    operations = [
        WithTriggersAside(
            migrations.AddField(
                model_name="round",
                name="cancel_language",
                field=_field("language of the reason"),
            ),
            migrations.AddField(
                model_name="roundstep",
                name="language",
                field=_field("language of the reason"),
            ),
            migrations.AddField(
                model_name="paperbatch",
                name="explanation_language",
                field=_field("language of that text"),
            ),
            migrations.AddConstraint(
                model_name="round",
                constraint=_of(
                    "cancel_reason",
                    "cancel_language",
                    "participation_cancelled_in_a_language",
                ),
            ),
            migrations.AddConstraint(
                model_name="roundstep",
                constraint=_of(
                    "reason", "language", "participation_step_in_a_language"
                ),
            ),
            migrations.AddConstraint(
                model_name="paperbatch",
                constraint=_of(
                    "explanation",
                    "explanation_language",
                    "participation_paper_explained_in_a_language",
                ),
            ),
            migrations.AddField(
                model_name="meeting",
                name="off_language",
                field=_field("language of the reason"),
            ),
            migrations.AddConstraint(
                model_name="meeting",
                constraint=_of(
                    "off_reason",
                    "off_language",
                    "participation_called_off_in_a_language",
                ),
            ),
            tables=[_two.ROUND, _two.STEP, _paper.BATCH, "participation_meeting"],
        ),
        *(
            operation
            for each in _again
            for operation in (_before[each.name].without(), each)
        ),
        RefuseRows(
            table=_paper.BATCH,
            name="participation_paper_explained_in_words_of_a_language",
            events=["UPDATE"],
            when="NEW.explanation <> OLD.explanation AND NEW.explanation <> '' "
            "AND NEW.explanation_language = ''",
            message="why the sheets of a table differ is said in a language",
        ),
    ]
