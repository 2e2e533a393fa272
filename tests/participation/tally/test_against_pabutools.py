"""On random elections, ties in most of them, the same winners as pabutools' exact mode.

HOMEGROUND_PABUTOOLS_PYTHON names a Python that has pabutools (`reference` says why it is
not among the dependencies); without one there is nothing to compare with.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.participation.tally.reference import (
    KINDS,
    RULES,
    Reference,
    as_pb,
    ours,
)

PYTHON = os.environ.get("HOMEGROUND_PABUTOOLS_PYTHON", "")
#: Few different prices, so that many projects are as good as each other.
COSTS = st.sampled_from([1, 1, 2, 2, 3, 4, 6, 12])


@pytest.fixture(scope="module")
def reference():
    """The other process, started once."""
    if not PYTHON:
        pytest.skip("HOMEGROUND_PABUTOOLS_PYTHON names no Python that has pabutools")
    try:
        other = Reference(PYTHON)
    except (OSError, EOFError):
        pytest.skip(f"{PYTHON} cannot import pabutools")
    with other:
        yield other


@st.composite
def elections(draw, kind):
    """A Pabulib text of up to seven projects and ten voters, and a lot."""
    costs = draw(st.lists(COSTS, min_size=1, max_size=7))
    budget = draw(st.integers(1, sum(costs) + 2))
    places = st.permutations(range(len(costs)))
    ballots = [
        [(at, draw(st.integers(0, 3))) for at in draw(places)[:length]]
        for length in draw(
            st.lists(st.integers(1, len(costs)), min_size=1, max_size=10)
        )
    ]
    lot = [f"p{at}" for at in draw(places)]
    return as_pb(kind, budget, costs, ballots), lot


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(
    max_examples=1_000,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_each_rule_has_the_winners_that_pabutools_has(reference, kind, data):
    text, lot = data.draw(elections(kind))

    theirs = reference.winners(text, lot)

    found = {name: sorted(each.winners) for name, each in ours(text, lot).items()}
    assert found == theirs
    assert set(theirs) == set(RULES)
