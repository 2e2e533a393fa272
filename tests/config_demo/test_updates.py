"""Updates and pages hang together with the rest of the demo and fit their fields."""

import datetime

import pytest

from config.demo.initiatives import initiatives
from config.demo.pictures import pictures
from config.demo.updates import (
    UpdateSketch,
    about_pages,
    community_index,
    home,
    update_index,
    updates,
)

TODAY = datetime.date(2026, 11, 23)


def _each() -> list[object]:
    return [pytest.param(entry, id=entry.slug) for entry in updates()]


def test_updates_are_ten_newest_first():
    dates = [entry.published_on for entry in updates()]
    assert len({entry.slug for entry in updates()}) == 10
    assert dates == sorted(dates, reverse=True)
    assert dates[0] <= TODAY


@pytest.mark.parametrize("update", _each())
def test_update_points_at_what_exists(update: UpdateSketch):
    assert update.picture in {picture.stem for picture in pictures()}
    homes = {entry.key: entry.community for entry in initiatives()}
    assert homes.get(update.initiative, update.community) == update.community
    assert update.initiative in {"", *homes}


@pytest.mark.parametrize("update", _each())
def test_update_fits_its_fields(update: UpdateSketch):
    assert len(update.introduction.en) <= 400
    assert len(update.introduction.ar) <= 400
    assert len(update.body) >= 2
    assert all(text.en and text.ar for text in update.body)


def test_pages_say_what_is_collected_what_never_and_who_to_write_to():
    assert [page.slug for page in about_pages()] == ["about", "data", "contact"]
    headings = {s.heading.en for page in about_pages() for s in page.sections}
    assert {
        "What is collected",
        "What is never collected",
        "How numbers are protected",
        "Maro is made up",
    } <= headings


def test_page_texts_fit_their_fields():
    assert len(home().headline.en) <= 160
    assert len(home().headline.ar) <= 160
    pages = (community_index(), update_index(), *about_pages())
    for text in (home().introduction, *(page.introduction for page in pages)):
        assert 0 < len(text.en) <= 400
        assert 0 < len(text.ar) <= 400
