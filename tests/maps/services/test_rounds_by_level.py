"""A round may be shown down to a level only: nothing finer leaves the door."""

import pytest

from maps.enums import CellStatus, RefusalKind
from maps.models import AdminArea, ReleasedCell
from maps.services.audits import audit_release
from maps.services.coarsening import counted_in
from maps.services.raw_counts import RawCount
from maps.services.refusals import ReleaseRefusedError
from maps.services.releases import publish_release
from maps.services.stocks import read_stock
from tests.factories.maps import ReportingRoundFactory, area_tree, return_count

pytestmark = pytest.mark.django_db
PERSONS = (40, 3, 55, 120, 80, 61)


def counted(code, **fields):
    """Six wards of two districts, with their counts."""
    [country], districts, wards = area_tree(1, 2, 3)
    reporting = ReportingRoundFactory(code=code, **fields)
    for ward, persons in zip(wards, PERSONS, strict=True):
        return_count(ward, persons, households=persons // 3 + 1, round=reporting)
    return country, districts, wards


def shown(release):
    return {
        cell.area.pcode: cell.value
        for cell in release.cells.filter(measure="individuals").select_related("area")
    }


def test_a_round_shown_down_to_districts_has_no_cell_of_a_ward():
    country, districts, _wards = counted("R1", finest_level=1)

    release = publish_release("R1", by=None)

    assert shown(release) == {
        country.pcode: 359,
        districts[0].pcode: 98,
        districts[1].pcode: 261,
    }
    assert [each["level"] for each in release.report["levels"]] == [0, 1]


def test_what_is_small_in_a_ward_hides_nothing_in_a_round_without_wards():
    """That is what a coarser round is for."""
    counted("R1", finest_level=1)

    release = publish_release("R1", by=None)

    assert not release.cells.filter(status=CellStatus.HIDDEN).exists()
    assert audit_release(release).leaks == []


def test_households_are_added_up_too():
    _country, districts, _wards = counted("R1", finest_level=1)

    release = publish_release("R1", by=None)

    homes = release.cells.get(area=districts[0], measure="households")
    assert homes.value == 40 // 3 + 3 // 3 + 55 // 3 + 3


def test_wards_cannot_be_left_out_once_they_are_public():
    counted("R1")
    publish_release("R1", by=None)
    stock = read_stock(ReleasedCell.objects.first().release.round)
    reporting = stock.reporting
    reporting.finest_level = 1
    reporting.save()

    with pytest.raises(ReleaseRefusedError) as refusal:
        publish_release("R1", by=None, threshold=20)

    assert refusal.value.kind == RefusalKind.UNPROTECTABLE
    assert "Version 1 has shown areas of levels" in str(refusal.value)
    assert "counts differ" not in str(refusal.value)


def test_wards_that_were_hidden_in_every_release_can_be_left_out():
    """Of them nothing is public."""
    [_country], _districts, wards = area_tree(1, 2, 3)
    reporting = ReportingRoundFactory(code="R1")
    for ward in wards:
        return_count(ward, 4, round=reporting)
    assert not ReleasedCell.objects.filter(status=CellStatus.PUBLISHED).exists()
    publish_release("R1", by=None)
    assert not ReleasedCell.objects.filter(
        area__level=2, status=CellStatus.PUBLISHED
    ).exists()
    reporting.finest_level = 1
    reporting.save()

    release = publish_release("R1", by=None, threshold=11)

    assert {cell.area.level for cell in release.cells.select_related("area")} == {0, 1}


def test_a_counted_area_that_lies_in_no_larger_one_is_named_to_the_steward():
    """Left out with the small areas, its people would be missing from every figure."""
    _country, districts, wards = counted("R1", finest_level=1)
    AdminArea.objects.filter(pk=wards[0].pk).update(parent=None)

    with pytest.raises(ReleaseRefusedError, match="lie in no larger area") as refusal:
        publish_release("R1", by=None)

    assert refusal.value.kind == RefusalKind.OTHER_BORDERS
    assert {cell[:2] for cell in refusal.value.cells} == {(2, wards[0].pcode)}
    assert wards[0].pcode not in str(refusal.value)
    AdminArea.objects.filter(pk=wards[0].pk).update(parent=districts[0])
    assert shown(publish_release("R1", by=None))[districts[0].pcode] == 98


def raw(area, individuals, households, group="RET", breakdown="all"):
    return RawCount(1, area, group, breakdown, individuals, households)


def test_parts_and_groups_are_added_up_apart():
    counts = [raw(11, 4, 1), raw(12, 5, 2), raw(11, 3, None, breakdown="f")]

    added = counted_in(counts, {11: 1, 12: 1})

    assert added == [raw(1, 9, 3), raw(1, 3, None, breakdown="f")]


@pytest.mark.parametrize(
    ("parts", "households"),
    [
        ([(4, 1), (5, None)], None),
        ([(4, 1), (0, None)], 1),
        ([(4, None), (5, None)], None),
    ],
)
def test_households_are_known_where_they_are_of_every_part_with_people(
    parts, households
):
    counts = [raw(at, *both) for at, both in enumerate(parts)]

    [added] = counted_in(counts, dict.fromkeys(range(len(parts)), 99))

    assert added.households == households
