"""Groups, rounds, periods, and totals with their parts are never added up."""

from datetime import date

import pytest

from maps.imports.counting import Count, LeftOut
from maps.imports.returns import read_returns
from tests.maps.imports.outcomes import errors, individuals, notes

HEAD = ["adm2_pcode", "returnees individuals", "returnees households"]


def test_returns_take_the_umbrella_group_when_the_file_is_silent(squares, write_csv):
    result = read_returns(write_csv(HEAD, ["AA01", 1, 1]), locate=squares)
    assert notes(result) == [
        "The file does not say which group it counts; RRI was taken."
    ]


def test_returns_never_sum_groups(squares, write_csv):
    path = write_csv(
        ["adm2_pcode", "population_group", "population"],
        ["AA01", "RET", 1],
        ["AA01", "rdp", 2],
        ["AA01", "IDP", 4],
    )
    result = read_returns(path, locate=squares)
    assert result.counts == {("AA01", "RET"): Count(1), ("AA01", "RDP"): Count(2)}
    assert result.left_out == {LeftOut.OTHER_GROUP: 1}


def test_returns_read_the_one_group_asked_for(squares, write_csv):
    path = write_csv(
        ["adm2_pcode", "population_group", "population"],
        ["AA01", "RET", 1],
        ["AA01", "RDP", 2],
    )
    result = read_returns(path, locate=squares, group="RDP")
    assert result.counts == {("AA01", "RDP"): Count(2)}


def test_returns_report_an_unknown_group(squares, write_csv):
    path = write_csv(
        ["adm2_pcode", "population_group", "population"],
        ["AA01", "RET", 1],
        ["AA01", "others", 2],
    )
    assert errors(read_returns(path, locate=squares)) == [
        "The population group is not a known code."
    ]


def test_returns_refuse_a_group_that_is_none_of_returnees(squares, write_csv):
    result = read_returns(write_csv(HEAD, ["AA01", 1, 1]), locate=squares, group="IDP")
    assert errors(result) == ["IDP is not a group of returnees."]
    assert result.findings[0].remedy == "Groups are: MIG, RDP, RET, RRI."


@pytest.fixture
def two_rounds(write_csv):
    return write_csv(
        ["Round", "adm2_pcode", "returnees"],
        ["R10", "AA01", 10],
        ["R11", "AA01", 12],
        ["R11", "AA02", 3],
    )


def test_returns_refuse_to_add_rounds(squares, two_rounds):
    result = read_returns(two_rounds, locate=squares)
    assert errors(result) == ["The file holds several rounds; stocks are not added up."]
    assert result.counts == {}


@pytest.mark.parametrize("name", ["R11", "11", "Round 11", "r-011"])
def test_returns_read_the_round_asked_for(squares, two_rounds, name):
    result = read_returns(two_rounds, locate=squares, round_name=name)
    assert individuals(result) == {"AA01": 12, "AA02": 3}
    assert result.left_out == {LeftOut.OTHER_ROUND: 1}


def test_returns_of_one_round_need_no_choice_whatever_it_is_called(squares, write_csv):
    path = write_csv(["Round", "adm2_pcode", "returnees"], ["R10", "AA01", 10])
    result = read_returns(path, locate=squares, round_name="2021-Q3")
    assert individuals(result) == {"AA01": 10}


@pytest.fixture
def two_years(write_csv):
    return write_csv(
        ["pcode", "returnees", "reference_period_start", "reference_period_end"],
        ["AA01", 10, "2020-01-01", "2020-12-31"],
        ["AA01", 12, "2021-01-01", "2021-12-31"],
    )


def test_returns_refuse_to_add_periods_and_name_them(squares, two_years):
    (finding,) = read_returns(two_years, locate=squares).findings
    assert "2020-01-01/2020-12-31, 2021-01-01/2021-12-31" in finding.remedy


def test_returns_read_the_period_of_the_date(squares, two_years):
    result = read_returns(two_years, locate=squares, on=date(2021, 9, 30))
    assert individuals(result) == {"AA01": 12}
    assert result.left_out == {LeftOut.OTHER_PERIOD: 1}


def test_returns_refuse_a_date_of_no_period(squares, two_years):
    (finding,) = read_returns(two_years, locate=squares, on=date(1999, 1, 1)).findings
    assert "1999-01-01" in finding.message
    assert "2020-01-01/2020-12-31" in finding.remedy


def test_returns_take_totals_and_not_their_parts_as_well(squares, write_csv):
    path = write_csv(
        ["pcode", "gender", "age_range", "returnees"],
        ["AA01", "f", "0-17", 2],
        ["AA01", "f", "18+", 3],
        ["AA01", "f", "all", 5],
        ["AA01", "m", "all", 4],
        ["AA01", "all", "all", 9],
        ["AA02", "f", "all", 1],
        ["AA02", "m", "all", 2],
    )
    result = read_returns(path, locate=squares)
    assert individuals(result) == {"AA01": 9, "AA02": 3}
    assert result.left_out == {LeftOut.PART_OF_TOTAL: 4}


def test_returns_doubt_totals_that_their_parts_exceed(squares, write_csv):
    path = write_csv(
        ["pcode", "gender", "returnees"],
        ["AA01", "f", 50],
        ["AA01", "m", 40],
        ["AA01", "all", 9],
    )
    result = read_returns(path, locate=squares)
    assert errors(result) == ["In 1 area the rows by sex or age exceed the total."]
