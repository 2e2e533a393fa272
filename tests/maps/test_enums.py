"""Parts of a whole: which codes go together, and which were possible."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.enums import Breakdown, is_partition, whole_coding

PARTS = sorted(set(Breakdown.values) - {"all", "u"})
SEXES = {"f", "m", "o"}


@pytest.mark.parametrize(
    ("recorded", "possible"),
    [
        ([], set()),
        (["all"], set()),
        (["u"], {"u"}),
        (["all", "f"], SEXES | {"u"}),
        (["0-17"], {"0-17", "18-59", "60+", "u"}),
        (["18+"], {"0-4", "5-11", "12-17", "18+", "u"}),
        (["0-4", "60+"], {"0-4", "5-11", "12-17", "18-59", "60+", "u"}),
    ],
)
def test_a_coding_is_whole_whoever_is_in_it(recorded, possible):
    assert whole_coding(recorded) == possible


@given(st.sets(st.sampled_from(PARTS), min_size=1).filter(is_partition))
def test_what_a_coding_adds_goes_with_what_was_recorded(recorded):
    coding = whole_coding(recorded)

    assert recorded <= coding
    assert is_partition(coding)
    assert whole_coding(coding) == coding
