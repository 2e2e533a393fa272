"""Spellings that people would call the same are the same."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from maps.imports.folding import folded, stem, stems, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Retournés", "RETOURNES"),
        ("Ñuñoa", "nunoa"),
        ("أربيل", "اربيل"),
        ("نينوى", "نينوي"),
        ("البصرة", "البصره"),
        ("کرکوک", "كركوك"),
        ("عائدون", "عايدون"),
        ("دهـــوك", "دهوك"),
        ("Łódź", "lodz"),
        ("١٢", "12"),
        ("۱۲", "12"),
    ],
)
def test_folding_makes_spellings_equal(one, other):
    assert folded(one) == folded(other)


@given(st.text(max_size=40))
@example("𝑨")
def test_folding_twice_changes_nothing_more(text):
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("households", "household"),
        ("rapatriés", "rapatrie"),
        ("ménages", "menage"),
        ("personas", "persona"),
        ("communes", "commune"),
        ("العائدين", "عائدون"),
        ("المحافظات", "محافظة"),
        ("الأسر", "أسر"),
    ],
)
def test_folding_knows_plural_and_article(one, other):
    assert stems(one) == stems(other)


@pytest.mark.parametrize("word", ["of", "ind", "los", "address", "sex"])
def test_folding_leaves_short_words_and_double_s(word):
    assert stem(word) == word


def test_words_are_split_at_capitals_and_punctuation():
    assert words_of("Estimated  # of returneeHHs (admin2Pcode)") == (
        *("estimated", "of", "returnee", "hhs", "admin2pcode"),
    )
