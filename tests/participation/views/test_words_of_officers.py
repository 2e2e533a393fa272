"""What officers wrote in no named language: its own direction, and no language claimed."""

import pytest
from django.urls import reverse

from participation.services.paper_tables import Account, account_for_paper
from participation.services.steps import ask_for_step
from tests.factories.paper import given_at, table, typed_in
from tests.factories.participation import (
    cancelled,
    closed_by_two,
    open_round_with_options,
    staff_member,
)

pytestmark = pytest.mark.django_db

WORDS = "فاض النهر (5 km)."
MARKED = f'lang="" dir="auto">{WORDS}<'


def text_at(client, name, *args):
    return client.get(reverse(f"participation:{name}", args=args)).text


def test_the_reason_of_a_cancelled_round(client):
    round_ = cancelled(open_round_with_options(), reason=WORDS)

    assert MARKED in text_at(client, "round", round_.slug)
    client.force_login(staff_member())
    assert MARKED in text_at(client, "manage_round", round_.slug)


def test_the_reason_that_a_second_person_is_asked_to_agree_to(client):
    round_ = open_round_with_options()
    ask_for_step(round_, "cancel", by=staff_member(), reason=WORDS)
    client.force_login(staff_member())

    assert MARKED in text_at(client, "second_person", round_.slug)


def test_why_the_sheets_of_a_table_differ(client, settings):
    settings.RELEASE_THRESHOLD_PERSONS = 1
    round_ = open_round_with_options()
    batch = given_at(table(round_, issued=4), 2)
    back = Account(issued=4, spoilt=0, unused=1, missing=1, cast=2, explanation=WORDS)
    account_for_paper(batch, back, by=staff_member())
    for _ in range(2):
        typed_in(batch, ["1", "2"])
    closed_by_two(round_)

    assert MARKED in text_at(client, "result", round_.slug)
    client.force_login(staff_member())
    assert MARKED in text_at(client, "paper_batch", round_.slug, batch.number)
