"""A published stock, loaded again with other counts: shown as far as it reveals nobody."""

import datetime

import pytest

from maps.disclosure import ContradictoryReleasesError
from maps.enums import CellStatus
from maps.imports.counting import Count
from maps.models import Release, ReleasedCell
from maps.services.audits import audit_release
from maps.services.releases import ReleaseRefusedError, publish_release
from maps.services.returns import store_returns
from tests.factories.maps import area_tree

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 9, 30)
FIRST = (40, 3, 55, 120, 80, 61)


@pytest.fixture
def wards():
    """A country of two districts of three wards each, one ward with few returnees."""
    return area_tree(1, 2, 3)[-1]


def load(wards, persons):
    store_returns(
        {
            (ward.pk, "RET"): Count(number)
            for ward, number in zip(wards, persons, strict=True)
        },
        round_code="R1",
        reported_on=DAY,
        by=None,
    )


def value(release, area):
    return release.cells.get(area=area).value


def test_a_correction_of_many_is_a_new_version(wards):
    load(wards, FIRST)
    first = publish_release("R1", by=None)
    load(wards, (40, 3, 55, 120, 80, 99))

    second = publish_release("R1", by=None)

    assert (second.version, second.revision) == (2, 2)
    assert (value(first, wards[5]), value(second, wards[5])) == (61, 99)
    assert value(second, wards[0].parent.parent) == 397
    assert audit_release(second).ok
    assert audit_release(first).ok


def test_a_figure_that_changed_by_few_is_not_shown_again(wards):
    load(wards, FIRST)
    publish_release("R1", by=None)
    load(wards, (40, 3, 55, 120, 80, 63))

    second = publish_release("R1", by=None)

    north, south = wards[0].parent, wards[5].parent
    assert [value(second, area) for area in (wards[5], south, south.parent)] == [
        None
    ] * 3
    assert value(second, wards[3]) == 120
    assert value(second, north) == 98
    assert audit_release(second).ok


def test_what_a_small_place_was_does_not_follow_from_what_it_is(wards):
    load(wards, FIRST)
    first = publish_release("R1", by=None)
    load(wards, (40, 60, 55, 120, 80, 61))

    second = publish_release("R1", by=None)

    north = wards[0].parent
    assert value(first, wards[1]) is None
    assert None in (value(second, wards[1]), value(second, north))
    assert audit_release(second).ok


def test_the_same_correction_again_is_the_release_that_exists(wards):
    load(wards, FIRST)
    publish_release("R1", by=None)
    load(wards, (40, 3, 55, 120, 80, 99))
    second = publish_release("R1", by=None)

    assert publish_release("R1", by=None) == second
    assert Release.objects.count() == 2


def test_a_correction_that_leaves_nothing_safe_is_refused(wards):
    load(wards, FIRST)
    publish_release("R1", by=None, threshold=10)
    load(wards, (40, 3, 55, 120, 80, 99))
    publish_release("R1", by=None, threshold=10)

    with pytest.raises(ReleaseRefusedError, match="cannot be corrected") as refused:
        publish_release("R1", by=None, threshold=60)

    assert refused.value.cells


def test_audit_finds_what_two_careless_versions_give_away(wards):
    load(wards, FIRST)
    first = publish_release("R1", by=None)
    careless = Release.objects.create(
        round=first.round, version=2, revision=2, threshold=10, report=first.report
    )
    after = {wards[0].pk: 40, wards[2].pk: 55}
    for cell in first.cells.select_related("area", "parent"):
        number = after.get(cell.area_id)
        ReleasedCell.objects.create(
            release=careless,
            area=cell.area,
            parent=cell.parent,
            group=cell.group,
            status=CellStatus.HIDDEN if number is None else CellStatus.PUBLISHED,
            value=number,
        )

    audit = audit_release(careless)

    assert wards[1].pcode in {leak[1] for leak in audit.leaks}


@pytest.mark.parametrize("change", [2, -2], ids=["few came", "few went"])
def test_audit_finds_that_a_figure_changed_by_few(wards, change):
    load(wards, FIRST)
    first = publish_release("R1", by=None)

    audit = audit_release(careless_copy(first, moved(first, wards[5], change)))

    assert (2, wards[5].pcode, "RET", 2, 2) in audit.leaks


@pytest.mark.parametrize("change", [12, -12], ids=["many came", "many went"])
def test_audit_lets_a_figure_change_by_many(wards, change):
    load(wards, FIRST)
    first = publish_release("R1", by=None)

    assert audit_release(careless_copy(first, moved(first, wards[5], change))).ok


def test_audit_holds_each_revision_to_the_threshold_it_was_published_with(wards):
    load(wards, FIRST)
    first = publish_release("R1", by=None, threshold=5)
    load(wards, (400, 300, 500, 520, 480, 661))

    second = publish_release("R1", by=None, threshold=20)

    assert audit_release(second).ok
    assert audit_release(first).ok


def test_audit_does_not_pass_over_a_figure_that_it_cannot_place(wards):
    load(wards, FIRST)
    first = publish_release("R1", by=None)
    elsewhere = area_tree(1, 1, 1)[-1][0]
    careless_copy(first, {elsewhere: 20})

    with pytest.raises(ContradictoryReleasesError, match="no place"):
        audit_release(first)


def moved(release, ward, change):
    """Figures of a ward and of all that it is part of, with so many more."""
    areas = ward, ward.parent, ward.parent.parent
    return {area: value(release, area) + change for area in areas}


def careless_copy(release, figures):
    """The next revision, past the gate: the same figures but for some areas'."""
    again = Release.objects.create(
        round=release.round,
        version=2,
        revision=2,
        threshold=release.threshold,
        report=release.report,
    )
    cells = {cell.area: cell for cell in release.cells.select_related("area")}
    for area in cells.keys() | figures.keys():
        shown = figures.get(area, cells[area].value if area in cells else None)
        ReleasedCell.objects.create(
            release=again,
            area=area,
            parent=area.parent,
            group="RET",
            status=CellStatus.HIDDEN if shown is None else CellStatus.PUBLISHED,
            value=shown,
        )
    return again
