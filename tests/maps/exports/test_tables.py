"""Text that a spreadsheet would run as a formula is made harmless, figures are left alone."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from maps.exports.tables import harmless

_SIGNS = st.sampled_from(["=", "+", "-", "@", "\t", "\r", "\n", ""])


@given(st.builds(lambda sign, rest: sign + rest, _SIGNS, st.text(max_size=20)))
def test_no_text_begins_like_a_formula_and_none_is_lost(text):
    told = harmless(text)

    assert isinstance(told, str)
    assert not told.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert told.removeprefix("'") == text or told == text


@given(st.one_of(st.integers(), st.floats(allow_nan=False), st.none()))
def test_figures_stay_figures(value):
    assert harmless(value) == value


@given(st.text(max_size=30))
def test_a_harmless_cell_survives_being_written_and_read(text):
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow([harmless(text), "end"])
    line.seek(0)

    assert next(csv.reader(line)) == [harmless(text), "end"]
