"""Headings in four languages are matched with roles, sure, doubtful or open."""

import pytest

from maps.imports.columns import RETURN_ROLES, match_return_columns
from maps.imports.findings import FileRefusedError
from maps.imports.headings import Heading
from maps.imports.matching import Matching, match
from maps.imports.proposing import SURE


def heading(*headers: str) -> Heading:
    return Heading(headers, (None,) * len(headers), 1)


def matched(*headers: str, **columns: str) -> Matching:
    return match(heading(*headers), RETURN_ROLES, columns)


@pytest.mark.parametrize(
    ("code", "name", "latitude", "longitude", "individuals", "households"),
    [
        ("admin2 P-code", "District name", "Latitude", "Longitude",
         "Number of returnees", "Returnee households"),
        ("Code commune", "Nom de la commune", "Latitude", "Longitude",
         "Nombre de personnes retournées", "Ménages retournés"),
        ("Code du département", "Département", "GPS latitude", "GPS longitude",
         "Rapatriés (individus)", "Nombre de ménages rapatriés"),
        ("Código del municipio", "Nombre del municipio", "Latitud", "Longitud",
         "Total de personas retornadas", "Familias retornadas"),
        ("CÓDIGO DEPARTAMENTO", "DEPARTAMENTO", "LATITUD", "LONGITUD",
         "RETORNADOS", "HOGARES RETORNADOS"),
        ("رمز المحافظة", "اسم المحافظة", "خط العرض", "خط الطول",
         "عدد العائدين (أفراد)", "عدد الأسر العائدة"),
        ("كود المديرية", "المديرية", "دائرة العرض", "خط الطول",
         "عائدون", "الأسر العائدة"),
    ],
)  # fmt: skip
def test_columns_are_matched_in_four_languages(
    code, name, latitude, longitude, individuals, households
):
    headers = (name, code, longitude, latitude, households, individuals, "Notes")
    found = matched(*headers)
    assert {role: headers[columns[0]] for role, columns in found.chosen.items()} == {
        "code": code,
        "name": name,
        "latitude": latitude,
        "longitude": longitude,
        "individuals": individuals,
        "households": households,
    }


def test_every_proposal_has_a_reason_and_a_confidence():
    found = matched("P-code", "Returnees", "Returnee individuals from abroad", "lat")
    proposals = [p for listed in found.proposals.values() for p in listed]
    assert len(proposals) == 4
    assert all(p.reason and 0 < p.confidence <= 1 for p in proposals)


def test_part_of_the_count_is_proposed_without_confidence():
    found = matched("P-code", "Returnee individuals from abroad")
    (part,) = found.proposals["individuals"]
    assert part.confidence < SURE
    assert part.reason == "it may be a part only: “from abroad”"
    assert "individuals" not in found.chosen
    with pytest.raises(FileRefusedError) as refused:
        match_return_columns(heading("P-code", "Returnee individuals from abroad"))
    assert "Returnee individuals from abroad" in refused.value.finding.remedy


def test_misspelt_heading_is_proposed_and_not_taken():
    found = matched("P-code", "Returnees", "Longtitude", "Lattitude")
    assert found.proposals["longitude"][0].reason.startswith("spelt nearly like")
    assert "longitude" not in found.chosen


def test_equal_candidates_are_left_open():
    found = matched("P-code", "latitude", "Latitude", "longitude", "returnees")
    assert [p.column for p in found.open["latitude"]] == [1, 2]
    assert "latitude" not in found.chosen
    with pytest.raises(FileRefusedError, match=r"latitude \| Latitude"):
        match_return_columns(
            heading("P-code", "latitude", "Latitude", "longitude", "returnees")
        )


def test_person_can_say_that_no_column_is_meant():
    headers = ("P-code", "latitude", "Latitude", "longitude", "returnees")
    columns = match_return_columns(heading(*headers), columns={"latitude": "-"})
    assert columns["latitude"] is None
    assert columns["individuals"] == 4


def test_person_can_name_several_columns_of_codes():
    found = matched("a", "b", "returnees", code="b | a")
    assert found.chosen["code"] == (1, 0)


def test_one_of_two_columns_of_a_name_is_chosen_by_its_letter():
    with pytest.raises(FileRefusedError) as refused:
        matched("P-code", "n", "n", individuals="n")
    assert refused.value.finding.remedy.endswith("by its letter: B, C.")
    assert matched("P-code", "n", "n", individuals="C").chosen["individuals"] == (2,)


@pytest.mark.parametrize(
    "header",
    [
        "Origin district",
        "District of displacement",
        "Provincia de origen",
        "Village leader",
        "Estado del proyecto",
    ],
)
def test_names_of_other_places_and_people_are_no_area(header):
    assert "name" not in matched(header, "returnees").chosen
