"""Series of rounds over changes of borders: continued where nothing is invented."""

import datetime

import pytest
from django.urls import reverse

from maps.models import Release, ReleasedCell
from maps.queries.released import figures_of, series_of
from maps.queries.successions import lineage_of
from tests.factories.maps import (
    AdminAreaFactory,
    AreaSuccessionFactory,
    ReportingRoundFactory,
)

pytestmark = pytest.mark.django_db

CHANGED = datetime.date(2024, 6, 1)
HIDDEN = None


def earlier_area(name: str, **fields):
    return AdminAreaFactory(
        name=name, valid_on=datetime.date(2020, 1, 1), valid_to=CHANGED, **fields
    )


def later_area(name: str, **fields):
    return AdminAreaFactory(name=name, valid_on=CHANGED, **fields)


def became(earlier, later, kind, **fields):
    return AreaSuccessionFactory(
        predecessor=earlier, successor=later, kind=kind, **fields
    )


def released(code: str, day: str, figures) -> Release:
    """A release as publishing stores it: area to persons, None where hidden."""
    release = Release.objects.create(
        round=ReportingRoundFactory(
            code=code, reported_on=datetime.date.fromisoformat(day)
        ),
        version=1,
        threshold=10,
    )
    for area, persons in figures.items():
        ReleasedCell.objects.create(
            release=release,
            area=area,
            group="RET",
            status="hidden" if persons is HIDDEN else "published",
            value=persons,
        )
    return release


def series(area):
    return [
        (each.release.round.code, each.persons, each.is_comparable)
        for each in series_of(lineage_of(area), "RET")
    ]


@pytest.fixture
def merged():
    """North and South became Union between two rounds."""
    north, south = earlier_area("North"), earlier_area("South")
    union = later_area("Union")
    became(north, union, "merged", share_of_successor=0.6)
    became(south, union, "merged", share_of_successor=0.4)
    return north, south, union


def test_a_series_goes_on_over_a_new_name():
    old, new = earlier_area("Old Town"), later_area("New Town")
    became(old, new, "renamed")
    released("R1", "2023-01-01", {old: 40})
    released("R2", "2025-01-01", {new: 55})

    assert series(new) == [("R1", 40, True), ("R2", 55, True)]


def test_a_community_that_names_the_old_version_sees_the_new_figure():
    old, new = earlier_area("Old Town"), later_area("New Town")
    became(old, new, "renamed")
    release = released("R2", "2025-01-01", {new: 55})

    assert figures_of(release, old)["RET"].persons == 55


def test_a_series_goes_on_over_a_merger_as_the_sum_of_what_is_published(merged):
    north, south, union = merged
    released("R1", "2023-01-01", {north: 40, south: 60})
    released("R2", "2025-01-01", {union: 120})

    assert series(union) == [("R1", 100, True), ("R2", 120, True)]


@pytest.mark.parametrize("hidden", [{0}, {1}, {0, 1}])
def test_a_merger_shows_no_sum_where_any_part_is_hidden(merged, hidden, client):
    north, south, union = merged
    values = [HIDDEN if part in hidden else 7777 for part in (0, 1)]
    released("R1", "2023-01-01", dict(zip((north, south), values, strict=True)))
    for code, year in (("R2", 2025), ("R3", 2026)):
        released(code, f"{year}-01-01", {union: 120})

    assert series(union)[0] == ("R1", None, True)
    page = client.get(reverse("maps:area", args=[union.pcode])).content.decode()
    # Neither the sum nor the other part: with either, the total gives the rest away.
    assert "7,777" not in page
    assert "not shown" in page


def test_a_merger_shows_no_sum_where_a_part_was_not_in_the_round(merged):
    north, _south, union = merged
    released("R1", "2023-01-01", {north: 40})

    assert series(union) == [("R1", None, True)]


@pytest.mark.parametrize("spoilt", ["unconfirmed", "deleted", "not whole", "mixed"])
def test_a_merger_that_is_not_complete_breaks_the_series(merged, spoilt):
    north, south, union = merged
    part = south.successions.get()
    if spoilt == "deleted":
        part.delete()
    else:
        part.is_confirmed = spoilt != "unconfirmed"
        part.share_of_predecessor = 0.7 if spoilt == "not whole" else 1.0
        part.kind = "redrawn" if spoilt == "mixed" else "merged"
        part.save()
    released("R1", "2023-01-01", {north: 40, south: 60})
    released("R2", "2025-01-01", {union: 120})

    assert series(union) == [("R1", None, False), ("R2", 120, True)]


@pytest.mark.parametrize("kind", ["split", "redrawn"])
def test_a_series_breaks_visibly_where_ground_was_divided(kind, client):
    whole, part, other = earlier_area("Whole"), later_area("Part"), later_area("Rest")
    became(whole, part, kind, share_of_predecessor=0.5)
    became(whole, other, kind, share_of_predecessor=0.5)
    released("R1", "2023-01-01", {whole: 9999})
    released("R2", "2025-01-01", {part: 50, other: 60})
    released("R3", "2026-01-01", {part: 55, other: 70})

    assert series(part) == [("R1", None, False), ("R2", 50, True), ("R3", 55, True)]
    page = client.get(reverse("maps:area", args=[part.pcode])).content.decode()
    assert "other borders" in page
    assert "cannot be compared" in page
    assert "1 June 2024" in page
    assert "Whole" in page
    assert "9,999" not in page


def test_readers_are_told_that_somebody_has_yet_to_confirm(client):
    before, after = earlier_area("Stone Hill"), later_area("Bright Hill")
    change = became(before, after, "renamed")
    released("R1", "2023-01-01", {before: 40})
    released("R2", "2025-01-01", {after: 60})
    page = reverse("maps:area", args=[after.pcode])

    change.is_confirmed = False
    change.save()
    waiting = client.get(page).content.decode()
    change.is_confirmed = True
    change.save()
    known = client.get(page).content.decode()

    assert "not compared until somebody has confirmed how" in waiting
    assert "not compared" not in known


def test_a_series_is_followed_through_several_changes(merged):
    north, south, union = merged
    first = AdminAreaFactory(
        name="Very Old North", valid_on="2010-01-01", valid_to=north.valid_on
    )
    became(first, north, "renamed")
    released("R0", "2015-01-01", {first: 11, south: 22})
    released("R1", "2023-01-01", {north: 40, south: 60})

    assert series(union) == [("R0", 33, True), ("R1", 100, True)]


def test_an_area_without_changes_has_its_own_rounds_only():
    area, neighbour = later_area("Here"), later_area("There")
    released("R2", "2025-01-01", {area: 50, neighbour: 70})

    assert series(area) == [("R2", 50, True)]
    assert lineage_of(area).breaks == ()


def test_queries_do_not_grow_with_the_parts_of_a_merger(django_assert_num_queries):
    for parts in (2, 6):
        union = later_area("Union")
        areas = [earlier_area(f"Part {n}") for n in range(parts)]
        for area in areas:
            became(area, union, "merged", share_of_successor=1 / parts)
        released(f"P{parts}", "2023-01-01", dict.fromkeys(areas, 50))
        with django_assert_num_queries(4):
            assert series(union) == [(f"P{parts}", 50 * parts, True)]
