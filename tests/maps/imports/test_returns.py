"""Returns are counted by area and group, from every usual layout."""

import pytest

from maps.imports import returns
from maps.imports.counting import Count, LeftOut
from maps.imports.findings import FindingKind, Severity
from maps.imports.progress import ImportCancelledError
from maps.imports.returns import read_returns
from tests.maps.imports.outcomes import errors, individuals, notes

HEAD = ["adm2_pcode", "returnees individuals", "returnees households"]


def test_returns_add_up_by_area(squares, write_csv):
    path = write_csv(HEAD, ["AA01", 10, 2], ["AA02", 7, 1], ["AA01", 5, 1])
    result = read_returns(path, locate=squares)
    assert result.counts == {
        ("AA01", "RRI"): Count(15, 3),
        ("AA02", "RRI"): Count(7, 1),
    }
    assert (result.rows_read, result.bad_rows, result.left_out) == (3, 0, {})
    assert not result.has_errors


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_returns_find_the_separator(squares, write_csv, separator):
    path = write_csv(HEAD, ["AA01", 10, 2], separator=separator)
    assert individuals(read_returns(path, locate=squares)) == {"AA01": 10}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_returns_read_unicode_encodings_without_remark(squares, write_csv, encoding):
    path = write_csv(
        ["adm2_pcode", "returnees", "lugar"], ["AA01", 10, "Peñón"], encoding=encoding
    )
    result = read_returns(path, locate=squares, group="MIG")
    assert result.counts == {("AA01", "MIG"): Count(10)}
    assert result.findings == []


def test_returns_read_latin_1_and_say_so(squares, write_csv):
    path = write_csv(
        ["adm2_pcode", "Retornados (total)", "año"],
        ["AA01", 10, 2021],
        encoding="latin-1",
    )
    result = read_returns(path, locate=squares, group="MIG")
    assert individuals(result) == {"AA01": 10}
    assert notes(result) == [
        "The file is not in UTF-8; it was read as Latin-1 (Windows-1252)."
    ]


def test_returns_read_a_workbook(squares, write_xlsx):
    path = write_xlsx(["A title"], [], HEAD, ["AA01", 10, 2], [], ["AA02", 7.0, 1])
    result = read_returns(path, locate=squares)
    assert individuals(result) == {"AA01": 10, "AA02": 7}
    assert (result.sheet, result.rows_read) == ("Data", 2)


def test_returns_take_the_only_sheet_that_is_recognised(squares, write_xlsx):
    path = write_xlsx(["Read me"], ["By the team"], Round=[HEAD, ["AA01", 10, 2]])
    assert read_returns(path, locate=squares).sheet == "Round"


def test_returns_ask_for_the_sheet_when_several_could_be_meant(squares, write_xlsx):
    path = write_xlsx(HEAD, ["AA01", 10, 2], Payams=[HEAD, ["AA02", 7, 1]])
    refused = read_returns(path, locate=squares)
    assert refused.is_refused
    assert refused.findings[0].remedy == (
        "Name the one to read: Data (1 row with a place and a count), "
        "Payams (1 row with a place and a count)."
    )
    assert individuals(read_returns(path, locate=squares, sheet=" payams ")) == {
        "AA02": 7
    }


def test_returns_name_the_sheets_when_the_one_asked_for_is_absent(squares, write_xlsx):
    refused = read_returns(write_xlsx(HEAD), locate=squares, sheet="Nope")
    assert errors(refused) == ["There is no sheet of that name."]
    assert refused.findings[0].remedy == "Sheets are: Data."


@pytest.mark.parametrize("tags_first", [True, False])
def test_returns_read_hxl_tags(squares, write_csv, tags_first):
    tags = ["#adm2 +code", "#Affected+Ind+Returnees", "#affected+returnees+hh"]
    rows = [tags] if tags_first else [["where", "a", "b"], tags]
    path = write_csv(*rows, ["AA01", 10, 2])
    assert read_returns(path, locate=squares).counts == {("AA01", "RRI"): Count(10, 2)}


def test_returns_read_hxl_coordinates_and_totals_only(squares, write_csv):
    path = write_csv(
        [
            "#geo+lat",
            "#geo+lon",
            "#affected+returnees+ind",
            "#affected+returnees+ind+f",
        ],
        ["10.5", "30.5", "10", "6"],
        ["10.5", "31.5", "3", "1"],
    )
    assert individuals(read_returns(path, locate=squares)) == {"AA01": 10, "AA02": 3}


def test_returns_fall_back_from_a_finer_code_to_the_column_that_is_known(
    squares, write_csv
):
    path = write_csv(
        ["state_pcode", "county_pcode", "payam_pcode", "returnees"],
        ["AA", "AA01", "AA0101", 10],
        ["AA", "AA01", "AA0102", 5],
    )
    result = read_returns(path, locate=squares)
    assert individuals(result) == {"AA01": 15}
    assert result.columns["code"] == "payam_pcode | county_pcode | state_pcode"


def test_returns_use_the_point_when_no_code_is_known(squares, write_csv):
    path = write_csv(
        ["pcode", "latitude", "longitude", "returnees"],
        ["ZZ99", "10.5", "31.5", 4],
        ["", "10,5", "32.5", 6],
        separator=";",
    )
    assert individuals(read_returns(path, locate=squares)) == {"AA02": 4, "AA03": 6}


def test_returns_keep_the_code_when_the_point_lies_elsewhere_and_say_so(
    squares, write_csv
):
    path = write_csv(
        ["pcode", "lat", "lon", "returnees"],
        ["AA01", "10.5", "30.5", 4],
        ["AA01", "10.5", "31.5", 6],
    )
    result = read_returns(path, locate=squares, group="RRI")
    assert individuals(result) == {"AA01": 10}
    assert notes(result) == [
        "1 row lies in another area than its code names (row 3). The code was kept."
    ]


@pytest.mark.parametrize(
    ("code", "lat", "lon", "message"),
    [
        ("ZZ99", "", "", "The area code is not loaded, and there is no usable point."),
        (
            "ZZ99",
            "50",
            "5",
            "The area code is not loaded, and the point lies in no area.",
        ),
        ("", "50", "5", "There is no area code, and the point lies in no area."),
        ("", "", "", "There is neither an area code nor a usable point."),
        ("", "0", "0", "There is neither an area code nor a usable point."),
        ("", "north", "5", "There is neither an area code nor a usable point."),
    ],
)
def test_returns_report_rows_without_a_known_place(
    squares, write_csv, code, lat, lon, message
):
    path = write_csv(
        ["pcode", "lat", "lon", "returnees"], ["AA01", "", "", 1], [code, lat, lon, 4]
    )
    result = read_returns(path, locate=squares)
    (bad,) = [f for f in result.findings if f.is_error]
    assert (bad.row, bad.field, bad.message) == (3, "code", message)
    assert bad.remedy
    assert (result.bad_rows, individuals(result)) == (1, {"AA01": 1})


def test_returns_say_when_no_row_at_all_could_be_placed(squares, write_csv):
    path = write_csv(HEAD, ["ZZ01", 1, 1], ["ZZ02", 1, 1])
    result = read_returns(path, locate=squares)
    assert result.is_refused
    assert "No row could be given an area." in errors(result)


def test_returns_refuse_swapped_latitude_and_longitude(squares, write_csv):
    rows = [["30.5", "10.5", 1], ["31.5", "10.5", 2], ["32.5", "10.5", 3]]
    path = write_csv(["lat", "lon", "returnees"], *rows)
    result = read_returns(path, locate=squares)
    assert errors(result) == ["Latitude and longitude are swapped."]
    assert result.counts == {}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("-3", "The count is negative."),
        ("2.5", "The count is not a whole number."),
        ("many", "The count is not a number."),
        ("1_000", "The count is not a number."),
        ("1e3", "The count is not a number."),
        ("<5", "The count is not a number."),
        (
            '"1,200"',
            "The count has a thousands separator, which can be read in two ways.",
        ),
        ("912345678", "The count is larger than any place can have."),
    ],
)
def test_returns_report_bad_counts(squares, write_csv, value, message):
    path = write_csv(HEAD, ["AA01", value, ""], ["AA02", 4, 1])
    result = read_returns(path, locate=squares)
    (bad,) = [f for f in result.findings if f.is_error]
    assert (bad.kind, bad.row, bad.field) == (FindingKind.VALUE, 2, "individuals")
    assert bad.message == message
    assert result.has_errors
    assert not result.is_refused
    assert individuals(result) == {"AA02": 4}


@pytest.mark.parametrize("value", ["12", "12.0", " 12 ", "١٢"])
def test_returns_read_whole_numbers_however_written(squares, write_csv, value):
    path = write_csv(HEAD, ["AA01", value, 1])
    assert individuals(read_returns(path, locate=squares)) == {"AA01": 12}


@pytest.mark.parametrize("empty", ["", "-", "N/A", "null"])
def test_returns_leave_out_empty_counts_without_making_them_zero(
    squares, write_csv, empty
):
    path = write_csv(HEAD, ["AA01", empty, ""], ["AA02", 0, 0])
    result = read_returns(path, locate=squares)
    assert result.counts == {("AA02", "RRI"): Count(0, 0)}
    assert result.left_out == {LeftOut.EMPTY_COUNT: 1}
    assert not result.has_errors


def test_returns_do_not_estimate_persons_from_households(squares, write_csv):
    path = write_csv(HEAD, ["AA01", "", 5], ["AA02", 1, 1])
    assert errors(read_returns(path, locate=squares)) == [
        "There are households but no number of persons."
    ]


def test_returns_have_no_households_where_a_row_gives_none(squares, write_csv):
    path = write_csv(HEAD, ["AA01", 10, 2], ["AA01", 5, ""], ["AA02", 3, 1])
    result = read_returns(path, locate=squares, group="RRI")
    assert result.counts == {
        ("AA01", "RRI"): Count(15, None),
        ("AA02", "RRI"): Count(3, 1),
    }
    assert len(notes(result)) == 1
    assert "no number of households" in notes(result)[0]


def test_returns_leave_out_the_line_of_totals(squares, write_csv):
    path = write_csv(HEAD, ["AA01", 10, 2], ["Grand Total", 10, 2])
    result = read_returns(path, locate=squares)
    assert individuals(result) == {"AA01": 10}
    assert result.left_out == {LeftOut.TOTAL_ROW: 1}


def test_returns_do_not_mind_notes_beside_a_sheet(squares, write_xlsx):
    path = write_xlsx(HEAD, ["AA01", 10, 2, None, "checked"], ["AA02", 1, 1])
    assert individuals(read_returns(path, locate=squares)) == {"AA01": 10, "AA02": 1}


def test_returns_report_rows_longer_than_the_headings(squares, write_csv):
    path = write_csv(HEAD, ["AA01", 10, 2, "shifted"], ["AA02", 1, 1, ""])
    result = read_returns(path, locate=squares)
    assert errors(result) == ["The row has more cells than there are headings."]
    assert individuals(result) == {"AA02": 1}


def test_returns_note_odd_households_and_keep_them(squares, write_csv):
    path = write_csv(HEAD, ["AA01", 2, 3], ["AA02", 5, 0])
    result = read_returns(path, locate=squares, group="RRI")
    assert result.counts[("AA01", "RRI")] == Count(2, 3)
    (note,) = result.findings
    assert (note.severity, note.kind) == (Severity.NOTE, FindingKind.SOURCE)
    assert note.message.startswith("2 rows have persons without households")


def test_returns_read_again_give_the_same(squares, write_csv):
    path = write_csv(HEAD, ["AA01", 2, 1], ["AA02", 5, 2])
    assert read_returns(path, locate=squares) == read_returns(path, locate=squares)


def test_returns_tell_how_many_rows_are_read(squares, write_csv, monkeypatch):
    monkeypatch.setattr(returns, "_BATCH_ROWS", 2)
    told = []
    read_returns(
        write_csv(HEAD, ["AA01", 10, 2], *[["AA01", "many", 2]] * 4),
        locate=squares,
        progress=lambda done, total, *, bad: told.append((done, total, bad)),
    )
    assert told == [(2, None, 1), (4, None, 3), (5, None, 4)]


def test_returns_that_somebody_cancels_are_not_read_further(
    squares, write_csv, monkeypatch
):
    monkeypatch.setattr(returns, "_BATCH_ROWS", 2)
    told = []

    def cancel(done, total, *, bad):
        told.append(done)
        raise ImportCancelledError

    with pytest.raises(ImportCancelledError):
        read_returns(
            write_csv(HEAD, *[["AA01", 10, 2]] * 5), locate=squares, progress=cancel
        )
    assert told == [2]
