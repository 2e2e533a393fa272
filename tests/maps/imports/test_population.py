"""Residents by area and year, from the layouts in use."""

import pytest

from maps.imports.counting import LeftOut
from maps.imports.population import PopulationFile, PopulationRow, read_population

HEAD = ["adm2_pcode", "year", "population"]


def errors(result: PopulationFile) -> list[tuple[int | None, str]]:
    return [(f.row, f.message) for f in result.findings if f.is_error]


def test_population_is_read_by_area_and_year(write_csv):
    result = read_population(write_csv(HEAD, ["007", 2021, 1200], ["010", 2021, 0]))
    assert result.rows == [
        PopulationRow(2, "007", 2021, 1200),
        PopulationRow(3, "010", 2021, 0),
    ]
    assert not result.has_errors


def test_population_is_read_from_a_workbook(write_xlsx):
    result = read_population(write_xlsx(HEAD, ["AA01", 2021, 1200.0]))
    assert result.rows == [PopulationRow(2, "AA01", 2021, 1200)]


def test_population_is_read_in_the_layout_of_cod_ps(write_csv):
    path = write_csv(
        ["year", "ADM1_PCODE", "ADM2_PCODE", "F_TL", "M_TL", "T_TL"],
        [2021, "AA", "AA01", 5, 6, 11],
    )
    assert read_population(path).rows == [PopulationRow(2, "AA01", 2021, 11)]


def test_population_is_read_for_the_level_asked_for(write_csv):
    path = write_csv(["year", "ADM1_PCODE", "ADM2_PCODE", "T_TL"], [2021, "AA", "", 11])
    assert read_population(path, level=1).rows == [PopulationRow(2, "AA", 2021, 11)]


def test_population_is_read_with_hxl_tags(write_csv):
    path = write_csv(
        ["a", "b", "c", "d"],
        ["#adm2+code", "#date+year", "#population+total", "#population+f"],
        ["AA01", 2021, 11, 6],
    )
    assert read_population(path).rows == [PopulationRow(3, "AA01", 2021, 11)]


def test_population_takes_the_year_given_when_the_table_has_none(write_csv):
    path = write_csv(["pcode", "population"], ["AA01", 11])
    assert errors(read_population(path)) == [
        (None, "Nothing says of which year the figures are.")
    ]
    assert read_population(path, year=2020).rows[0].year == 2020


def test_population_takes_explicit_columns(write_csv):
    path = write_csv(["kennzahl", "jahr", "einwohner"], ["AA01", 2021, 11])
    result = read_population(
        path, columns={"code": "kennzahl", "year": "jahr", "persons": "einwohner"}
    )
    assert result.rows == [PopulationRow(2, "AA01", 2021, 11)]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            ["AA01", 2021, -1],
            "The number of residents is not a whole number of 0 or more.",
        ),
        (
            ["AA01", 2021, "many"],
            "The number of residents is not a whole number of 0 or more.",
        ),
        (["", 2021, 5], "There is no area code."),
        (["AA01", "soon", 5], "The year is not a year."),
        (["AA01", 21, 5], "The year is not a year."),
        (["AA01", 3021, 5], "The year is not a year."),
        (["AA02", 2021, 6], "The area has two figures for the year 2021."),
    ],
)
def test_population_reports_bad_rows(write_csv, row, message):
    result = read_population(write_csv(HEAD, ["AA02", 2021, 5], row))
    assert errors(result) == [(3, message)]
    assert [r.code for r in result.rows] == ["AA02"]
    assert result.bad_rows == 1


def test_population_leaves_out_rows_without_a_figure(write_csv):
    result = read_population(write_csv(HEAD, ["AA01", 2021, ""], ["AA02", 2021, 5]))
    assert (len(result.rows), result.bad_rows) == (1, 0)
    assert result.left_out == {LeftOut.EMPTY_COUNT: 1}


def test_population_reports_a_formula_without_a_saved_value(write_xlsx):
    result = read_population(write_xlsx(HEAD, ["AA01", 2021, "=1+1"]))
    assert errors(result) == [(2, "The cell is a formula whose value was not saved.")]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(["Total", "", 2021, 12], id="in the place of a code"),
        pytest.param(["", "Grand total", 2021, 12], id="in the place of a name"),
        pytest.param(["", "المجموع", "", "twelve"], id="without a year or figure"),
    ],
)
def test_a_line_that_sums_the_others_is_left_out_and_said(write_csv, line):
    head = ["adm2_pcode", "adm2_name", "year", "population"]
    rows = [["AA01", "Ana", 2021, 5], ["AA02", "Total", 2021, 7]]

    result = read_population(write_csv(head, *rows, line))

    assert [row.code for row in result.rows] == ["AA01", "AA02"]
    assert result.left_out == {LeftOut.TOTAL_ROW: 1}
    assert errors(result) == []


def test_population_without_data_is_refused(write_csv):
    assert errors(read_population(write_csv(HEAD))) == [
        (None, "There is no row of data under the headings.")
    ]


@pytest.mark.parametrize(
    ("head", "message"),
    [
        (["place", "year", "population"], "No column is recognised as area code."),
        (
            ["adm2_pcode", "year", "households"],
            "No column is recognised as the number of residents.",
        ),
    ],
)
def test_population_without_its_columns_is_refused(write_csv, head, message):
    result = read_population(write_csv(head, ["AA01", 2021, 5]))
    assert errors(result) == [(None, message)]


def test_population_larger_than_the_limit_is_refused(write_csv):
    path = write_csv(HEAD, *[["AA01", 2021, 5]] * 100)
    (error,) = errors(read_population(path, max_bytes=100))
    assert "the limit is" in error[1]
