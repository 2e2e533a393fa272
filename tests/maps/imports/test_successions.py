"""What became of areas is told by where they lie, whatever they are called."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from maps.enums import SuccessionKind
from maps.imports.successions import BorderedArea, find_successions


def areas(**boxes):
    return {
        key: BorderedArea(box(*corners), key, f"Area {key}")
        for key, corners in boxes.items()
    }


def found(earlier, later):
    return {
        (s.predecessor, s.successor): s.kind.value
        for s in find_successions(earlier, later)
    }


def test_the_same_borders_under_the_same_name_are_unchanged():
    same = areas(A=(0, 0, 1, 1))
    assert found(same, same) == {("A", "A"): "unchanged"}


def test_the_same_ground_under_another_code_or_name_is_renamed():
    before = areas(A=(0, 0, 1, 1))
    assert found(before, areas(B=(0, 0, 1, 1))) == {("A", "B"): "renamed"}
    other_name = {"A": BorderedArea(box(0, 0, 1, 1), "A", "Beautiful Hill")}
    assert found(before, other_name) == {("A", "A"): "renamed"}


def test_a_split_is_told_with_its_shares_though_a_part_keeps_the_code():
    before = areas(A=(0, 0, 4, 1))
    after = areas(A=(0, 0, 3, 1), B=(3, 0, 4, 1))
    parts = find_successions(before, after)
    assert [(s.successor, s.kind.value) for s in parts] == [
        ("A", "split"),
        ("B", "split"),
    ]
    assert [round(s.share_of_predecessor, 3) for s in parts] == [0.75, 0.25]
    assert [round(s.share_of_successor, 3) for s in parts] == [1.0, 1.0]


def test_a_merger_is_told_with_its_shares():
    before = areas(A=(0, 0, 3, 1), B=(3, 0, 4, 1), C=(4, 0, 5, 1))
    after = areas(A=(0, 0, 4, 1), C=(4, 0, 5, 1))
    assert found(before, after) == {
        ("A", "A"): "merged",
        ("B", "A"): "merged",
        ("C", "C"): "unchanged",
    }


def test_ground_that_goes_from_one_neighbour_to_another_is_redrawn():
    before = areas(A=(0, 0, 2, 1), B=(2, 0, 4, 1))
    after = areas(A=(0, 0, 1, 1), B=(1, 0, 4, 1))
    assert found(before, after) == {
        ("A", "A"): "redrawn",
        ("A", "B"): "redrawn",
        ("B", "B"): "redrawn",
    }


def test_an_area_that_grew_over_new_ground_is_redrawn():
    before, after = areas(A=(0, 0, 2, 1)), areas(A=(0, 0, 3, 1))
    assert found(before, after) == {("A", "A"): "redrawn"}


def test_a_border_drawn_by_another_hand_is_no_change():
    before = areas(A=(0, 0, 2, 1), B=(2, 0, 4, 1))
    after = areas(A=(0, 0, 2.01, 1), B=(2.01, 0, 4, 1))
    assert found(before, after) == {("A", "A"): "unchanged", ("B", "B"): "unchanged"}


def test_areas_that_lie_elsewhere_have_nothing_to_do_with_each_other():
    assert found(areas(A=(0, 0, 1, 1)), areas(A=(5, 0, 6, 1))) == {}
    assert found({}, areas(A=(0, 0, 1, 1))) == {}
    assert found(areas(A=(0, 0, 1, 1)), {}) == {}


def test_shares_are_of_the_ground_and_not_of_degrees():
    before = areas(A=(0, 0, 1, 80))
    after = areas(S=(0, 0, 1, 40), N=(0, 40, 1, 80))
    shares = {
        s.successor: s.share_of_predecessor for s in find_successions(before, after)
    }
    assert shares["S"] > 0.64 > 0.36 > shares["N"]


@settings(deadline=None)
@given(
    st.lists(st.integers(1, 9), max_size=5, unique=True),
    st.lists(st.integers(1, 9), max_size=5, unique=True),
)
def test_shares_of_every_area_add_up_to_all_of_it(cuts, other_cuts):
    def strips(at):
        edges = [0, *sorted(at), 10]
        return {
            f"{left}": BorderedArea(box(left, 0, right, 1), f"{left}", "Strip")
            for left, right in itertools.pairwise(edges)
        }

    parts = find_successions(strips(cuts), strips(other_cuts))
    for key in strips(cuts):
        whole = sum(s.share_of_predecessor for s in parts if s.predecessor == key)
        assert abs(whole - 1) < 0.05
    for key in strips(other_cuts):
        whole = sum(s.share_of_successor for s in parts if s.successor == key)
        assert abs(whole - 1) < 0.05
    one_to_one = {
        s.kind for s in parts if s.share_of_predecessor == s.share_of_successor == 1
    }
    assert one_to_one <= {SuccessionKind.UNCHANGED}
    assert (cuts == [] and len(other_cuts) > 0) <= (
        {s.kind for s in parts} == {SuccessionKind.SPLIT}
    )
