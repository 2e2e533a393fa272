"""Codes and names that a file spells otherwise, proposed and confirmed."""

import re

import pytest

from maps.models import ColumnMapping, Population
from maps.models.returns import ReturnCount
from tests.factories.maps import AdminAreaFactory
from tests.maps.wizard.walking import (
    answer,
    only_job,
    press,
    stored,
    text_of,
    upload,
)

pytestmark = pytest.mark.django_db

OTHER_CODES = "adm2_pcode,individuals\nXA-01,40\nXA-02,55\nXA-03,70\n"
NAMES = "district,individuals\nMár Abbu,40\nOlvana,55\n"


@pytest.fixture
def named(country):
    """Two districts with names that files misspell."""
    for code, name, x in (("XB01", "Mar Abu", 10.0), ("XB02", "Olvana", 12.0)):
        AdminAreaFactory(pcode=code, name=name, x=x)


def proposed(page, kind):
    """The fields that are offered for confirmation."""
    return re.findall(rf'name="({kind}_[0-9a-f]+)"', page.content.decode())


def first_choices(page):
    """The nearest area for every name that is asked about."""
    return {
        name: re.search(
            rf'name="{name}".*?<option value="(XB\d+)"',
            page.content.decode(),
            re.DOTALL,
        )[1]
        for name in proposed(page, "place")
    }


def test_a_rule_for_codes_is_used_only_when_a_person_confirms_it(
    client, steward, country
):
    page = answer_group(client, OTHER_CODES)
    assert "3 unknown codes: they differ only in capitals, blanks, dashes" in text_of(
        page
    )
    assert "XA-01 → XA01" in text_of(page)
    [rule] = proposed(page, "rule")

    preview = press(client, "confirm_spellings", only_job(), **{rule: "on"})
    assert "Rows with errors 0" in text_of(preview)
    press(client, "store_import", only_job())

    assert stored() == {
        ("XA01", "RRI"): (40, None),
        ("XA02", "RRI"): (55, None),
        ("XA03", "RRI"): (70, None),
    }


def test_a_rule_that_nobody_confirms_is_not_used(client, steward, country):
    answer_group(client, OTHER_CODES)

    press(client, "confirm_spellings", only_job())
    press(client, "store_import", only_job(), without_bad_rows="on")

    assert not ReturnCount.objects.exists()


def test_what_was_confirmed_is_remembered_with_the_columns(client, steward, country):
    page = answer_group(client, OTHER_CODES)
    [rule] = proposed(page, "rule")
    press(client, "confirm_spellings", only_job(), **{rule: "on"})
    press(client, "store_import", only_job())
    assert "xa-01" in ColumnMapping.objects.get().mapping

    preview = answer_group(client, OTHER_CODES, round="R8")

    assert "Rows with errors 0" in text_of(preview)


@pytest.mark.usefixtures("named")
def test_names_are_ranked_and_placed_as_a_person_chooses(client, steward):
    page = answer_group(client, NAMES)
    places = proposed(page, "place")
    assert "Mar Abu (XB01)" in text_of(page)
    assert len(places) == 2

    press(client, "confirm_spellings", only_job(), **first_choices(page))
    press(client, "store_import", only_job())

    assert stored() == {("XB01", "RRI"): (40, None), ("XB02", "RRI"): (55, None)}


def test_codes_of_residents_are_proposed_too(client, steward, country):
    upload(
        client,
        "adm2_pcode,year,population\nXA-01,2025,900\nXA-02,2025,800\n",
        kind="population",
    )
    page = answer(client, only_job())
    [rule] = proposed(page, "rule")

    press(client, "confirm_spellings", only_job(), **{rule: "on"})
    press(client, "store_import", only_job())

    assert set(Population.objects.values_list("area__pcode", "persons")) == {
        ("XA01", 900),
        ("XA02", 800),
    }


@pytest.mark.usefixtures("named")
def test_names_of_residents_are_ranked_and_remembered_too(client, steward):
    """As those of returns: nobody is placed by a name that no person has confirmed."""
    table = "district,year,population\nMár Abbu,2025,900\nOlvana,2025,800\n"
    upload(client, table, kind="population")
    page = answer(client, only_job())
    assert "There is only a name, which no person has confirmed" in text_of(page)
    assert "Mar Abu (XB01)" in text_of(page)

    press(client, "confirm_spellings", only_job(), **first_choices(page))
    press(client, "store_import", only_job())

    expected = {("XB01", 900), ("XB02", 800)}
    assert set(Population.objects.values_list("area__pcode", "persons")) == expected
    assert "mar abbu" in ColumnMapping.objects.get().mapping
    upload(client, table.replace("2025", "2026"), kind="population")
    assert "Rows with errors 0" in text_of(answer(client, only_job()))


@pytest.mark.usefixtures("named")
def test_residents_by_name_that_nobody_confirms_are_not_stored(client, steward):
    upload(client, "district,year,population\nOlvana,2025,800\n", kind="population")
    answer(client, only_job())

    press(client, "confirm_spellings", only_job())
    press(client, "store_import", only_job(), without_bad_rows="on")

    assert not Population.objects.exists()


def test_points_in_metres_are_used_when_a_person_says_of_which_grid(
    client, steward, country
):
    """Two points of the first district, in UTM zone 31 north."""
    upload(client, "easting,northing,individuals\n221800,55300,40\n222900,56400,30\n")
    page = answer(client, only_job(), group="RRI")
    assert "nobody has said of which" in text_of(page)
    assert "EPSG:32631 (WGS 84 / UTM zone 31N): 100 % inside" in text_of(page)
    assert 'href="#id_grid"' in page.content.decode()
    assert 'id="id_grid"' in page.content.decode()

    answer(client, only_job(), group="RRI", grid="EPSG:32631")
    press(client, "store_import", only_job())

    assert stored() == {("XA01", "RRI"): (70, None)}


@pytest.mark.parametrize(
    ("rule", "counted"),
    [("code", {"XA01": 40}), ("point", {"XA02": 40}), ("refuse", {})],
)
def test_the_rule_chosen_decides_where_code_and_point_differ(
    client, steward, country, rule, counted
):
    upload(
        client,
        "adm2_pcode,latitude,longitude,individuals\nXA01,0.5,1.5,40\nXA03,0.5,2.5,5\n",
    )
    answer(client, only_job(), group="RRI", when_they_differ=rule)
    press(client, "store_import", only_job(), without_bad_rows="on")

    assert stored() == {
        **{(code, "RRI"): (persons, None) for code, persons in counted.items()},
        ("XA03", "RRI"): (5, None),
    }


def answer_group(client, content, **about):
    """Upload a file, say of which group it is, and see what comes."""
    upload(client, content, **about)
    return answer(client, only_job(), group="RRI")
