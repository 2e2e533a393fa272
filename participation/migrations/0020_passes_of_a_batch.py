"""A batch of passes is handed out and declared void as a whole, each once."""

from importlib import import_module

from django.db import migrations, models

from participation.backends.triggers import RefuseRows

_frozen = import_module("participation.migrations.0003_rounds_frozen_by_the_database")
_stays = next(
    each
    for each in _frozen.Migration.operations
    if isinstance(each, RefuseRows) and each.name == "participation_batch_stays"
)
_COLUMNS = ("id", "round_id", "label", "size", "issued_at", "issued_by_id")
_ONCE = ("handed_out_at", "voided_at")


class Migration(migrations.Migration):
    dependencies = [("participation", "0019_result")]

    operations = [
        _stays.without(),
        migrations.AddField(
            model_name="passbatch",
            name="handed_out_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="handed out at"
            ),
        ),
        migrations.AddField(
            model_name="passbatch",
            name="voided_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="declared void at"
            ),
        ),
        RefuseRows(
            table=_frozen.BATCH,
            name="participation_batch_stays",
            events=["UPDATE"],
            when=f"{_frozen.OLD_STATE} <> 'draft' AND "
            f"({_frozen.OLD_STATE} <> 'open' OR {_frozen._changed(*_COLUMNS)} OR "
            + " OR ".join(
                f"(OLD.{column} IS NOT NULL "
                f"AND (NEW.{column} IS NULL OR NEW.{column} <> OLD.{column}))"
                for column in _ONCE
            )
            + ")",
            message="the batches of a round are kept",
        ),
    ]
