"""Pages ask the database as much for three as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.maps.wizard.walking import (
    GOOD,
    answer,
    only_job,
    page_of,
    upload,
)

pytestmark = pytest.mark.django_db


def test_the_list_asks_as_much_for_three_files_as_for_one(
    client, steward, country, django_assert_num_queries
):
    upload(client, GOOD)
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("maps:imports"))
    asked = len(one)
    upload(client, GOOD)
    upload(client, GOOD)

    with django_assert_num_queries(asked):
        client.get(reverse("maps:imports"))


def test_findings_ask_as_much_for_three_as_for_one(
    client, steward, country, django_assert_num_queries
):
    def loaded(rows):
        upload(client, "adm2_pcode,individuals\nXA02,10\n" + "XA01,bad\n" * rows)
        answer(client, only_job(), group="RRI")
        return only_job()

    one_bad, three_bad = loaded(1), loaded(3)
    with CaptureQueriesContext(connection) as one:
        page_of(client, "import_findings", one_bad)

    with django_assert_num_queries(len(one)):
        page_of(client, "import_findings", three_bad)
