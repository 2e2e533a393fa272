"""One whole and its parts: what votes, attendance and answers by group are shown with."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.disclosure import LatticeError, shown_parts, shown_votes


def test_parts_that_are_large_are_all_shown():
    shown = shown_parts({"women": 20, "men": 31}, threshold=5)

    assert (shown.whole, shown.parts) == (51, {"women": 20, "men": 31})


def test_a_small_part_takes_the_smallest_other_with_it():
    shown = shown_parts({"women": 20, "men": 31, "not said": 3}, threshold=5)

    assert shown.whole == 54
    assert shown.parts == {"women": None, "men": 31, "not said": None}


def test_nobody_looks_like_few():
    assert shown_parts({"women": 20, "men": 0}, threshold=5).parts["men"] is None


def test_a_whole_of_few_is_hidden_with_all_its_parts():
    shown = shown_parts({"women": 2, "men": 1}, threshold=5)

    assert (shown.whole, shown.parts) == (None, {"women": None, "men": None})


def test_no_parts_show_nothing():
    shown = shown_parts({}, threshold=5)

    assert (shown.whole, shown.parts) == (None, {})


def test_counts_below_nothing_are_refused():
    with pytest.raises(LatticeError):
        shown_parts({"women": -1}, threshold=5)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 12), max_size=5), st.integers(2, 5))
def test_every_small_part_could_be_nobody_and_enough(counts, threshold):
    shown = shown_parts(dict(enumerate(counts)), threshold=threshold)

    small = [count for count in counts if 0 < count < threshold]
    hidden = [at for at, count in shown.parts.items() if count is None]
    assert {at for at, count in enumerate(counts) if count < threshold} <= set(hidden)
    if small and shown.whole is not None:
        rest = shown.whole - sum(count or 0 for count in shown.parts.values())
        assert len(hidden) >= 2
        assert rest >= threshold


# --- votes: none and all tell how each one voted ------------------------------------


def test_votes_of_large_groups_are_shown():
    shown = shown_votes(
        {"web": 30, "table": 20}, {"web": 60, "table": 45}, threshold=10
    )

    assert shown == {"web": 30, "table": 20}


@pytest.mark.parametrize("at_the_table", [0, 3, 43, 45])
def test_nobody_and_everybody_of_a_group_are_hidden_like_few(at_the_table):
    shown = shown_votes(
        {"web": 30, "table": at_the_table}, {"web": 60, "table": 45}, threshold=10
    )

    assert shown == {"web": None, "table": None}


def test_a_group_of_few_voters_hides_all():
    marked, turnout = {"web": 30, "paper": 2}, {"web": 60, "paper": 19}

    assert set(shown_votes(marked, turnout, threshold=10).values()) == {None}


def test_a_way_that_nobody_took_is_no_group():
    marked = {"web": 30, "table": 20, "paper": 0}
    turnout = {"web": 60, "table": 45, "paper": 0}

    assert shown_votes(marked, turnout, threshold=10) == {
        "web": 30,
        "table": 20,
        "paper": None,
    }


def test_more_marks_than_voters_are_refused():
    with pytest.raises(ValueError, match="more marked"):
        shown_votes({"web": 3}, {"web": 2}, threshold=2)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.integers(0, 9).flatmap(
            lambda voters: st.tuples(st.just(voters), st.integers(0, voters))
        ),
        min_size=1,
        max_size=4,
    ),
    st.integers(2, 3),
)
def test_whatever_is_shown_each_group_could_be_divided_or_not(groups, k):
    """Over all tables that agree with what is public: totals, turnout, what is shown."""
    turnout = {at: voters for at, (voters, _marked) in enumerate(groups)}
    marked = {at: own for at, (_voters, own) in enumerate(groups)}

    shown = shown_votes(marked, turnout, threshold=k)

    if set(shown.values()) == {None}:
        return
    total = sum(marked.values())
    tables = [
        table
        for table in itertools.product(
            *(
                range(voters + 1) if shown[at] is None else [shown[at]]
                for at, voters in turnout.items()
            )
        )
        if sum(table) == total
    ]
    for at, voters in turnout.items():
        if not voters:
            continue
        possible = {table[at] for table in tables}
        if shown[at] is not None:
            assert k <= shown[at] <= voters - k
        else:
            assert max(possible) >= k
            assert min(possible) <= voters - k
