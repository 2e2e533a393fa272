"""A meeting is held by a body of its own community; the words for others stay."""

# ruff: noqa: S608 - only names of our own tables stand in these conditions.

import django.db.models.deletion
from django.db import migrations, models

from participation.backends.triggers import RefuseRows

BODY, MEETING = "communities_communitybody", "participation_meeting"
OF_THE_SAME_COMMUNITY = (
    f"EXISTS (SELECT 1 FROM {BODY} b WHERE b.id = NEW.body_id "
    "AND b.community_id = NEW.community_id)"
)
HAS_MET = f"EXISTS (SELECT 1 FROM {MEETING} m WHERE m.body_id = OLD.id)"


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0006_bodies_that_meet"),
        ("participation", "0022_batches_voided_by_two_persons"),
    ]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="body",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="communities.communitybody",
                verbose_name="body",
            ),
        ),
        RefuseRows(
            table=MEETING,
            name="participation_meeting_of_its_body",
            events=["INSERT", "UPDATE"],
            when=f"NEW.body_id IS NOT NULL AND NOT {OF_THE_SAME_COMMUNITY}",
            message="a meeting is held by a body of its own community",
        ),
        RefuseRows(
            table=BODY,
            name="participation_body_that_met_stays",
            events=["UPDATE"],
            when=f"NEW.community_id <> OLD.community_id AND {HAS_MET}",
            message="a body that has met stays with its community",
        ),
    ]
