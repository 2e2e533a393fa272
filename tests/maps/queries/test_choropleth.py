"""Classes of a map: few, round, in order, and covering every value."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from maps.queries.choropleth import MAX_CLASSES, class_edges

values = st.lists(
    st.floats(min_value=0, max_value=1e6, allow_nan=False), min_size=1, max_size=60
)


@settings(deadline=None)  # the first call imports the classifier
@given(values)
@example([0.0, 0.2, 0.996, 1.0])  # an edge that rounds to the highest value
def test_edges_rise_and_are_at_most_seven(shown):
    edges = class_edges(shown)

    assert edges == sorted(set(edges))
    assert 1 <= len(edges) <= MAX_CLASSES


@settings(deadline=None)  # the first call imports the classifier
@given(values)
def test_last_edge_is_the_highest_value(shown):
    assert class_edges(shown)[-1] == max(shown)


def test_edges_are_round_numbers():
    edges = class_edges([1.234, 5.678, 12.345, 40.1, 77.77, 123.4])

    assert all(float(f"{edge:.2g}") == edge for edge in edges[:-1])


def test_no_value_makes_no_class():
    assert class_edges([]) == []


@pytest.mark.parametrize("value", [0.0, 12.5])
def test_equal_values_make_one_class(value):
    assert class_edges([value] * 5) == [value]
