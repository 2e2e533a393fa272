"""What is wrong with a file, and how a person is told."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from maps.enums import ImportState
from maps.models import ImportJob
from maps.models.returns import ReturnCount
from maps.services.releases import publish_release
from tests.maps.wizard.walking import (
    GOOD,
    answer,
    only_job,
    page_of,
    press,
    stored,
    text_of,
    upload,
    waiting_files,
)

pytestmark = pytest.mark.django_db


def test_one_bad_row_is_shown_with_its_remedy_and_can_be_left_out(
    client, steward, country
):
    upload(client, GOOD.replace("55", "many"))
    job = only_job()
    preview = answer(client, job, group="RRI")
    assert "Row 3" in text_of(preview)
    assert "1 row has an error" in text_of(preview)

    unsure = press(client, "store_import", job)
    assert "Say that this is meant" in text_of(unsure)
    assert not ReturnCount.objects.exists()

    press(client, "store_import", job, without_bad_rows="on")
    assert set(stored()) == {("XA01", "RRI"), ("XA03", "RRI")}


def test_findings_are_paged_and_come_as_a_file(client, steward, country):
    rows = "".join(f"XA01,bad{n}\n" for n in range(60))
    upload(client, f"adm2_pcode,individuals\n{rows}XA02,10\n")
    job = only_job()
    preview = answer(client, job, group="RRI")
    assert "See all 60 findings" in text_of(preview)

    second = page_of(client, "import_findings", job, page=2)
    assert "Page 2 of 2" in text_of(second)
    assert "Row 61" in text_of(second)

    response = page_of(client, "import_findings_file", job)
    assert response["Content-Disposition"].startswith("attachment")
    table = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(table) == 60
    assert (table[0]["Row"], table[0]["Field"]) == ("2", "individuals")
    assert table[0]["What to do"]


def test_what_is_in_question_is_asked_and_then_read(client, steward, country):
    upload(client, "adm2_pcode,alpha\nXA01,40\n")
    asked = answer(client, only_job(), group="RRI")
    assert only_job().state == ImportState.NEEDS_ANSWERS
    assert 'href="#id_column_individuals"' in asked.content.decode()

    answer(client, only_job(), group="RRI", column_individuals="B")

    assert only_job().state == ImportState.READY


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old.xls", "old .xls workbook"),
        (b"", "empty.csv", "empty"),
        (b"PK\x03\x04broken", "broken.xlsx", "upload_error"),
        (b"\x7fELF\0\0\0", "program.csv", "neither a table of text nor a workbook"),
    ],
)
def test_what_cannot_be_read_is_refused_at_the_door(
    client, steward, country, content, name, said
):
    response = upload(client, content, name=name)

    assert "Please correct this" in text_of(response)
    if said != "upload_error":
        assert said in text_of(response)
    assert not ImportJob.objects.exists()
    assert waiting_files() == []


def test_a_file_that_is_too_large_is_refused(client, steward, country, settings):
    settings.IMPORT_MAX_BYTES = 100

    response = upload(client, GOOD + "XA01,1,1\n" * 1000)

    assert "larger than we accept" in text_of(response)
    assert not ImportJob.objects.exists()
    assert waiting_files() == []


def test_without_borders_a_person_is_told_to_load_them_first(client, steward):
    upload(client, GOOD)

    response = answer(client, only_job(), group="RRI")

    assert "Load the borders first" in text_of(response)


def test_other_counts_of_a_published_round_are_stored_beside_them(
    client, steward, country
):
    upload(client, GOOD)
    answer(client, only_job(), group="RRI")
    press(client, "store_import", only_job())
    publish_release("R7", by=None)

    upload(client, GOOD.replace("55", "56"))
    preview = answer(client, only_job(), group="RRI")
    press(client, "store_import", only_job())

    assert "This round has been published with other counts" in text_of(preview)
    assert list(
        ReturnCount.objects.filter(area__pcode="XA02")
        .order_by("revision")
        .values_list("revision", "individuals")
    ) == [(1, 55), (2, 56)]


def test_a_form_from_another_site_leaves_no_file(steward, country):
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(steward)

    response = upload(stranger, GOOD)

    assert response.status_code == 403
    assert not ImportJob.objects.exists()
    assert waiting_files() == []


def test_a_form_without_anything_is_answered_with_what_is_missing(client, steward):
    response = client.post(reverse("maps:upload_import", args=["returns"]))

    assert "Please correct this" in text_of(response)
