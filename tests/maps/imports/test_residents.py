"""Residents by name: near areas are proposed, ranked, and used when confirmed."""

import pytest

from maps.imports.choices import Choices
from maps.imports.gazetteer import Gazetteer, Place
from maps.imports.population import PopulationFile, PopulationRow, read_population
from maps.imports.residents import settle_residents
from maps.imports.unplaced import confirmed_codes, confirmed_places

REGIONS = [Place("SS08", ("Unity",)), Place("SS01", ("Central Equatoria",))]
DISTRICTS = [
    Place("SS0101", ("Juba", "جوبا"), ("SS01",)),
    Place("SS0102", ("Kajo-Keji",), ("SS01",)),
    Place("SS0801", ("Rubkona",), ("SS08",)),
]
KNOWN = {place.code for place in (*REGIONS, *DISTRICTS)}
BY_LEVEL = [Gazetteer(DISTRICTS, REGIONS), Gazetteer(REGIONS)]


def settled(path, choices=None):
    return settle_residents(
        read_population(path, year=2021), KNOWN, BY_LEVEL, choices or Choices()
    )


def best(residents):
    return {place.key: place.best.code for place in residents.place_proposals}


def test_a_name_alone_places_nobody(write_csv):
    residents = settled(write_csv(["county", "population"], ["Kajo Keji", 900]))

    assert residents.persons == {}
    assert residents.bad_rows == 1
    assert best(residents) == {"kajo keji": "SS0102"}
    assert any("only a name" in finding.message for finding in residents.findings)


def test_a_confirmed_name_places_its_residents(write_csv):
    path = write_csv(["county", "population"], ["Kajo Keji", 900], ["جوبا", 800])
    first = settled(path)

    again = settled(path, Choices(places=confirmed_places(first.place_proposals)))

    assert again.persons == {("SS0102", 2021): 900, ("SS0101", 2021): 800}
    assert again.bad_rows == 0


def test_names_are_looked_for_on_the_level_that_they_fit(write_csv):
    residents = settled(
        write_csv(["state", "population"], ["Central Equatoria", 9], ["Unity", 8])
    )

    assert set(best(residents).values()) == {"SS01", "SS08"}


def test_residents_of_a_part_are_not_proposed_for_the_whole(write_csv):
    """The region is spelt as it is loaded, the districts only nearly so."""
    path = write_csv(
        ["state", "county", "population"],
        ["Central Equatoria", "Kajo Kejji", 900],
        ["Unity", "Rubkonna", 800],
    )
    first = settled(path)

    assert set(best(first).values()) == {"SS0102", "SS0801"}
    wide = Choices(places={"central equatoria": "SS01", "unity": "SS08"})
    assert settled(path, wide).persons == {}


def test_a_known_code_counts_whatever_the_name_says(write_csv):
    residents = settled(
        write_csv(["adm2 pcode", "adm2 name", "population"], ["SS0801", "Juba", 900])
    )

    assert residents.persons == {("SS0801", 2021): 900}
    assert residents.place_proposals == ()


def test_an_unknown_code_is_proposed_by_rule_and_by_name(write_csv):
    residents = settled(
        write_csv(["adm2 pcode", "adm2 name", "population"], ["SS-0801", "Rubkona", 9])
    )

    assert residents.persons == {}
    assert residents.bad_rows == 1
    assert confirmed_codes(residents.code_proposals) == {"ss-0801": "SS0801"}
    assert best(residents) == {"rubkona": "SS0801"}


def test_two_names_of_one_area_are_not_added_up(write_csv):
    path = write_csv(["county", "population"], ["Juba", 900], ["جوبا", 800])

    again = settled(path, Choices(places={"juba": "SS0101", "جوبا": "SS0101"}))

    assert again.persons == {("SS0101", 2021): 900}
    assert again.bad_rows == 1


@pytest.mark.parametrize("code", ["XX99", ""])
def test_what_was_confirmed_for_an_area_that_is_gone_places_nobody(write_csv, code):
    path = write_csv(["county", "population"], ["Juba", 900])

    assert settled(path, Choices(places={"juba": code})).persons == {}


def test_nothing_is_ever_placed_without_a_person():
    names = ["Juba", "Kajo-Keji", "Rubkona", "Unity", "SS0101", "x"]
    rows = [PopulationRow(n, "", 2021, 5, (name,)) for n, name in enumerate(names)]

    residents = settle_residents(PopulationFile(rows=rows), KNOWN, BY_LEVEL)

    assert residents.persons == {}
    assert residents.bad_rows == len(names)
