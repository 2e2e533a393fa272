"""Names of places are proposed with a rank and a reason, and never taken silently."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.imports.choices import Choices
from maps.imports.gazetteer import Gazetteer, Place, PlaceProposal, place_key
from maps.imports.returns import read_returns
from maps.imports.romanising import consonants_of
from maps.imports.unplaced import confirmed_places
from tests.maps.imports.outcomes import errors, individuals, notes

COUNTIES = Gazetteer(
    [
        Place("SS0102", ("Kajo-Keji",), ("SS01", "SS")),
        Place("SS0101", ("Juba",), ("SS01", "SS")),
        Place("SS0605", ("Mayom",), ("SS06", "SS")),
        Place("SS0606", ("Mayendit",), ("SS06", "SS")),
        Place("IQ15", ("Ninewa", "نينوى"), ("IQ",)),
        Place("IQ02", ("Al-Basrah",), ("IQ",)),
        Place("HN08", ("Francisco Morazán",), ("HN",)),
        Place("AA11", ("Hope",), ("AA1",)),
        Place("AA21", ("Hope",), ("AA2",)),
    ],
    [
        Place("SS01", ("Central Equatoria",)),
        Place("SS06", ("Unity",)),
        Place("AA1", ("North",)),
        Place("AA2", ("South",)),
    ],
)


def proposal(*names: str) -> PlaceProposal:
    (found,) = COUNTIES.propose({names: 1})
    return found


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kajo Keji", "SS0102"),
        ("KAJOKEJI", "SS0102"),
        ("Kajo-Kejji County", "SS0102"),
        ("Departamento de Francisco Morazan", "HN08"),
        ("محافظة نينوي", "IQ15"),
        ("Basra", "IQ02"),
    ],
)
def test_name_is_surely_proposed_through_accents_marks_and_words(name, code):
    found = proposal(name)
    assert found.best.code == code
    assert found.is_sure
    assert found.best.reason


@pytest.mark.parametrize(
    ("name", "code"),
    [("البصرة", "IQ02"), ("Mayum", "SS0605"), ("Juba (Town)", "SS0101")],
)
def test_name_in_another_script_or_far_off_is_proposed_without_certainty(name, code):
    found = proposal(name)
    assert found.best.code == code
    assert not found.is_sure


def test_two_areas_of_one_name_are_ranked_and_never_sure():
    found = proposal("Hope")
    assert [candidate.code for candidate in found.candidates] == ["AA11", "AA21"]
    assert not found.is_sure


def test_name_of_the_area_around_decides_between_them():
    found = proposal("Hope", "south")
    assert [candidate.code for candidate in found.candidates] == ["AA21"]
    assert found.is_sure
    assert found.best.reason == "the same name, within the area around it"


def test_column_of_names_is_the_one_of_the_level():
    rows = {
        ("Bungu", "Juba", "Central Equatoria"): 4,
        ("Dolo", "Juba", "Central Equatoria"): 5,
        ("Lire", "Kajo Keji", "Central Equatoria"): 1,
    }
    found = COUNTIES.propose(rows)
    assert [(p.key, p.rows, p.best.code) for p in found] == [
        ("juba / central equatoria", 9, "SS0101"),
        ("kajo keji / central equatoria", 1, "SS0102"),
    ]


@pytest.mark.parametrize("name", ["Nyandeng Akol", "0912345678", "", "–"])
def test_name_that_is_near_no_area_is_not_proposed(name):
    assert COUNTIES.propose({(name,): 1}) == []


@pytest.mark.parametrize(
    "spellings",
    [
        ("الموصل", "Mosul", "Al-Mawsil", "Mossoul"),
        ("البصرة", "Basra", "Al Basrah"),
        ("بغداد", "Baghdad", "Bagdad"),
        ("كركوك", "Kirkuk", "Kerkouk"),
        ("الخرطوم", "Khartoum", "Al Khartum"),
        ("دهوك", "Duhok", "Dahuk"),
        ("صلاح الدين", "Salah al-Din", "Salah ad Din"),
    ],
)
def test_spellings_of_one_name_have_the_same_consonants(spellings):
    assert len({consonants_of(name) for name in spellings}) == 1


@given(st.text(max_size=20))
def test_any_name_can_be_looked_for(name):
    for found in COUNTIES.propose({(name,): 2}):
        assert found.rows == 2
        assert all(0.75 <= c.score <= 1 for c in found.candidates)
        scores = [c.score for c in found.candidates]
        assert scores == sorted(scores, reverse=True)


@pytest.fixture
def names_of_squares():
    return Gazetteer(
        [
            Place("AA01", ("Kajo-Keji",), ("AA",)),
            Place("AA02", ("Mayom",), ("AA",)),
            Place("AA03", ("Mayendit",), ("AA",)),
        ]
    )


def test_returns_by_name_are_read_only_when_confirmed(
    squares, write_csv, names_of_squares
):
    path = write_csv(["county", "returnees"], ["Kajo Keji", 4], ["Mayum", 6])
    first = read_returns(path, locate=squares, gazetteer=names_of_squares, group="RRI")
    assert first.bad_rows == 2
    assert errors(first)[0] == "There is only a name, which no person has confirmed."
    assert notes(first) == [
        "2 names of places are near the names of loaded areas; 1 of them surely."
    ]

    sure = confirmed_places(first.place_proposals)
    assert sure == {"kajo keji": "AA01"}
    told = Choices(places={**sure, place_key(["MAYUM"]): "AA02"})
    second = read_returns(path, locate=squares, choices=told, group="RRI")
    assert individuals(second) == {"AA01": 4, "AA02": 6}
    assert notes(second) == [
        "2 rows were placed by codes or names that a person confirmed."
    ]


def test_names_of_people_in_a_shifted_column_are_never_said(
    squares, write_csv, names_of_squares
):
    path = write_csv(["county", "returnees"], ["Nyandeng Akol", 4], ["Mayom", 1])
    result = read_returns(path, locate=squares, gazetteer=names_of_squares)
    assert "yandeng" not in repr(result)
    assert [p.best.code for p in result.place_proposals] == ["AA02"]
