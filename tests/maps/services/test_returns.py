"""Storing counts: repeatable, by group, closed once published."""

import datetime

import pytest

from maps.imports.counting import Count
from maps.models import ReportingRound
from maps.models.returns import ReturnCount
from maps.services.releases import publish_release
from maps.services.returns import ReturnsNotStoredError, locator_on, store_returns
from tests.factories.maps import area_tree

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 9, 30)


@pytest.fixture
def wards():
    _country, wards = area_tree(1, 3)
    return wards


def store(counts, code="R1", day=DAY):
    return store_returns(counts, round_code=code, reported_on=day, by=None)


def test_counts_are_stored_by_area_and_group(wards):
    store({(wards[0].pk, "RET"): Count(40, 9), (wards[1].pk, "MIG"): Count(12)})

    assert set(
        ReturnCount.objects.values_list("area", "group", "individuals", "households")
    ) == {(wards[0].pk, "RET", 40, 9), (wards[1].pk, "MIG", 12, None)}


def test_same_counts_again_change_nothing(wards):
    counts = {(wards[0].pk, "RET"): Count(40, 9)}
    store(counts)
    before = ReturnCount.objects.get().pk

    assert store(counts).changed is False
    assert ReturnCount.objects.get().pk == before


def test_second_file_of_a_round_leaves_other_groups_alone(wards):
    store({(wards[0].pk, "RET"): Count(40)})

    store({(wards[0].pk, "MIG"): Count(7)})

    assert ReturnCount.objects.count() == 2


def test_rounds_are_never_added_up(wards):
    store({(wards[0].pk, "RET"): Count(40)}, code="R1")
    store({(wards[0].pk, "RET"): Count(50)}, code="R2")

    assert list(
        ReturnCount.objects.order_by("individuals").values_list(
            "individuals", flat=True
        )
    ) == [40, 50]


def test_a_round_keeps_its_date(wards):
    store({(wards[0].pk, "RET"): Count(40)})

    with pytest.raises(ReturnsNotStoredError, match="Check --date"):
        store({(wards[0].pk, "RET"): Count(40)}, day=datetime.date(2026, 10, 1))


def test_other_counts_of_a_published_round_are_kept_beside_those_that_were_shown(wards):
    store({(wards[0].pk, "MIG"): Count(30), (wards[0].pk, "RET"): Count(40)})
    publish_release("R1", by=None)

    store({(wards[0].pk, "RET"): Count(60)})
    store({(wards[0].pk, "RET"): Count(61)})

    assert set(ReturnCount.objects.values_list("revision", "group", "individuals")) == {
        (1, "MIG", 30),
        (1, "RET", 40),
        (2, "MIG", 30),
        (2, "RET", 61),
    }


def test_parts_by_sex_are_stored_beside_the_whole(wards):
    counts = {(wards[0].pk, "RET"): Count(40, 9, {"f": 21, "m": 19})}

    store(counts)

    assert set(
        ReturnCount.objects.values_list("breakdown", "individuals", "households")
    ) == {("all", 40, 9), ("f", 21, None), ("m", 19, None)}
    assert store(counts).changed is False


@pytest.mark.parametrize(
    "parts",
    [{"f": 41}, {"f": 10, "0-4": 5}, {"0-17": 10, "5-11": 5}, {"all": 3}, {"x": 3}],
    ids=["more than all", "sex and age", "bands overlap", "the whole", "unknown"],
)
def test_parts_that_do_not_make_up_the_whole_are_refused(wards, parts):
    with pytest.raises(ReturnsNotStoredError, match="make up the whole"):
        store({(wards[0].pk, "RET"): Count(40, 9, parts)})


def test_empty_file_stores_no_round():
    with pytest.raises(ReturnsNotStoredError):
        store({})

    assert not ReportingRound.objects.exists()


def test_rows_are_placed_in_the_finest_areas_of_the_day(wards):
    locate = locator_on(DAY)

    point = wards[1].point
    assert locate.keys_at([point.x], [point.y]) == [wards[1].pk]


def test_without_areas_it_says_what_to_load_first():
    with pytest.raises(ReturnsNotStoredError, match="load_areas"):
        locator_on(DAY)
