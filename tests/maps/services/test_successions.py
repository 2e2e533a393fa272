"""Loading newer borders tells what became of the earlier ones, and asks a person."""

import datetime

import pytest
import shapely
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from wagtail.models import ModelLogEntry

from maps.enums import SuccessionKind
from maps.models import AdminArea, AreaSuccession, Population
from maps.queries.areas import current_areas
from maps.queries.successions import waiting_successions
from maps.services.successions import confirm_successions
from tests.factories.maps import (
    AdminAreaFactory,
    AreaSuccessionFactory,
    PopulationFactory,
)
from tests.factories.people import UserFactory
from tests.maps.services.test_areas import row, stored

pytestmark = pytest.mark.django_db

EARLIER, LATER = datetime.date(2020, 1, 1), datetime.date(2024, 6, 1)


def strip(code: str, left: float, right: float, **fields):
    """An area one degree high."""
    shape = shapely.MultiPolygon([shapely.box(left, 0, right, 1)])
    return row(code, left, 0, geometry=shape, **fields)


def table():
    return {
        (each.predecessor.pcode, each.successor.pcode): each.kind
        for each in AreaSuccession.objects.all()
    }


def test_a_new_name_a_merger_and_a_split_are_proposed_and_listed():
    stored(2, *(strip(c, x, x + 1) for x, c in enumerate("ABCDE")), valid_on=EARLIER)

    result = stored(
        2,
        strip("A", 0, 1),
        strip("B", 1, 2, name="Bright Hill"),
        strip("C", 2, 4),
        strip("E1", 4, 4.4),
        strip("E2", 4.4, 5),
        valid_on=LATER,
    )

    assert table() == {
        ("A", "A"): "unchanged",
        ("B", "B"): "renamed",
        ("C", "C"): "merged",
        ("D", "C"): "merged",
        ("E", "E1"): "split",
        ("E", "E2"): "split",
    }
    assert result.changes == [
        "Renamed: Area B (B) → Bright Hill (B).",
        "Merged: Area C (C), Area D (D) → Area C (C).",
        "Split: Area E (E) → Area E1 (E1), Area E2 (E2).",
    ]


def test_only_what_is_unchanged_needs_nobodys_word():
    stored(2, strip("A", 0, 1), strip("B", 1, 2), valid_on=EARLIER)
    stored(2, strip("A", 0, 1), strip("B2", 1, 2), valid_on=LATER)

    waiting = waiting_successions(2)

    assert [each.successor.pcode for each in waiting] == ["B2"]


def test_areas_whose_ground_is_taken_end_and_the_others_stay():
    stored(2, strip("A", 0, 1), strip("B", 5, 6), valid_on=EARLIER)

    result = stored(2, strip("A1", 0, 0.5), strip("A2", 0.5, 1), valid_on=LATER)

    assert result.closed == 1
    assert AdminArea.objects.get(pcode="A").valid_to == LATER
    codes = current_areas().order_by("pcode").values_list("pcode", flat=True)
    assert list(codes) == ["A1", "A2", "B"]


def test_parts_of_a_split_area_go_to_the_half_they_lie_in():
    stored(1, strip("A", 0, 2), valid_on=EARLIER)
    stored(2, strip("west", 0, 1), strip("east", 1, 2), valid_on=EARLIER)

    stored(1, strip("A", 0, 1), strip("Z", 1, 2), valid_on=LATER)

    parents = dict(
        current_areas().filter(level=2).values_list("pcode", "parent__pcode")
    )
    assert parents == {"west": "A", "east": "Z"}


def test_parts_that_were_placed_by_hand_stay_where_nothing_changed():
    stored(1, strip("A", 0, 1), strip("B", 1, 2), valid_on=EARLIER)
    stored(2, strip("a", 0, 1), valid_on=EARLIER, parents={"a": "B"})

    stored(1, strip("A", 0, 1), strip("B", 1, 2), valid_on=LATER)

    part = AdminArea.objects.get(pcode="a")
    assert (part.parent.pcode, part.parent.valid_on) == ("B", LATER)


def test_parts_of_a_renamed_area_go_with_it():
    stored(1, strip("A", 0, 1), valid_on=EARLIER)
    stored(2, strip("a", 0, 1), valid_on=EARLIER)

    stored(1, strip("A2", 0, 1), valid_on=LATER)

    assert AdminArea.objects.get(pcode="a").parent.pcode == "A2"


def residents_of(code):
    known = Population.objects.filter(area__pcode=code, area__valid_on=LATER)
    return dict(known.values_list("year", "persons"))


def test_residents_go_over_to_whatever_goes_on_as_one():
    """An unchanged area at once, a renamed one with its confirmation, a half never."""
    stored(2, *(strip(c, x, x + 1) for x, c in enumerate("ABC")), valid_on=EARLIER)
    for area in AdminArea.objects.all():
        PopulationFactory(area=area, year=2019, persons=4_000)

    stored(
        2,
        strip("A", 0, 1),
        strip("B2", 1, 2),
        strip("C1", 2, 2.4),
        strip("C2", 2.4, 3),
        valid_on=LATER,
    )
    at_once = residents_of("A"), residents_of("B2")
    confirm_successions(waiting_successions(2), by=None)

    assert at_once == ({2019: 4_000}, {})
    assert residents_of("B2") == {2019: 4_000}
    assert residents_of("C1") == {}


def test_residents_that_are_known_of_the_later_area_stand():
    change = AreaSuccessionFactory(kind="renamed", is_confirmed=False)
    PopulationFactory(area=change.predecessor, year=2024, persons=4_000)
    PopulationFactory(area=change.successor, year=2024, persons=4_321)

    confirm_successions([change], by=None)

    assert change.successor.populations.get().persons == 4_321


def test_the_same_file_again_proposes_nothing_more():
    stored(2, strip("A", 0, 1), valid_on=EARLIER)
    for _again in range(2):
        result = stored(2, strip("A2", 0, 1), valid_on=LATER)

    assert result.changes == []
    assert AreaSuccession.objects.count() == 1


def test_a_first_load_has_no_predecessors():
    stored(1, strip("A", 0, 2), valid_on=EARLIER)
    stored(2, strip("A1", 0, 1), valid_on=LATER)

    assert not AreaSuccession.objects.exists()


def test_confirming_is_put_on_record_once():
    change = AreaSuccessionFactory(is_confirmed=False)

    first = confirm_successions([change], by=None)
    again = confirm_successions([change], by=None)

    change.refresh_from_db()
    assert change.is_confirmed
    assert (len(first), len(again)) == (1, 0)
    assert ModelLogEntry.objects.filter(action="maps.confirm_succession").count() == 1


def test_whoever_confirms_may_say_what_happened_in_truth():
    change = AreaSuccessionFactory(kind="redrawn", is_confirmed=False)

    confirm_successions([change], by=None, kinds={change.pk: SuccessionKind.RENAMED})

    change.refresh_from_db()
    assert (change.kind, change.is_confirmed) == ("renamed", True)


def test_no_area_goes_on_as_two():
    known = AreaSuccessionFactory(kind="renamed")
    change = AreaSuccessionFactory(
        predecessor=known.predecessor, kind="redrawn", is_confirmed=False
    )

    with pytest.raises(ValidationError, match="goes on as another one already"):
        confirm_successions(
            [change], by=None, kinds={change.pk: SuccessionKind.RENAMED}
        )


def test_only_importers_confirm():
    change = AreaSuccessionFactory(is_confirmed=False)

    with pytest.raises(PermissionDenied):
        confirm_successions([change], by=UserFactory())

    change.refresh_from_db()
    assert not change.is_confirmed


@pytest.mark.parametrize(
    "fields",
    [
        {"share_of_predecessor": 1.2},
        {"share_of_successor": -0.1},
        {"share_of_population": 2.0},
    ],
)
def test_database_refuses_shares_that_are_none(fields):
    with pytest.raises(IntegrityError):
        AreaSuccessionFactory(**fields)


def test_database_refuses_an_area_that_succeeds_itself():
    area = AdminAreaFactory()
    with pytest.raises(IntegrityError):
        AreaSuccessionFactory(predecessor=area, successor=area)


@pytest.mark.parametrize("side", ["predecessor", "successor"])
def test_database_refuses_two_areas_that_are_the_same_as_one(side):
    change = AreaSuccessionFactory(kind="renamed")
    with pytest.raises(IntegrityError):
        AreaSuccessionFactory(kind="unchanged", **{side: getattr(change, side)})


def test_a_change_is_between_areas_of_one_level_and_forwards_in_time():
    early = AdminAreaFactory(valid_on=EARLIER)
    late = AdminAreaFactory(valid_on=LATER)
    other_level = AdminAreaFactory(valid_on=LATER, level=1)
    for earlier, later in ((late, early), (early, other_level)):
        change = AreaSuccessionFactory.build(predecessor=earlier, successor=later)
        with pytest.raises(ValidationError):
            change.full_clean()
