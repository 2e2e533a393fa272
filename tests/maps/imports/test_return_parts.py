"""Sex and age in a file of returns: kept as parts of the whole, never added to it."""

import pytest

from maps.imports.counting import Count
from maps.imports.parts import age_of, sex_of
from maps.imports.returns import read_returns
from tests.maps.imports.outcomes import notes

HAPI = ["adm2_pcode", "population_group", "gender", "age_range", "population"]


def test_rows_by_sex_are_parts_of_their_total(squares, write_csv):
    path = write_csv(
        HAPI,
        ["AA01", "RET", "all", "all", 40],
        ["AA01", "RET", "f", "all", 21],
        ["AA01", "RET", "m", "all", 19],
    )
    result = read_returns(path, locate=squares)
    assert result.counts == {("AA01", "RET"): Count(40, None, {"f": 21, "m": 19})}


def test_rows_by_sex_and_age_alone_make_up_the_whole_and_its_sexes(squares, write_csv):
    path = write_csv(
        HAPI,
        ["AA01", "RET", "f", "0-4", 5],
        ["AA01", "RET", "f", "60+", 6],
        ["AA01", "RET", "m", "0-4", 7],
    )
    result = read_returns(path, locate=squares)
    assert result.counts == {("AA01", "RET"): Count(18, None, {"f": 11, "m": 7})}


def test_rows_by_age_are_parts_where_no_sex_is_given(squares, write_csv):
    path = write_csv(
        ["adm2_pcode", "population_group", "age_range", "population"],
        ["AA01", "RET", "0-17", 12],
        ["AA01", "RET", "18+", 9],
    )
    result = read_returns(path, locate=squares)
    assert result.counts == {("AA01", "RET"): Count(21, None, {"0-17": 12, "18+": 9})}


def test_bands_of_ages_that_overlap_are_no_parts(squares, write_csv):
    path = write_csv(
        ["adm2_pcode", "population_group", "age_range", "population"],
        ["AA01", "RET", "0-17", 12],
        ["AA01", "RET", "5-11", 9],
    )
    result = read_returns(path, locate=squares)
    assert result.counts == {("AA01", "RET"): Count(21)}


@pytest.mark.parametrize(
    "head",
    [
        ["adm2_pcode", "Returnees", "Returnees female", "Returnees male"],
        ["adm2_pcode", "Retournés", "Retournées femmes", "Retournés hommes"],
        ["adm2_pcode", "Retornados", "Retornadas mujeres", "Retornados hombres"],
    ],
)
def test_columns_of_women_and_men_are_parts(squares, write_csv, head):
    result = read_returns(write_csv(head, ["AA01", 40, 21, 19]), locate=squares)
    assert result.counts == {("AA01", "RRI"): Count(40, None, {"f": 21, "m": 19})}


def test_tagged_columns_of_women_and_men_are_parts(squares, write_csv):
    path = write_csv(
        ["code", "a", "b", "c"],
        [
            *("#adm2+code", "#affected+returnees+ind"),
            *("#affected+returnees+f", "#affected+returnees+m"),
        ],
        ["AA01", 40, 21, 19],
    )
    result = read_returns(path, locate=squares)
    assert result.counts == {("AA01", "RRI"): Count(40, None, {"f": 21, "m": 19})}


def test_parts_that_come_to_more_than_the_whole_are_left_out(squares, write_csv):
    head = ["adm2_pcode", "Returnees", "Returnees female", "Returnees male"]
    result = read_returns(write_csv(head, ["AA01", 40, 31, 19]), locate=squares)
    assert result.counts == {("AA01", "RRI"): Count(40)}
    assert "In 1 area the parts by sex or age were left out." in notes(result)


def test_listed_persons_are_counted_by_sex(squares, write_csv):
    path = write_csv(
        ["surname", "sex", "adm2_pcode"],
        ["A", "F", "AA01"],
        ["B", "female", "AA01"],
        ["C", "homme", "AA01"],
        ["D", "", "AA01"],
    )
    result = read_returns(path, locate=squares)
    assert result.counts == {("AA01", "RRI"): Count(4, None, {"f": 2, "m": 1})}


@pytest.mark.parametrize(
    ("text", "code"),
    [("Female", "f"), ("إناث", "f"), ("hombre", "m"), ("other", "o"), ("?", "u")],
)
def test_words_for_a_sex(text, code):
    assert sex_of(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0-4", "0-4"),
        ("05 – 11", "5-11"),
        ("60+", "60+"),
        ("3-7", "u"),
        ("adults", "u"),
    ],
)
def test_bands_of_ages(text, code):
    assert age_of(text) == code
