"""Tables for those who run them: opened, looked at, let in late, closed."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.models import Round, TableSession
from participation.services.tables import is_pin_of
from tests.factories.communities import MandateFactory
from tests.factories.participation import (
    in_state,
    open_round_with_options,
    staff_member,
)
from tests.factories.people import UserFactory
from tests.factories.tables import table_at, table_in_use

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_():
    """Closes within the hour: nobody's session ends before."""
    soon = timezone.now() + datetime.timedelta(minutes=50)
    return open_round_with_options(closes_at=soon)


def address(name, round_, *more):
    return reverse(f"participation:{name}", args=[round_.slug, *more])


def after_closing(monkeypatch, round_):
    """Let closing time have come, on the pages' own clock."""
    moment = round_.closes_at + datetime.timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_staff_open_a_table_and_see_its_pin_once(client, staff, round_):
    page = client.post(address("manage_tables", round_), {"place": "School"})

    table = TableSession.objects.get()
    pin = re.search(r'<span class="code">(\d{8})</span>', page.text)[1]
    assert is_pin_of(table, pin)
    assert table.key in page.text
    assert "<svg" in page.text
    assert "no-store" in page["Cache-Control"]
    assert pin not in client.get(address("manage_table", round_, table.pk)).text


def test_a_member_of_the_committee_finds_the_tables_on_the_page_of_the_round(
    client, round_
):
    client.force_login(MandateFactory(community=round_.community).user)

    page = client.get(address("round", round_))

    assert address("manage_tables", round_) in page.text
    opened = client.post(address("manage_tables", round_), {"place": "Mosque yard"})
    assert opened.status_code == 200
    assert TableSession.objects.get().place == "Mosque yard"


@pytest.mark.parametrize("who", ["nobody", "somebody", "other committee"])
def test_tables_are_shown_to_nobody_else(client, round_, who):
    table = table_in_use(round_).table
    if who != "nobody":
        client.force_login(
            UserFactory() if who == "somebody" else MandateFactory().user
        )

    answers = [client.get(address("manage_tables", round_))]
    answers.append(client.get(address("manage_table", round_, table.pk)))
    answers += [
        client.post(address(f"manage_table_{verb}", round_, table.pk))
        for verb in ("pin", "tally", "close")
    ]

    expected = 302 if who == "nobody" else 403
    assert {each.status_code for each in answers} == {expected}
    assert (
        address("manage_tables", round_)
        not in client.get(address("round", round_)).text
    )


def test_a_table_of_another_round_is_not_found(client, staff, round_):
    table = table_at(open_round_with_options()).table

    assert client.get(address("manage_table", round_, table.pk)).status_code == 404


def test_another_pin_is_shown_once(client, staff, round_):
    opened = table_at(round_)

    page = client.post(address("manage_table_pin", round_, opened.table.pk))

    pin = re.search(r'<span class="code">(\d{8})</span>', page.text)[1]
    opened.table.refresh_from_db()
    assert is_pin_of(opened.table, pin)


def test_the_page_of_a_table_says_how_to_get_in_after_wrong_pins(client, staff, round_):
    table = table_at(round_).table

    page = client.get(address("manage_table", round_, table.pk))

    assert "another PIN is taken at once" in page.text


def test_a_table_without_a_device_is_closed_by_a_button(client, staff, round_):
    table = table_at(round_).table

    client.post(address("manage_table_close", round_, table.pk))

    assert not TableSession.objects.get().is_open


def test_what_is_on_a_device_is_given_up_by_two_persons(client, staff, round_):
    table = table_in_use(round_).table
    page, close, lost = (
        address(name, round_, table.pk)
        for name in ("manage_table", "manage_table_close", "manage_table_lost")
    )
    work = reverse("participation:my_work")

    alone = client.post(close, follow=True)
    refused = client.post(lost, {"lost_because": " "}, follow=True)
    said = client.post(lost, {"lost_because": "Stolen on the way."}, follow=True)
    again = client.post(close, follow=True)

    assert "Close the table on its device" in alone.text
    assert "required" in refused.text
    assert "A second person is asked" in said.text
    assert "You said so yourself." in said.text
    assert "Another person than the one who said so" in again.text
    assert "Said to be lost" in client.get(address("manage_tables", round_)).text
    assert page not in client.get(work).text

    client.force_login(MandateFactory(community=round_.community).user)
    assert page in client.get(work).text
    asked = client.get(page).text
    assert "Stolen on the way." in asked
    assert close in asked
    client.post(close)

    table.refresh_from_db()
    assert table.is_given_up
    assert "Given up" in client.get(address("manage_tables", round_)).text
    assert page not in client.get(work).text


def test_the_tally_sheet_is_asked_of_a_second_person(
    client, staff, round_, monkeypatch
):
    own = table_at(round_, by=staff).table
    other = table_at(round_).table
    after_closing(monkeypatch, round_)

    pages = [client.get(address("manage_table", round_, t.pk)) for t in (own, other)]
    client.post(address("manage_table_tally", round_, own.pk), {"voters": 4})
    client.post(address("manage_table_tally", round_, other.pk), {"voters": 4})

    assert ['name="voters"' in page.text for page in pages] == [False, True]
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.voters, other.voters) == (None, 4)


def test_no_table_is_offered_after_closing_time(client, staff, round_, monkeypatch):
    after_closing(monkeypatch, round_)

    page = client.get(address("manage_tables", round_))

    assert 'name="place"' not in page.text


def test_the_round_says_that_open_tables_come_first(client, staff, round_, monkeypatch):
    table_at(round_)
    after_closing(monkeypatch, round_)

    page = client.get(address("manage_round", round_))

    assert "1 table is open." in page.text
    assert "Ask a second person to close" not in page.text


def test_tables_of_a_closed_round_stay_to_be_read(client, staff):
    round_ = in_state("closed")

    assert client.get(address("manage_tables", round_)).status_code == 200


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_asks_as_often_for_many_tables_as_for_one(
    client, round_, item_count, django_assert_num_queries
):
    client.force_login(staff_member())
    for _ in range(item_count):
        table_at(round_)
    path = address("manage_tables", round_)
    client.get(path)

    with django_assert_num_queries(5):
        client.get(path)
    assert Round.objects.count() == 1
