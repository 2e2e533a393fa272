"""Lists of persons and of households are counted, and nothing else is taken for one."""

import pytest

from maps.imports.columns import EachRow
from maps.imports.counting import Count
from maps.imports.returns import read_returns
from tests.maps.imports.outcomes import errors, individuals, notes

HEAD = ["adm2_pcode", "returnees individuals", "returnees households"]


def test_returns_count_persons_one_a_row(squares, write_csv):
    path = write_csv(
        ["first name", "sex", "phone", "adm2_pcode", "household id"],
        ["Amal", "f", "+211900000001", "AA01", "h1"],
        ["Deng", "m", "+211900000002", "AA01", "h1"],
        ["Rose", "f", "+211900000003", "AA01", "h2"],
        ["John", "m", "+211900000004", "AA02", "h3"],
    )
    result = read_returns(path, locate=squares, group="MIG")
    assert result.each_row is EachRow.PERSON
    assert result.counts == {
        ("AA01", "MIG"): Count(3, 2, {"f": 2, "m": 1}),
        ("AA02", "MIG"): Count(1, 1, {"m": 1}),
    }
    assert notes(result) == ["Each row was counted as one person."]


def test_returns_count_persons_by_point(squares, write_csv):
    path = write_csv(
        ["person_id", "_gps_latitude", "_gps_longitude"],
        ["p1", "10.5", "30.5"],
        ["p2", "10.5", "30.6"],
    )
    result = read_returns(path, locate=squares)
    assert result.counts == {("AA01", "RRI"): Count(2)}


def test_returns_count_households_of_their_size(squares, write_csv):
    path = write_csv(
        ["household_id", "household size", "pcode"],
        ["h1", 5, "AA01"],
        ["h2", 3, "AA01"],
        ["h3", "", "AA02"],
    )
    result = read_returns(path, locate=squares)
    assert result.counts == {("AA01", "RRI"): Count(8, 2)}
    assert errors(result) == ["The household has no size."]


@pytest.mark.parametrize("size", ["members", "household size", "individuals"])
def test_returns_count_households_whatever_their_size_is_called(
    squares, write_csv, size
):
    path = write_csv(["hh_id", size, "pcode"], ["h1", 5, "AA01"], ["h2", 3, "AA01"])
    result = read_returns(path, locate=squares)
    assert result.each_row is EachRow.HOUSEHOLD
    assert result.counts == {("AA01", "RRI"): Count(8, 2)}


@pytest.mark.parametrize(
    "heads",
    [
        ["No.", "Name of returnee", "pcode"],
        ["S/N", "Name", "pcode", "Phone number"],
        ["No", "Gender", "pcode", "Date of birth"],
        ["individual_id", "age group", "pcode"],
        ["apellidos", "sexo", "pcode"],
    ],
)
def test_returns_know_a_list_of_persons_by_its_headings(squares, write_csv, heads):
    cells = ["AA01" if head == "pcode" else "x" for head in heads]
    result = read_returns(write_csv(heads, cells, cells), locate=squares)
    assert (result.each_row, individuals(result)) == (EachRow.PERSON, {"AA01": 2})


def test_returns_count_what_each_row_is_said_to_be(squares, write_csv):
    path = write_csv(["pcode", "remark"], ["AA01", ""], ["AA01", "x"])
    assert read_returns(path, locate=squares).is_refused
    told = read_returns(path, locate=squares, each_row=EachRow.PERSON)
    assert individuals(told) == {"AA01": 2}


@pytest.mark.parametrize(
    "heads",
    [
        ["pcode", "sex", "age", "value"],
        ["pcode", "gender", "Number of IDPs", "total"],
        ["pcode", "sex", "returnees from abroad"],
        ["pcode", "KI name", "KI phone number", "remarks"],
        ["pcode", "site name", "remarks"],
    ],
)
def test_returns_never_take_a_table_of_counts_for_a_list_of_persons(
    squares, write_csv, heads
):
    path = write_csv(heads, ["AA01", *[5] * (len(heads) - 1)])
    result = read_returns(path, locate=squares)
    assert errors(result) == ["No column is recognised as the number of returnees."]
