"""Headings are found under titles, legends and wider headings, and beside tags."""

import openpyxl
import pytest

from maps.imports.headings import Heading, column_of, find_heading, letter_of
from maps.imports.looking import Look
from maps.imports.returns import look_at_returns, read_returns
from tests.maps.imports.outcomes import errors, individuals


def labels(look: Look) -> tuple[str, ...]:
    (candidate,) = look.candidates
    return candidate.labels


def test_heading_is_found_below_a_title_and_a_legend(squares, write_csv):
    path = write_csv(
        ["Return monitoring, round 4"],
        [],
        ["Legend:", "HH = households"],
        ["P-code", "code of the area"],
        ["", "", "", ""],
        ["", "P-code", "Name", "Returnees"],
        ["", "AA01", "West", 12],
    )
    assert individuals(read_returns(path, locate=squares)) == {"AA01": 12}


def test_heading_of_merged_cells_is_joined(squares, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Round 4"])
    sheet.append(["P-code", "Returnees", None, None, "Remarks"])
    sheet.append([None, "Male", "Female", "Individuals", None])
    sheet.append(["AA01", 5, 7, 12, "checked"])
    for merged in ("A1:E1", "A2:A3", "B2:D2", "E2:E3"):
        sheet.merge_cells(merged)
    path = tmp_path / "merged.xlsx"
    book.save(path)
    assert labels(look_at_returns(path)) == (
        "P-code",
        "Returnees / Male",
        "Returnees / Female",
        "Returnees / Individuals",
        "Remarks",
    )
    result = read_returns(path, locate=squares)
    assert individuals(result) == {"AA01": 12}
    assert result.columns["individuals"] == "Returnees / Individuals"


def test_heading_of_three_rows_is_joined(squares, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([None, "Returnees", None, None, None])
    sheet.append([None, "Male", None, "Both", None])
    sheet.append(["P-code", "0-17 years", "18+ years", "Individuals", "Households"])
    sheet.append(["AA01", 5, 7, 12, 3])
    for merged in ("B1:E1", "B2:C2", "D2:E2"):
        sheet.merge_cells(merged)
    path = tmp_path / "merged.xlsx"
    book.save(path)
    assert labels(look_at_returns(path))[1:] == (
        "Returnees / Male / 0-17 years",
        "Returnees / Male / 18+ years",
        "Returnees / Both / Individuals",
        "Returnees / Both / Households",
    )


def test_heading_that_only_seems_to_reach_over_a_column_is_asked_about(
    squares, write_csv
):
    rows = [
        ["P-code", "Returnees", "", "", ""],
        ["", "Male", "Female", "Individuals", "Households"],
        ["AA01", 5, 7, 12, 3],
    ]
    path = write_csv(*rows)
    refused = read_returns(path, locate=squares)
    assert errors(refused) == ["No column is recognised as the number of returnees."]
    assert "Returnees / Individuals" in refused.findings[0].remedy
    told = read_returns(
        path, locate=squares, columns={"individuals": "Returnees / Individuals"}
    )
    assert individuals(told) == {"AA01": 12}


def test_count_under_the_heading_of_other_people_is_not_taken(squares, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["P-code", "Name", "IDPs", None])
    sheet.append([None, None, "Individuals", "Households"])
    sheet.append(["AA01", "West", 12, 3])
    sheet.merge_cells("C1:D1")
    path = tmp_path / "merged.xlsx"
    book.save(path)
    refused = read_returns(path, locate=squares)
    assert errors(refused) == ["No column is recognised as the number of returnees."]


def test_heading_may_stand_below_the_tags(squares, write_csv):
    path = write_csv(
        ["#adm2 +pcode", "#affected+returnees", "#date"],
        ["Code", "How many", "When"],
        ["AA01", 12, "2021-09-30"],
    )
    result = read_returns(path, locate=squares)
    assert individuals(result) == {"AA01": 12}
    assert result.columns["individuals"] == "How many"


def test_first_row_of_data_below_the_tags_is_no_heading(squares, write_csv):
    path = write_csv(["#adm2 +pcode", "#affected+returnees"], ["AA01", 12], ["AA02", 3])
    assert individuals(read_returns(path, locate=squares)) == {"AA01": 12, "AA02": 3}


@pytest.mark.parametrize(
    ("lat", "lon"),
    [("#geo +lat", "#geo +lon"), ("#lat_deg", "#lon_deg"), ("#GEO + LAT", "#Geo+Lon")],
)
def test_tags_of_every_age_are_read(squares, write_csv, lat, lon):
    path = write_csv(
        ["#adm1_id", lat, lon, "#affected +returnees +ind", "Name"],
        ["ZZ", "10.5", "31.5", 12, "x"],
    )
    assert individuals(read_returns(path, locate=squares)) == {"AA02": 12}


def test_blank_columns_are_passed_over(squares, write_csv):
    path = write_csv(
        ["", "P-code", "", "Returnees", ""], ["", "AA01", "", 12, ""], separator=";"
    )
    assert individuals(read_returns(path, locate=squares)) == {"AA01": 12}


def test_column_without_heading_is_named_by_its_letter(squares, write_csv):
    path = write_csv(["P-code", "", "people"], ["AA01", 12, 999])
    result = read_returns(path, locate=squares, columns={"individuals": "B"})
    assert individuals(result) == {"AA01": 12}
    assert result.columns["individuals"] == "B"


def test_heading_is_never_a_row_with_numbers_of_people():
    heading = find_heading(
        [["Nyandeng", "0912345678", "10.5"], ["Akol", "0912345679", "10.6"]],
        lambda _heading: False,
    )
    assert heading is not None
    assert heading.looks_like_data
    assert not Heading(("2021", "Name"), (None, None), 1).looks_like_data


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_letters_are_those_of_a_spreadsheet(column, letters):
    assert letter_of(column) == letters
    assert column_of(letters) == column


def test_words_are_no_letters_of_a_spreadsheet():
    assert column_of("code") is None
    assert column_of("ABCD") is None
