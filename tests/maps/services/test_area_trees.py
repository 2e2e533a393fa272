"""Who adds up to whom on a day, whatever became of the borders since."""

import datetime

import pytest

from maps.enums import CellStatus
from maps.models import AdminArea
from maps.services.area_trees import tree_on
from maps.services.releases import publish_release
from maps.services.versions import begin_version
from tests.factories.maps import ReportingRoundFactory, return_count
from tests.maps.services.test_areas import stored
from tests.maps.services.test_successions import EARLIER, LATER, strip

pytestmark = pytest.mark.django_db

BEFORE, AFTER = LATER - datetime.timedelta(30), LATER + datetime.timedelta(30)


@pytest.fixture
def split():
    """District A of three wards, which became A1 with two of them and A2 with one."""
    stored(1, strip("A", 0, 3), valid_on=EARLIER)
    stored(2, *(strip(f"w{x}", x, x + 1) for x in range(3)), valid_on=EARLIER)
    stored(1, strip("A1", 0, 2), strip("A2", 2, 3), valid_on=LATER)


def wholes_on(day):
    tree = tree_on(day)
    return {
        area.pcode: None if parent is None else tree.areas[parent].pcode
        for area, parent in zip(tree.areas, tree.parents, strict=True)
        if area.level == 2
    }


def test_before_a_split_its_parts_are_of_the_area_that_was(split):
    assert wholes_on(BEFORE) == {"w0": "A", "w1": "A", "w2": "A"}


def test_after_a_split_each_is_of_the_half_it_lies_in(split):
    assert wholes_on(AFTER) == {"w0": "A1", "w1": "A1", "w2": "A2"}


def test_version_that_ended_after_the_split_is_of_its_half_too(split):
    """Borders loaded late for an earlier day, as a decree is published."""
    ward = AdminArea.objects.get(pcode="w2")
    district = AdminArea.objects.get(pcode="A")
    begin_version(ward, name="Renamed", by=None)
    AdminArea.objects.filter(pk=ward.pk).update(parent=district)

    assert wholes_on(AFTER)["w2"] == "A2"


def test_round_of_before_the_split_has_its_totals_and_no_remainder(split):
    """Published late: A's total with two of its three wards would tell of the third."""
    reporting = ReportingRoundFactory(code="R1", reported_on=BEFORE)
    for code, persons in (("w0", 3), ("w1", 40), ("w2", 60)):
        return_count(AdminArea.objects.get(pcode=code), persons, round=reporting)

    release = publish_release("R1", by=None)

    shown = release.cells.filter(status=CellStatus.PUBLISHED)
    assert shown.get(area__pcode="A").value == 103
    assert shown.filter(area__level=2).count() == 1
