"""Typing in: a line a sheet, nothing lost, nothing seen of what another typed."""

import re

import pytest
from django.urls import reverse

from participation.models import PaperReading
from participation.services.paper_entry import begin_entry
from tests.factories.paper import counted, typed_in
from tests.factories.participation import ended_round_with_options, staff_member

pytestmark = pytest.mark.django_db

FIELD = re.compile(r'name="sheet-(\d+)"(?: value="([^"]*)")?')


def main_of(page):
    """What the page says of its own: head and foot are those of every page."""
    return re.search(r"<main.*?</main>", page.text, flags=re.S)[0]


@pytest.fixture
def round_():
    return ended_round_with_options(costs=(60, 50, 30, 20, 10))


def entry_of(batch):
    return reverse("participation:paper_entry", args=[batch.round.slug, batch.number])


def shown(page):
    """The lines of a page: sheet and what stands in it."""
    return {int(sheet): value for sheet, value in FIELD.findall(page.text)}


def test_a_clerk_types_page_after_page_and_finishes(client, staff, round_):
    batch = counted(round_, 23)
    path = entry_of(batch)

    first = client.post(path, {"step": "begin"}, follow=True)
    assert list(shown(first)) == list(range(1, 21))
    lines = {f"sheet-{sheet}": "1 3" for sheet in range(1, 21)}
    second = client.post(
        path, {**lines, "from": "1", "kept_as": "paper-1-1"}, follow=True
    )

    assert list(shown(second)) == [21, 22, 23]
    assert 'data-keep-done="paper-1-1"' in second.text
    assert "20 of 23 sheets typed in" in second.text
    rest = {"sheet-21": "0", "sheet-22": "-", "sheet-23": "2", "from": "21"}
    ready = client.post(path, rest, follow=True)
    assert shown(ready) == {}
    assert "All sheets are typed in." in ready.text
    done = client.post(path, {"step": "finish"}, follow=True)

    assert "Finished. Nobody can change what you typed." in done.text
    assert batch.entries.get().is_finished


def test_a_mistyped_line_is_told_and_the_others_are_stored(client, staff, round_):
    batch = counted(round_, 3)
    begin_entry(batch, by=staff)

    page = client.post(
        entry_of(batch),
        {"sheet-1": "1 9", "sheet-2": "2 3", "from": "1", "kept_as": "k"},
    )

    assert "No. 9 is not on this ballot." in page.text
    assert shown(page) == {1: "1 9", 2: "2 3", 3: ""}
    assert "data-keep-done" not in page.text
    assert PaperReading.objects.get().sheet == 2


def test_enter_after_a_single_line_loses_nothing_without_script(client, staff, round_):
    """The browser sends the whole page on Enter: what is there is stored."""
    batch = counted(round_, 2)
    begin_entry(batch, by=staff)

    page = client.post(
        entry_of(batch), {"sheet-1": "3", "sheet-2": "", "from": "1"}, follow=True
    )

    assert shown(page) == {2: ""}
    assert "1 of 2 sheets typed in" in page.text


def test_earlier_sheets_can_be_looked_over_and_changed(client, staff, round_):
    batch = counted(round_, 22)
    begin_entry(batch, by=staff)
    path = entry_of(batch)
    client.post(path, {f"sheet-{n}": "1" for n in range(1, 21)} | {"from": "1"})

    page = client.get(path, {"from": "1"})
    client.post(path, {"sheet-2": "5", "from": "1"})

    assert shown(page)[2] == "1"
    assert "?from=21" in page.text
    assert PaperReading.objects.get(sheet=2).marks == "5"


def test_the_second_clerk_sees_nothing_of_the_first(client, staff, round_):
    batch = counted(round_, 2)
    typed_in(batch, ["4 5", "1 2 3"])

    page = client.post(entry_of(batch), {"step": "begin"}, follow=True)

    assert shown(page) == {1: "", 2: ""}
    assert not re.search(r"4 5|1 2 3", main_of(page))


def test_the_third_sees_neither_reading_of_a_sheet_in_question(client, staff, round_):
    batch = counted(round_, 3)
    typed_in(batch, ["1", "4 5", "3"])
    typed_in(batch, ["1", "2 5", "3"])

    page = client.post(entry_of(batch), {"step": "begin"}, follow=True)

    assert shown(page) == {2: ""}
    assert not re.search(r"4 5|2 5", main_of(page))


def test_no_page_of_the_batch_shows_a_line_or_a_sum(client, staff, round_):
    batch = counted(round_, 2)
    typed_in(batch, ["4 5", "4 5"])
    slug = round_.slug

    for name, more in (
        *(("paper", []), ("paper_batch", [1]), ("manage_round", [])),
        *(("round", []), ("my_work", None)),
    ):
        args = [] if more is None else [slug, *more]
        page = client.get(reverse(f"participation:{name}", args=args))
        assert "4 5" not in main_of(page)


def test_one_who_typed_cannot_begin_again(client, staff, round_):
    batch = counted(round_, 1)
    typed_in(batch, ["1"], by=staff)

    page = client.get(
        reverse("participation:paper_batch", args=[round_.slug, batch.number])
    )
    again = client.post(entry_of(batch), {"step": "begin"}, follow=True)

    assert "The next entry is for another person" in page.text
    assert "Another person has to do this" in again.text


def test_a_sheet_that_is_not_on_the_page_is_not_stored(client, staff, round_):
    batch = counted(round_, 2)
    begin_entry(batch, by=staff)

    client.post(entry_of(batch), {"sheet-7": "1", "from": "1"})

    assert PaperReading.objects.count() == 0


def test_without_an_entry_the_page_leads_to_the_table(client, staff, round_):
    batch = counted(round_, 1)
    begin_entry(batch, by=staff_member())

    answer = client.post(entry_of(batch), {"sheet-1": "1", "from": "1"})

    assert answer.status_code == 302
    assert PaperReading.objects.count() == 0
