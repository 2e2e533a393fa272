"""Columns of a release have one key each, which says in words what it counts."""

import pytest

from maps.enums import Breakdown, Measure, PopulationGroup
from maps.queries.columns import (
    column_key,
    column_order,
    column_words,
)

EVERY = [
    *(
        (group, part, Measure.INDIVIDUALS)
        for group in PopulationGroup.values
        for part in Breakdown.values
    ),
    *((group, Breakdown.ALL, Measure.HOUSEHOLDS) for group in PopulationGroup.values),
]


def test_every_column_has_a_key_of_its_own():
    assert len({column_key(*column) for column in EVERY}) == len(EVERY)


def test_columns_are_sorted_persons_first_then_parts_then_households():
    keys = ["RET--households", "RET--m", "RET", "RET--f"]

    assert sorted(keys, key=column_order) == ["RET", "RET--f", "RET--m", keys[0]]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("RET", "Returned refugees"),
        ("RET--f", "Returned refugees · Women and girls"),
        ("RET--60+", "Returned refugees · 60 years and older"),
        ("RET--households", "Returned refugees · Households"),
    ],
)
def test_a_column_in_words(key, words):
    assert column_words(key) == words


def test_what_is_no_column_has_no_words():
    with pytest.raises(ValueError, match="XYZ"):
        column_words("XYZ")
