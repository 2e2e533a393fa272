"""Publishing: protected, audited, immutable, and refused where it could reveal people."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from wagtail.models import ModelLogEntry

from maps.enums import CellStatus
from maps.models import Release, ReleasedCell
from maps.models.releases import ReleaseImmutableError
from maps.models.returns import ReturnCount
from maps.services.audits import audit_release
from maps.services.releases import ReleaseRefusedError, publish_release
from tests.factories.communities import MandateFactory
from tests.factories.maps import ReportingRoundFactory, area_tree, return_count
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    """A country of two districts of three wards each, one ward with few returnees."""
    [_country], [_north, _south], wards = area_tree(1, 2, 3)
    reporting = ReportingRoundFactory(code="R1")
    for ward, persons in zip(wards, (40, 3, 55, 120, 80, 61), strict=True):
        return_count(ward, persons, round=reporting)
    return wards


def test_release_hides_a_small_count_and_a_second_one_that_would_give_it_away(district):
    release = publish_release("R1", by=None, threshold=10)

    hidden = set(
        release.cells.filter(status=CellStatus.HIDDEN).values_list("area", flat=True)
    )
    assert district[1].pk in hidden
    assert len(hidden & {ward.pk for ward in district[:3]}) >= 2


def test_release_publishes_exact_figures_where_it_publishes(district):
    release = publish_release("R1", by=None, threshold=10)

    shown = {
        cell.area.pcode: cell.value
        for cell in release.cells.filter(status=CellStatus.PUBLISHED, area__level=2)
    }
    assert {district[3].pcode: 120, district[4].pcode: 80}.items() <= shown.items()
    assert release.cells.get(area__level=0).value == 359


def test_release_hides_zero_behind_the_same_symbol():
    [_country], wards = area_tree(1, 4)
    reporting = ReportingRoundFactory(code="R1")
    for ward, persons in zip(wards, (0, 30, 40, 50), strict=True):
        return_count(ward, persons, round=reporting)

    release = publish_release("R1", by=None)

    cell = release.cells.get(area=wards[0])
    assert (cell.status, cell.value) == (CellStatus.HIDDEN, None)


def test_release_hides_enough_persons_in_too_few_households():
    [_country], wards = area_tree(1, 4)
    reporting = ReportingRoundFactory(code="R1")
    for ward, households in zip(wards, (2, 8, 9, 11), strict=True):
        return_count(ward, 40, round=reporting, households=households)

    release = publish_release("R1", by=None)

    cells = release.cells.filter(area=wards[0])
    assert {(cell.measure, cell.status) for cell in cells} == {
        ("individuals", CellStatus.HIDDEN),
        ("households", CellStatus.HIDDEN),
    }


def test_release_passes_its_own_audit(district):
    release = publish_release("R1", by=None)

    assert audit_release(release).ok


def test_audit_finds_the_leak_of_a_release_that_hides_only_the_small_count(district):
    release = publish_release("R1", by=None, threshold=10)
    careless = Release.objects.create(round=release.round, version=9, threshold=10)
    ReleasedCell.objects.bulk_create(
        ReleasedCell(
            release=careless,
            area=cell.area,
            parent=cell.parent,
            group=cell.group,
            status=CellStatus.HIDDEN if small else CellStatus.PUBLISHED,
            value=None if small else _true_value(cell),
        )
        for cell in release.cells.select_related("area", "parent")
        for small in [_true_value(cell) < 10]
    )
    Release.objects.filter(pk=careless.pk).update(version=0)

    audit = audit_release(Release.objects.get(version=0))

    assert [leak[1] for leak in audit.leaks] == [district[1].pcode]
    assert audit.leaks[0][3:] == (3, 3)


def _true_value(cell: ReleasedCell) -> int:
    level = cell.area.level
    path = {2: "area", 1: "area__parent", 0: "area__parent__parent"}[level]
    return sum(
        ReturnCount.objects.filter(**{path: cell.area}).values_list(
            "individuals", flat=True
        )
    )


def test_publishing_again_changes_nothing(district):
    first = publish_release("R1", by=None)

    again = publish_release("R1", by=None)

    assert again == first
    assert Release.objects.count() == 1


def test_counts_changed_after_publication_are_refused(district):
    publish_release("R1", by=None, threshold=10)
    ReturnCount.objects.filter(area=district[3]).update(individuals=121)

    with pytest.raises(ReleaseRefusedError, match="could reveal people"):
        publish_release("R1", by=None, threshold=20)


def test_higher_threshold_cannot_take_back_what_is_public(district):
    publish_release("R1", by=None, threshold=10)

    with pytest.raises(ReleaseRefusedError, match="cannot be protected any more"):
        publish_release("R1", by=None, threshold=60)


@pytest.mark.parametrize("threshold", [0, 4])
def test_threshold_under_five_is_refused(district, threshold):
    with pytest.raises(ReleaseRefusedError, match="never under 5"):
        publish_release("R1", by=None, threshold=threshold)


def test_unknown_round_is_refused_with_what_to_do():
    with pytest.raises(ReleaseRefusedError, match="Load its returns first"):
        publish_release("R99", by=None)


@pytest.mark.parametrize(
    ("trait", "may"), [("steward", True), ("staff", False), (None, False)]
)
def test_only_a_data_steward_publishes(district, trait, may):
    person = UserFactory()
    if trait:
        MandateFactory(user=person, **{trait: True})

    if may:
        assert publish_release("R1", by=person).published_by == person
        return
    with pytest.raises(PermissionDenied):
        publish_release("R1", by=person)


def test_every_reading_of_raw_counts_is_on_record(district):
    publish_release("R1", by=None)

    actions = ModelLogEntry.objects.values_list("action", flat=True)
    assert {"maps.read_raw_counts", "maps.publish_release"} <= set(actions)


def test_report_never_tells_people_hidden_when_the_total_is_hidden():
    [_country], wards = area_tree(1, 3)
    reporting = ReportingRoundFactory(code="R1")
    return_count(wards[0], 4, round=reporting)

    release = publish_release("R1", by=None)

    shares = [level["people_hidden_share"] for level in release.report["levels"]]
    assert shares == [None, None]


def test_released_figure_cannot_be_changed_in_python(district):
    cell = publish_release("R1", by=None).cells.first()

    with pytest.raises(ReleaseImmutableError):
        cell.save()
    with pytest.raises(ReleaseImmutableError):
        cell.delete()


def test_released_figure_cannot_be_changed_in_the_database(district):
    release = publish_release("R1", by=None)

    with pytest.raises(DatabaseError), transaction.atomic():
        release.cells.update(value=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        release.cells.all().delete()


def test_hidden_figure_with_a_value_is_refused_by_the_database(district):
    release = publish_release("R1", by=None)

    with pytest.raises(DatabaseError), transaction.atomic():
        ReleasedCell.objects.create(
            release=release,
            area=district[0],
            group="MIG",
            status=CellStatus.HIDDEN,
            value=3,
        )


# --- what two publications of one stock, or a refusal, could tell ---------------------


def _same_stock_again(wards, persons, code, day, group="RET"):
    reporting = ReportingRoundFactory(code=code, reported_on=day)
    for ward, number in zip(wards, persons, strict=True):
        return_count(ward, number, round=reporting, group=group)
    return reporting


def test_a_corrected_stock_of_a_published_day_is_refused(district):
    first = publish_release("R1", by=None)
    day = first.round.reported_on
    _same_stock_again(district, (40, 3, 55, 121, 80, 61), "R1-corrected", day)

    with pytest.raises(ReleaseRefusedError, match="R1"):
        publish_release("R1-corrected", by=None)

    assert Release.objects.count() == 1


def test_another_group_of_a_published_day_is_published_on_its_own(district):
    day = publish_release("R1", by=None).round.reported_on
    _same_stock_again(district, (90, 30, 55, 44, 80, 61), "R1-mig", day, group="MIG")

    assert publish_release("R1-mig", by=None).version == 1


def test_the_reading_of_raw_counts_is_on_record_even_when_the_release_is_refused(
    district, monkeypatch
):
    publish_release("R1", by=None, threshold=5)
    read = ModelLogEntry.objects.filter(action="maps.read_raw_counts")
    before = read.count()
    ReturnCount.objects.filter(area=district[0]).update(individuals=41)

    with pytest.raises(ReleaseRefusedError):
        publish_release("R1", by=None, threshold=10)

    assert read.count() == before + 1


def test_persons_recorded_without_a_household_count_as_few():
    [_country], wards = area_tree(1, 4)
    reporting = ReportingRoundFactory(code="R1")
    for ward, households in zip(wards, (0, 8, 9, 11), strict=True):
        return_count(ward, 40, round=reporting, households=households)

    release = publish_release("R1", by=None)

    assert release.cells.get(area=wards[0]).status == CellStatus.HIDDEN
