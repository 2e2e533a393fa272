"""Cells become counts, degrees and dates, or are refused; few may be quoted."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.imports.values import (
    MAX_COUNT,
    BadValueError,
    count_of,
    date_of,
    has_markup,
    plain_name,
    quotable_code,
    quotable_count,
    quotable_word,
    text_of,
)


@given(st.integers(0, MAX_COUNT))
def test_count_reads_back_every_whole_number(number):
    assert (
        count_of(number) == count_of(str(number)) == count_of(float(number)) == number
    )


@pytest.mark.parametrize("between", [" ", "\u00a0", "\u202f", "\u2009", "'", "\u2019"])
def test_thousands_set_apart_by_spaces_or_apostrophes_are_read(between):
    assert count_of(f"1{between}200") == 1_200
    assert count_of(f"12{between}345{between}678") == 12_345_678


@given(st.text())
def test_count_is_whole_and_not_negative_or_refused(text):
    try:
        count = count_of(text)
    except BadValueError:
        return
    assert count is None or 0 <= count <= MAX_COUNT


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (-1, "negative"),
        (-2.5, "negative"),
        (1.5, "fraction"),
        ("1.200.000", "separator"),
        ("1,200", "separator"),
        ("1 2000", "number"),
        ("1 200'000", "number"),
        ("12 345 67", "number"),
        ("999 999 999 999", "large"),
        (True, "number"),
        (date(2021, 1, 1), "number"),
        (MAX_COUNT + 1, "large"),
        ("9" * 5_000, "large"),
    ],
)
def test_count_says_why_it_is_refused(cell, reason):
    with pytest.raises(BadValueError) as refused:
        count_of(cell)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2021-09-30", date(2021, 9, 30)),
        ("2021/9/3", date(2021, 9, 3)),
        ("2019-Apr-30", date(2019, 4, 30)),
        ("2021-09-30T12:00:00Z", date(2021, 9, 30)),
        (datetime(2021, 9, 30, 12), date(2021, 9, 30)),  # noqa: DTZ001 -- as openpyxl gives it
        (date(2021, 9, 30), date(2021, 9, 30)),
        ("30/09/2021", None),
        ("2021-13-01", None),
        ("2021-Foo-01", None),
        (None, None),
    ],
)
def test_date_is_read_only_when_its_order_is_certain(cell, day):
    assert date_of(cell) == day


@pytest.mark.parametrize(
    ("cell", "text"), [(101.0, "101"), ("007", "007"), (None, ""), (1.5, "1.5")]
)
def test_text_of_a_cell_is_never_padded(cell, text):
    assert text_of(cell) == text


def test_name_is_composed_and_single_spaced():
    assert plain_name(" Cuscatla\u0301n\n\tNorte\x07 ") == "Cuscatl\u00e1n Norte"


@pytest.mark.parametrize(
    ("name", "marked"),
    [
        ("<b>x</b>", True),
        ("&lt;x", True),
        ("</p", True),
        ("A & B", False),
        ("a<1", False),
    ],
)
def test_markup_is_noticed(name, marked):
    assert has_markup(name) is marked


@pytest.mark.parametrize("code", ["SS0101", "NP0101301", "HT0811-07", "BDI001"])
def test_codes_of_places_may_be_quoted(code):
    assert quotable_code(code) == code


@pytest.mark.parametrize(
    "cell", ["Ali", "ALI", "+211912345678", "0912345678", "4.85,31.58", "A B", "", None]
)
def test_what_may_be_personal_is_not_quoted_as_a_code(cell):
    assert quotable_code(cell) == ""


@pytest.mark.parametrize(
    "cell", ["Ali", "0912345678", "+211912345678", "10.512345", "30.498765"]
)
def test_what_may_be_personal_is_not_quoted_as_a_count(cell):
    assert quotable_count(cell) == ""


@pytest.mark.parametrize("cell", ["RET", "f", "Female", "5-11", "60+", "ذكر"])
def test_words_of_groups_and_ages_may_be_quoted(cell):
    assert quotable_word(cell) == cell


@pytest.mark.parametrize("cell", ["Ali", "Akol", "0912345678", "12 May", None])
def test_what_may_be_personal_is_not_quoted_as_a_word(cell):
    assert quotable_word(cell) == ""
