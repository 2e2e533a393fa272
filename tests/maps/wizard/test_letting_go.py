"""Files that are not stored, and files that nobody stores."""

import datetime
import os

import pytest
from django.utils import timezone

from maps.enums import ImportState
from maps.models import ImportJob
from maps.models.returns import ReturnCount, StagedCount
from maps.services.import_jobs import purge_expired
from tests.maps.wizard.walking import (
    GOOD,
    answer,
    only_job,
    page_of,
    press,
    text_of,
    upload,
    waiting_files,
)

pytestmark = pytest.mark.django_db


def test_a_cancelled_file_is_gone_at_once(client, steward, country):
    upload(client, GOOD)
    answer(client, only_job(), group="RRI")

    response = press(client, "cancel_import", only_job())

    assert "Nothing was stored, and the file is deleted" in text_of(response)
    assert waiting_files() == []
    assert not StagedCount.objects.exists()
    assert not ReturnCount.objects.exists()


def test_a_file_whose_time_is_over_is_gone(client, steward, country):
    upload(client, GOOD)
    job = only_job()
    assert len(waiting_files()) == 1
    ImportJob.objects.update(expires_at=timezone.now() - datetime.timedelta(minutes=1))

    response = page_of(client, "import_columns", job)
    followed = page_of(client, "import", job)

    assert response.status_code == 302
    assert "The time for this file is over" in text_of(followed)
    assert waiting_files() == []


def test_purging_ends_old_files_and_deletes_stray_ones(
    client, steward, country, private_folder
):
    upload(client, GOOD)
    answer(client, only_job(), group="RRI")
    ImportJob.objects.update(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    upload(client, GOOD)
    kept = only_job()
    stray, arriving = private_folder / "stray", private_folder / "arriving"
    for path in (stray, arriving):
        path.write_text("left by a crash")
    os.utime(stray, (0, 0))

    ended = purge_expired()

    assert ended == 0, "uploading purges as well"
    assert ImportJob.objects.exclude(pk=kept.pk).get().state == ImportState.EXPIRED
    assert {path.name for path in waiting_files()} == {"arriving", kept.stored_as}
    assert not StagedCount.objects.exists()


def test_nobody_collects_unfinished_files_without_end(client, steward, country):
    for _n in range(10):
        upload(client, GOOD)

    response = upload(client, GOOD)

    assert "You have 10 unfinished imports" in text_of(response)
    assert len(waiting_files()) == 10
