"""Households beside persons, and parts by sex or age: protected with the whole."""

import csv
import io

import pytest
from django.core.management import call_command

from maps.enums import CellStatus
from maps.queries.released import figures_at
from maps.services.audits import audit_release
from maps.services.releases import publish_release
from tests.factories.maps import ReportingRoundFactory, area_tree, return_count

pytestmark = pytest.mark.django_db
PERSONS = (40, 3, 55, 120, 80, 61)


@pytest.fixture
def wards():
    """A country of two districts of three wards each, one ward with few returnees."""
    return area_tree(1, 2, 3)[-1]


def record(wards, *, households=None, women=None):
    reporting = ReportingRoundFactory(code="R1")
    for at, (ward, persons) in enumerate(zip(wards, PERSONS, strict=True)):
        homes = households[at] if households else None
        return_count(ward, persons, round=reporting, households=homes)
        if women:
            return_count(ward, women[at], round=reporting, breakdown="f")
            return_count(ward, persons - women[at], round=reporting, breakdown="m")


def shown(release, **of):
    return {
        (cell.area.level, cell.area.pcode): cell.value
        for cell in release.cells.filter(**of).select_related("area")
    }


def test_households_are_released_beside_persons_and_hidden_with_them(wards):
    record(wards, households=(8, 1, 11, 24, 16, 12))

    release = publish_release("R1", by=None)

    persons = shown(release, measure="individuals")
    households = shown(release, measure="households")
    assert households[0, wards[0].parent.parent.pcode] == 72
    assert {key for key, value in persons.items() if value is None} == {
        key for key, value in households.items() if value is None
    }
    assert households[2, wards[1].pcode] is None
    assert audit_release(release).ok


def test_households_that_some_places_did_not_record_are_not_released(wards):
    record(wards, households=(8, 1, 11, 24, None, 12))

    release = publish_release("R1", by=None)

    assert not release.cells.filter(measure="households").exists()


@pytest.mark.parametrize("homes", [41, 0], ids=["more than persons", "nobody's"])
def test_households_that_do_not_fit_their_persons_are_not_released(wards, homes):
    record(wards, households=(homes, 1, 11, 24, 16, 12))

    release = publish_release("R1", by=None)

    assert not release.cells.filter(measure="households").exists()


def test_parts_by_sex_are_released_down_to_districts(wards):
    record(wards, women=(20, 2, 30, 60, 41, 31))

    release = publish_release("R1", by=None)

    country = wards[0].parent.parent
    assert shown(release, breakdown="f")[0, country.pcode] == 184
    assert shown(release, breakdown="m")[0, country.pcode] == 175
    assert {level for level, _code in shown(release, breakdown="f")} == {0, 1, 2}
    assert audit_release(release).ok


def test_parts_are_not_shown_below_the_level_that_is_set(wards, settings):
    settings.RELEASE_BREAKDOWN_LEVEL = 1
    record(wards, women=(20, 2, 30, 60, 41, 31))

    release = publish_release("R1", by=None)

    assert {level for level, _code in shown(release, breakdown="f")} == {0, 1}
    assert {level for level, _code in shown(release, breakdown="all")} == {0, 1, 2}
    assert audit_release(release).ok


def test_few_women_in_a_place_of_many_are_hidden(wards):
    record(wards, women=(2, 2, 30, 60, 41, 31))

    release = publish_release("R1", by=None)

    assert shown(release, breakdown="f")[2, wards[0].pcode] is None
    assert shown(release, breakdown="m")[2, wards[0].pcode] is None
    assert audit_release(release).ok


def test_persons_whose_sex_nobody_stated_are_a_part_too(wards):
    reporting = ReportingRoundFactory(code="R1")
    for ward in wards:
        return_count(ward, 60, round=reporting)
        return_count(ward, 25, round=reporting, breakdown="f")
        return_count(ward, 22, round=reporting, breakdown="m")

    release = publish_release("R1", by=None)

    assert shown(release, breakdown="u")[2, wards[0].pcode] == 13


@pytest.mark.parametrize("unstated", [0, 3])
def test_whether_anybody_is_unstated_is_not_told_by_the_column(wards, unstated):
    reporting = ReportingRoundFactory(code="R1")
    for at, ward in enumerate(wards):
        return_count(ward, 60, round=reporting)
        return_count(ward, 25, round=reporting, breakdown="f")
        men = 35 - unstated if at == 0 else 35
        return_count(ward, men, round=reporting, breakdown="m")

    release = publish_release("R1", by=None)

    assert set(shown(release, breakdown="u").values()) == {None}
    assert release.report["parts"]["RET"] == ["f", "m", "o", "u"]
    assert audit_release(release).ok


@pytest.mark.parametrize("others", [0, 1])
def test_whether_anybody_is_of_another_sex_is_not_told_by_the_column(wards, others):
    reporting = ReportingRoundFactory(code="R1")
    for at, ward in enumerate(wards):
        return_count(ward, 60, round=reporting)
        return_count(ward, 25, round=reporting, breakdown="f")
        own = others if at == 0 else 0
        return_count(ward, 35 - own, round=reporting, breakdown="m")
        if own:
            return_count(ward, own, round=reporting, breakdown="o")

    release = publish_release("R1", by=None)

    assert set(shown(release, breakdown="o").values()) == {None}
    assert len(shown(release, breakdown="o")) == len(shown(release, breakdown="f"))
    assert release.report["parts"]["RET"] == ["f", "m", "o", "u"]
    assert audit_release(release).ok


@pytest.mark.parametrize("babies", [0, 3])
def test_whether_anybody_is_in_a_band_of_ages_is_not_told_by_the_column(wards, babies):
    reporting = ReportingRoundFactory(code="R1")
    for ward in wards:
        return_count(ward, 60, round=reporting)
        return_count(ward, 40 - babies, round=reporting, breakdown="18-59")
        return_count(ward, 20, round=reporting, breakdown="5-11")
        if babies:
            return_count(ward, babies, round=reporting, breakdown="0-4")

    release = publish_release("R1", by=None)

    assert release.report["parts"]["RET"] == [
        *("0-4", "12-17", "18-59", "5-11", "60+", "u")
    ]
    assert set(shown(release, breakdown="12-17").values()) == {None}
    assert audit_release(release).ok


def test_totals_mean_what_they_meant_with_and_without_parts(wards):
    record(wards, women=(20, 2, 30, 60, 41, 31), households=(8, 1, 11, 24, 16, 12))
    release = publish_release("R1", by=None)
    file = io.StringIO()

    call_command("export_release", release.pk, stdout=file)

    [country] = figures_at(release, level=0, group="RET")
    assert country.persons == 359
    assert release.report["levels"][0]["cells"] == 1
    rows = list(csv.DictReader(file.getvalue().splitlines()))
    assert {row["measure"] for row in rows} == {"individuals", "households"}
    assert {row["breakdown"] for row in rows} == {"all", "f", "m", "o", "u"}


def test_audit_finds_a_part_that_its_sister_gives_away(wards):
    record(wards, women=(2, 2, 30, 60, 41, 31))
    release = publish_release("R1", by=None)
    leaky = release.cells.model.objects
    careless = type(release).objects.create(
        round=ReportingRoundFactory(code="R2"),
        version=1,
        threshold=10,
        report=release.report,
    )
    for cell in release.cells.select_related("area"):
        value = {"m": 38, "all": 40}.get(cell.breakdown)
        own = cell.area_id == wards[0].pk and value is not None
        leaky.create(
            release=careless,
            area=cell.area,
            parent=cell.parent,
            group=cell.group,
            breakdown=cell.breakdown,
            status=CellStatus.PUBLISHED if own else CellStatus.HIDDEN,
            value=value if own else None,
        )

    audit = audit_release(careless)

    assert wards[0].pcode in {leak[1] for leak in audit.leaks}
