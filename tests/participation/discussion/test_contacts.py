"""What looks like a way to reach or find somebody, and what does not."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.contacts import find_contacts, stretches

DIGITS = "0123456789"
SCRIPTS = (DIGITS, "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９")
#: Words without a figure, an @ or a degree sign.
prose = st.text(
    st.sampled_from("abcdefghi jklmn,.;:!?'\"()-–éàçñابتثجح\n"), max_size=60
)


@st.composite
def telephone_numbers(draw):
    """Seven to fifteen figures in groups, as people write them, in any script."""
    figures = draw(st.text(st.sampled_from(DIGITS), min_size=7, max_size=15))
    gap = draw(st.sampled_from(["", " ", "-", ".", "/", "\N{NO-BREAK SPACE}", "–"]))
    size = draw(st.integers(2, 4))
    groups = [figures[at : at + size] for at in range(0, len(figures), size)]
    text = draw(st.sampled_from(["", "+", "00"][: 2 if len(figures) > 13 else 3]))
    text += gap.join(groups)
    return text.translate(str.maketrans(DIGITS, draw(st.sampled_from(SCRIPTS))))


def kinds(text):
    return [each.kind for each in find_contacts(text)]


@given(prose, telephone_numbers(), prose)
def test_a_telephone_number_is_found_in_any_text_and_script(before, number, after):
    text = f"{before} call {number} now {after}"
    if re.search(r"(19|20)\d\d|\d{1,2}\D\d{1,2}\D\d{4}|\d{4}\D\d{1,2}\D\d", number):
        return  # It may be a date or a pair of years.
    found = [each for each in find_contacts(text) if each.kind == "telephone"]

    assert len(found) == 1
    assert text[found[0].start : found[0].end].strip("+") == number.strip("+")


@given(prose)
def test_prose_without_figures_is_left_alone(text):
    assert find_contacts(text) == []


@given(st.text(max_size=300))
def test_pieces_are_the_text_again_and_do_not_overlap(text):
    found = find_contacts(text)

    assert "".join(piece for piece, _kind in stretches(text)) == text
    assert [kind for _piece, kind in stretches(text) if kind] == [
        each.kind for each in found
    ]
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(
    st.floats(-90, 90).map(lambda n: f"{n:.5f}"),
    st.floats(-180, 180).map(lambda n: f"{n:.5f}"),
    st.sampled_from([", ", " ", ",", "; "]),
)
def test_coordinates_are_found(latitude, longitude, between):
    assert "coordinates" in kinds(f"The house is at {latitude}{between}{longitude}.")


@given(st.emails())
def test_addresses_of_mail_are_found(address):
    if re.fullmatch(r"[\w.+-]+@[\w.-]+\.[a-zA-Z]{2,}", address):
        assert "email" in kinds(f"Write to {address} please")


@pytest.mark.parametrize(
    "text",
    [
        "Voting closes on 4 December 2026, at 18:30.",
        "From 2026-11-14 on.",
        "On 14.11.2026 and on 1/2/2027.",
        "Between 2024-2026 nothing came.",
        "It costs 18,000 or 1,250,000 MAR, not 60 000.",
        "It was 25 °C and 900 people stood at 4 taps.",
        "Initiative HG-7K3QF, line 14, 41 % spent.",
        "The pump gives 3.5 litres, the old one 1.25.",
    ],
)
def test_dates_amounts_and_references_are_no_contacts(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ring 0612 34 56 78", "telephone"),
        ("Ring (06) 12-34-56-78", "telephone"),
        ("tel0612345678", "telephone"),
        ("+212\u00a0612\u200e345\u200e678", "telephone"),
        ("He lives at 34°01'15\"N 6°50'W", "coordinates"),
        ("at 34,0209 -6,8416", "coordinates"),
        ("Come to 8FQ5+WXC", "coordinates"),
        ("amina@example.org", "email"),
        ("سعاد@example.org", "email"),
    ],
)
def test_ways_of_writing(text, kind):
    assert kind in kinds(text)


@pytest.mark.parametrize("sign", ["1", "1 ", "a@", "a.", "1.", "(", "1-", "+1", "°1"])
def test_no_text_takes_long(sign):
    began = time.perf_counter()
    find_contacts(sign * (4000 // len(sign)))
    assert time.perf_counter() - began < 0.5
