"""What a person sees and can do while a file is being read."""

import re

import pytest
from django.db import connection
from django.urls import reverse
from django_tasks import default_task_backend

from maps.enums import ImportState
from maps.models import ImportJob
from maps.models.returns import StagedCount
from maps.services.import_jobs import cancel_import
from maps.services.import_readings import read_file
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

#: Rows enough for the reader to tell three times how far it is.
LONG = "adm2_pcode,individuals\n" + "XA01,1\nXA02,bad\n" * 25_000


@pytest.fixture
def worker_elsewhere(settings):
    """Tasks wait for a worker that never comes."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}
    }


@pytest.mark.usefixtures("worker_elsewhere")
def test_the_page_says_how_far_it_is_and_follows_without_script(
    client, steward, country
):
    upload(client, GOOD)
    answer(client, only_job(), group="RRI")
    ImportJob.objects.update(rows_read=2, bad_rows=1, rows_expected=4)

    page = page_of(client, "import", only_job())

    assert "Being read" in text_of(page)
    assert re.search(r"Rows read 2 .*Rows with errors so far 1 ", text_of(page))
    assert '<noscript><meta http-equiv="refresh"' in page.content.decode()
    assert "Cancel and delete the file" in text_of(page)


@pytest.mark.usefixtures("worker_elsewhere")
def test_a_second_press_does_not_read_twice(client, steward, country):
    upload(client, GOOD)
    answer(client, only_job(), group="RRI")
    began = only_job().step_began_at

    answer(client, only_job(), group="RET")

    assert only_job().step_began_at == began
    assert only_job().answers["group"] == "RRI"


@pytest.mark.usefixtures("worker_elsewhere")
def test_what_was_cancelled_before_its_turn_is_never_read(client, steward, country):
    upload(client, GOOD)
    answer(client, only_job(), group="RRI")
    press(client, "cancel_import", only_job())

    read_file(only_job().pk)

    assert only_job().state == ImportState.CANCELLED
    assert waiting_files() == []
    assert not StagedCount.objects.exists()


@pytest.mark.usefixtures("worker_elsewhere")
def test_reading_tells_how_far_it_is_and_stops_when_cancelled(client, steward, country):
    upload(client, LONG)
    answer(client, only_job(), group="RRI")
    job, seen = only_job(), []

    def cancelling(execute, sql, params, many, context):
        """At the second word of how far it is, the person presses the button."""
        is_word = sql.startswith("UPDATE") and '"rows_read" = ' in sql
        if is_word and '"state" = ' in sql.split("WHERE")[1]:
            seen.append(params[:2])
            if len(seen) == 2:
                cancel_import(job, by=steward)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(cancelling):
        read_file(job.pk)

    assert [read for read, _bad in seen] == [16_384, 32_768]
    assert [bad for _read, bad in seen] == [8_192, 16_384]
    assert only_job().state == ImportState.CANCELLED
    assert not StagedCount.objects.exists()
    assert not only_job().findings.exists()


@pytest.mark.usefixtures("worker_elsewhere")
def test_a_worker_is_told_nothing_but_the_number_of_the_job(client, steward, country):
    upload(client, GOOD)
    answer(client, only_job(), group="RRI")

    told = [(result.args, result.kwargs) for result in default_task_backend.results]

    assert told[-1] == ([only_job().pk], {})


def test_a_file_that_vanished_is_said_to_have(client, steward, country):
    upload(client, GOOD)
    for path in waiting_files():
        path.unlink()

    page = client.get(reverse("maps:import_columns", args=[only_job().pk]), follow=True)

    assert "The file is not there any more" in text_of(page)
    assert only_job().state == ImportState.FAILED
