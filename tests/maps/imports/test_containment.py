"""Parents are found by overlap; doubtful children and orphans are told apart."""

from itertools import pairwise

import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from maps.imports.containment import (
    DoubtfulParent,
    are_axes_swapped,
    parents_by_containment,
)

WEST, EAST = box(0, 0, 10, 10), box(10, 0, 20, 10)
PARENTS = {"W": WEST, "E": EAST}


def test_child_gets_the_parent_it_lies_in_whatever_its_code():
    found = parents_by_containment({"E01": box(1, 1, 2, 2)}, PARENTS)
    assert found.parents == {"E01": "W"}
    assert found.doubtful == []
    assert found.orphans == []


def test_child_on_a_shared_border_is_not_doubtful():
    found = parents_by_containment({"a": box(5, 0, 10, 5)}, PARENTS)
    assert found.parents == {"a": "W"}
    assert found.doubtful == []


def test_child_with_slightly_different_borders_is_not_doubtful():
    found = parents_by_containment({"a": box(5, -0.2, 10.3, 5)}, PARENTS)
    assert found.parents == {"a": "W"}
    assert found.doubtful == []


def test_child_in_two_parents_gets_the_larger_share_and_is_reported():
    found = parents_by_containment({"a": box(6, 0, 12, 5)}, PARENTS)
    assert found.parents == {"a": "W"}
    (doubtful,) = found.doubtful
    assert isinstance(doubtful, DoubtfulParent)
    assert [(parent, round(share, 3)) for parent, share in doubtful.shares] == [
        ("W", 0.667),
        ("E", 0.333),
    ]


def test_child_outside_every_parent_is_an_orphan():
    children = {"far": box(50, 50, 51, 51), "edge": box(20, 0, 25, 5)}
    found = parents_by_containment(children, PARENTS)
    assert found.parents == {"far": None, "edge": None}
    assert found.orphans == ["far", "edge"]


def test_no_parents_make_every_child_an_orphan():
    assert parents_by_containment({"a": box(0, 0, 1, 1)}, {}).orphans == ["a"]


def test_swapped_axes_are_noticed_against_the_parents():
    parents = {"P": box(30, 5, 34, 9)}
    right = {"a": box(31, 6, 32, 7), "b": box(33, 8, 34, 9)}
    turned = {"a": box(6, 31, 7, 32), "b": box(8, 33, 9, 34)}
    assert are_axes_swapped(turned, parents)
    assert not are_axes_swapped(right, parents)
    assert not are_axes_swapped({"far": box(80, 80, 81, 81)}, parents)
    assert not are_axes_swapped({}, parents)


@given(st.lists(st.floats(0.5, 9.5), min_size=1, max_size=6, unique=True))
def test_slices_of_a_parent_all_come_back_to_it(cuts):
    edges = [0.0, *sorted(cuts), 10.0]
    slices = {
        index: box(left, 0, right, 10)
        for index, (left, right) in enumerate(pairwise(edges))
    }
    assert shapely.union_all(list(slices.values())).area > 99.9
    found = parents_by_containment(slices, PARENTS)
    assert set(found.parents.values()) == {"W"}
