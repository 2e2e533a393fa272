"""A stranger's table is bounded, never executed, and refused with a remedy."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from maps.imports import sheets
from maps.imports.counting import LeftOut
from maps.imports.returns import ReturnsFile, read_returns


def refusal(result: ReturnsFile[str]) -> str:
    (finding,) = result.findings
    assert result.counts == {}
    assert result.is_refused
    assert finding.remedy
    return finding.message


def rewritten(path: Path, member: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one of its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[member] = change(parts[member])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def test_file_of_200_megabytes_is_refused_unread(squares, tmp_path):
    path = tmp_path / "returns.csv"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    assert refusal(read_returns(path, locate=squares)) == (
        "The file has 200 MB; the limit is 100 MB."
    )


def test_workbook_that_is_a_zip_bomb_is_refused(squares, write_xlsx):
    path = rewritten(
        write_xlsx(["pcode", "returnees"], ["AA01", 1]),
        SHEET,
        lambda xml: xml + b" " * 30_000_000,
    )
    assert "as a zip bomb does" in refusal(read_returns(path, locate=squares))


def test_workbook_larger_unpacked_than_the_limit_is_refused(squares, write_xlsx):
    path = write_xlsx(["pcode", "returnees"], ["AA01", 1])
    message = refusal(read_returns(path, locate=squares, max_unpacked=1_000))
    assert message.startswith("Unpacked, the archive has")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "document_type",
    [
        '<!DOCTYPE worksheet [<!ENTITY x "xxxx">]>',
        '<!DOCTYPE worksheet SYSTEM "http://example.org/a.dtd">',
        "<!-- " + "x" * 40_000 + " --><!DOCTYPE worksheet>",
    ],
)
def test_workbook_with_entities_is_refused(
    squares, write_xlsx, document_type, encoding
):
    path = rewritten(
        write_xlsx(["pcode", "returnees"], ["AA01", 1]),
        SHEET,
        lambda xml: (document_type + xml.decode().split("?>", 1)[-1]).encode(encoding),
    )
    assert refusal(read_returns(path, locate=squares)) == (
        "The workbook is damaged or not a workbook."
    )


@pytest.mark.parametrize("number", [b"1001", b"99999999999"])
def test_workbook_with_rows_beyond_the_end_is_refused(
    squares, write_xlsx, monkeypatch, number
):
    monkeypatch.setattr(sheets, "MAX_ROWS", 1_000)
    path = rewritten(
        write_xlsx(["pcode", "returnees"], ["AA01", 1]),
        SHEET,
        lambda xml: (
            xml.replace(b'r="2"', b'r="%s"' % number)
            .replace(b'r="A2"', b'r="A%s"' % number)
            .replace(b'r="B2"', b'r="B%s"' % number)
        ),
    )
    assert "more than 1000 rows" in refusal(read_returns(path, locate=squares))


def test_workbook_that_claims_a_huge_extent_is_read_as_it_is(squares, write_xlsx):
    path = rewritten(
        write_xlsx(["pcode", "returnees"], ["AA01", 1]),
        SHEET,
        lambda xml: xml.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'),
    )
    assert read_returns(path, locate=squares).rows_read == 1


def test_too_many_columns_are_refused(squares, write_csv, monkeypatch):
    monkeypatch.setattr(sheets, "MAX_COLUMNS", 3)
    path = write_csv(["pcode", "returnees", "", ""], ["AA01", 1, "", ""])
    assert "or 3 columns" in refusal(read_returns(path, locate=squares))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100),
            "The file is an old .xls workbook, or protected by a password.",
        ),
        (
            b"\x89PNG\r\n\x1a\n" + bytes(100),
            "The file is neither a table of text nor a workbook.",
        ),
        (b"PK\x03\x04 no zip", "The archive is damaged or not a zip."),
        (b"", "The file is empty."),
        (b"\n\n\n", "No row of headings was found in the first 25 rows."),
    ],
)
def test_what_is_no_table_is_refused(squares, tmp_path, content, message):
    path = tmp_path / "returns.csv"
    path.write_bytes(content)
    assert refusal(read_returns(path, locate=squares)) == message


def test_zip_that_is_no_workbook_is_refused(squares, pack):
    path = pack({"a.csv": b"pcode,returnees\nAA01,1\n"}, name="returns.xlsx")
    assert refusal(read_returns(path, locate=squares)) == (
        "The workbook is damaged or not a workbook."
    )


def test_missing_file_is_refused(squares, tmp_path):
    message = refusal(read_returns(tmp_path / "no.csv", locate=squares))
    assert message == "There is no such file."


def test_text_with_an_endless_quote_is_refused(squares, tmp_path):
    path = tmp_path / "returns.csv"
    path.write_text('pcode,returnees\n"AA01,1\n' + "x" * 200_000)
    assert "not well-formed CSV" in refusal(read_returns(path, locate=squares))


def test_text_cut_in_the_middle_of_a_character_is_refused(squares, write_csv):
    path = write_csv(["pcode", "returnees"], ["AA01", 1], encoding="utf-16")
    path.write_bytes(path.read_bytes()[:-1])
    assert "not well-formed CSV" in refusal(read_returns(path, locate=squares))


def test_headings_without_data_are_refused(squares, write_csv):
    message = refusal(read_returns(write_csv(["pcode", "returnees"]), locate=squares))
    assert message == "There is no row of data under the headings."


def test_formula_without_a_saved_value_is_a_bad_cell(squares, write_xlsx):
    path = write_xlsx(["pcode", "returnees"], ["AA01", "=40+2"], ["AA02", 3])
    result = read_returns(path, locate=squares)
    (bad,) = [f for f in result.findings if f.is_error]
    assert (bad.row, bad.field, bad.value) == (2, "individuals", "")
    assert bad.message == "The cell is a formula whose value was not saved."
    assert "save it" in bad.remedy


def test_formula_with_a_saved_value_gives_it(squares, write_xlsx):
    path = rewritten(
        write_xlsx(["pcode", "returnees"], ["AA01", "=40+2"]),
        SHEET,
        lambda xml: xml.replace(b"<v></v>", b"<v>42</v>").replace(
            b"<v />", b"<v>42</v>"
        ),
    )
    result = read_returns(path, locate=squares)
    assert [count.individuals for count in result.counts.values()] == [42]


def test_formula_whose_saved_value_is_an_empty_text_is_an_empty_cell(
    squares, write_xlsx
):
    path = rewritten(
        write_xlsx(["pcode", "returnees"], ["AA01", '=""'], ["AA02", 1]),
        SHEET,
        lambda xml: xml.replace(b'<c r="B2">', b'<c r="B2" t="str">'),
    )
    result = read_returns(path, locate=squares)
    assert not result.has_errors
    assert result.left_out == {LeftOut.EMPTY_COUNT: 1}


def test_date_in_a_column_of_counts_is_no_count(squares, write_xlsx):
    # Spreadsheets turn a typed "1-5" into the fifth of January.
    path = write_xlsx(["pcode", "returnees"], ["AA01", date(2023, 1, 5)], ["AA02", 1])
    result = read_returns(path, locate=squares)
    assert [f.message for f in result.findings if f.is_error] == [
        "The count is not a number."
    ]


def test_workbook_with_thousands_of_styles_is_read_without_building_them(
    squares, write_xlsx
):
    style = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    path = rewritten(
        write_xlsx(["pcode", "returnees"], ["AA01", 1]),
        "xl/styles.xml",
        lambda xml: xml.replace(
            b"</cellStyleXfs>", style * 40_000 + b"</cellStyleXfs>"
        ),
    )
    assert read_returns(path, locate=squares).rows_read == 1


def test_formula_in_a_column_that_is_not_read_does_not_matter(squares, write_xlsx):
    path = write_xlsx(
        ["pcode", "returnees", "x"], ["AA01", 3, '=HYPERLINK("http://x")']
    )
    assert not read_returns(path, locate=squares).has_errors


def test_formula_in_text_is_text_and_no_count(squares, write_csv):
    path = write_csv(["pcode", "returnees"], ["AA01", "=40+2"], ["AA01", 1])
    result = read_returns(path, locate=squares)
    assert [f.message for f in result.findings if f.is_error] == [
        "The count is not a number."
    ]


@pytest.mark.parametrize("value", [True, "#REF!", "#DIV/0!"])
def test_cells_that_are_no_numbers_are_bad(squares, write_xlsx, value):
    path = write_xlsx(["pcode", "returnees"], ["AA01", value], ["AA02", 3])
    result = read_returns(path, locate=squares)
    assert result.bad_rows == 1


def test_markup_in_a_table_is_never_echoed(squares, write_csv):
    markup = "<script>alert(1)</script>"
    path = write_csv(
        ["pcode", "returnees", "site"],
        [markup, markup, markup],
        ["AA01", 1, markup],
    )
    result = read_returns(path, locate=squares)
    assert result.bad_rows == 1
    assert "script" not in repr(result)
