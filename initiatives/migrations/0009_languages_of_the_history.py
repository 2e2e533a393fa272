"""What is said of steps and milestones has its language; a vote is told in the reader's.

What was written before keeps what it says, and has no language.
"""

from django.db import migrations, models

#: As they were when this was written: names of languages are not translated.
LANGUAGES = [
    ("en", "English"),
    ("ar", "العربية"),
    ("fr", "Français"),
    ("es", "Español"),
    ("und", "another language"),
]
CODES = [code for code, _name in LANGUAGES]


def _language(model: str, what: str = "language of the reason") -> migrations.AddField:
    return migrations.AddField(
        model_name=model,
        name="language",
        field=models.CharField(
            blank=True, choices=LANGUAGES, max_length=5, verbose_name=what
        ),
    )


def _of(model: str, text: str, name: str) -> migrations.AddConstraint:
    return migrations.AddConstraint(
        model_name=model,
        constraint=models.CheckConstraint(
            condition=models.Q(
                ("language", ""),
                models.Q(models.Q((text, ""), _negated=True), ("language__in", CODES)),
                _connector="OR",
            ),
            name=name,
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0008_group_a_proposal_came_from")]

    operations = [
        _language("initiativeevent"),
        _language("milestoneclaim", "language of the text"),
        _language("milestoneresponse", "language of the text"),
        _language("milestoneadjustment"),
        migrations.AddField(
            model_name="initiativeevent",
            name="voted",
            field=models.CharField(
                blank=True,
                choices=[
                    ("chosen", "The vote chose it"),
                    ("not-chosen", "The vote did not choose it"),
                ],
                max_length=10,
                verbose_name="what the vote decided",
            ),
        ),
        migrations.AddField(
            model_name="initiativeevent",
            name="vote_titles",
            field=models.JSONField(
                blank=True, default=dict, verbose_name="names of the vote"
            ),
        ),
        _of("initiativeevent", "reason", "initiatives_event_language_of_a_reason"),
        _of("milestoneclaim", "note", "initiatives_claim_in_a_language"),
        _of("milestoneresponse", "note", "initiatives_answer_in_a_language"),
        _of("milestoneadjustment", "reason", "initiatives_adjustment_in_a_language"),
        migrations.AddConstraint(
            model_name="initiativeevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("voted__in", ["", "chosen", "not-chosen"])),
                name="initiatives_event_vote_known",
            ),
        ),
    ]
