"""Nothing of a person survives the reading: not in results, messages, logs or files."""

import logging
import pickle
import tempfile

import pytest

from maps.imports import findings
from maps.imports.returns import ReturnsFile, read_returns

NAME = "Nyandeng Akol"
PHONE = "0912345678"
LATITUDE, LONGITUDE = "10.512345", "30.498765"
SECRETS = (NAME, "Nyandeng", PHONE, LATITUDE, LONGITUDE, "AB1234567")


def everything_said(
    result: ReturnsFile[str],
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> str:
    said = pickle.dumps(result).decode("latin-1") + repr(result) + caplog.text
    captured = capsys.readouterr()
    return said + captured.out + captured.err


@pytest.fixture
def temporary_files(tmp_path_factory, monkeypatch):
    """A place of this test's own for temporary files, so that no other test's count."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            [
                ["first name", "phone", "sex", "lat", "lon", "pcode", "passport"],
                [NAME, PHONE, "f", LATITUDE, LONGITUDE, "AA01", "AB1234567"],
                [NAME, PHONE, "f", LATITUDE, "95", "ZZ01", "AB1234567"],
            ],
            id="a list of persons, one of them bad",
        ),
        pytest.param(
            [
                ["pcode", "lat", "lon", "returnees", "focal point"],
                [NAME, LATITUDE, "5", "3", PHONE],
                [PHONE, "", "", "3", NAME],
                ["AA01", "", "", NAME, PHONE],
                ["AA01", "", "", PHONE, NAME],
                ["AA01", "", "", f"+211 {PHONE}", NAME],
                ["AA01", "", "", LATITUDE, NAME],
                [LONGITUDE, LATITUDE, "", "4", NAME],
                ["AA01", LATITUDE, LONGITUDE, "4", NAME, NAME],
            ],
            id="a table of places with shifted columns",
        ),
        pytest.param(
            [[NAME, PHONE, LATITUDE], [NAME, PHONE, LONGITUDE]],
            id="a list of persons without headings",
        ),
        pytest.param(
            [
                ["pcode", "returnees", "population_group", "round"],
                ["AA01", "3", NAME, "1"],
                ["AA01", "3", "RET", NAME],
                ["AA01", "3", "RET", PHONE],
            ],
            id="names under group and round",
        ),
        pytest.param(
            [
                [
                    "pcode",
                    "returnees",
                    "reference_period_start",
                    "reference_period_end",
                ],
                ["AA01", "3", NAME, PHONE],
            ],
            id="names under the period",
        ),
    ],
)
def test_nothing_personal_is_kept_or_said(
    squares, write_csv, rows, caplog, capsys, temporary_files
):
    path = write_csv(*rows)
    with caplog.at_level(logging.DEBUG):
        result = read_returns(path, locate=squares)
    said = everything_said(result, caplog, capsys)
    assert [secret for secret in SECRETS if secret in said] == []
    assert list(temporary_files.iterdir()) == []


def test_nothing_personal_is_said_of_a_workbook(squares, write_xlsx, caplog, capsys):
    path = write_xlsx(
        ["first name", "sex", "lat", "lon"],
        [NAME, "f", float(LATITUDE), float(LONGITUDE)],
        [NAME, "f", float(LATITUDE), 5.0],
    )
    result = read_returns(path, locate=squares)
    assert (result.rows_read, result.bad_rows) == (2, 1)
    said = everything_said(result, caplog, capsys)
    assert [secret for secret in SECRETS if secret in said] == []


def test_finding_quotes_short_counts_and_codes_of_places(squares, write_csv):
    path = write_csv(["pcode", "returnees"], ["ZZ0101", 3], ["AA01", -4], ["AA01", 1])
    result = read_returns(path, locate=squares)
    quoted = {f.field: f.value for f in result.findings if f.is_error}
    assert quoted == {"code": "ZZ0101", "individuals": "-4"}


def test_finding_says_the_kind_of_a_value_that_it_does_not_quote(squares, write_csv):
    path = write_csv(
        ["pcode", "returnees"], ["AA01", NAME], ["AA01", PHONE], ["AA01", "2021-09-30"]
    )
    result = read_returns(path, locate=squares)
    bad = [(f.value, f.value_kind) for f in result.findings if f.row is not None]
    assert bad == [("", "text"), ("", "whole number"), ("", "date")]


def test_finding_quotes_nothing_from_a_list_of_persons(squares, write_csv):
    path = write_csv(["sex", "pcode"], ["f", "ZZ0101"], ["f", "AA01"])
    result = read_returns(path, locate=squares)
    assert {f.value for f in result.findings} == {""}


def test_findings_are_bounded_and_still_counted(squares, write_csv, monkeypatch):
    limit = findings.MAX_FINDINGS
    rows = [["AA01", "x"]] * (limit + 50)
    result = read_returns(
        write_csv(["pcode", "returnees"], *rows, ["AA01", 1]), locate=squares
    )
    assert result.bad_rows == limit + 50
    assert sum(f.row is not None for f in result.findings) == limit
