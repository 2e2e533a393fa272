"""Whole tables near a known one: always tables of what is public, found where they exist."""

import numpy as np
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from maps.disclosure.nearby import Nearby

#: Cells of a 2 × 2 × 2 table, and the sums over each of its three directions.
CELLS = np.arange(8).reshape(2, 2, 2)
LINES = [
    line
    for axis in range(3)
    for line in np.moveaxis(CELLS, axis, -1).reshape(-1, 2).tolist()
]
SUMS = sp.csc_matrix(
    np.array([[float(cell in line) for cell in range(8)] for line in LINES])
)
#: With all these sums fixed, one step up in a cell goes with a step up in those of the
#: same sign here and a step down in the others: nothing else is left open.
SIGN = np.array([(-1) ** cell.bit_count() for cell in range(8)])

tables = st.lists(st.integers(0, 9), min_size=8, max_size=8).map(
    lambda counts: np.array(counts, dtype=float)
)


def search(table):
    totals = SUMS @ table
    return Nearby(SUMS, totals, totals)


@given(tables, st.integers(0, 7), st.integers(0, 20))
def test_a_table_with_as_much_is_found_if_and_only_if_there_is_one(table, cell, more):
    weights = np.eye(8)[cell]
    wanted = table[cell] + more
    greatest = table[cell] + table[SIGN[cell] != SIGN].min()

    found = search(table).reaching(table, weights, -1.0, wanted)

    assert (found is not None) == (wanted <= greatest)
    if found is not None:
        assert found[cell] >= wanted
        assert (SUMS @ found == SUMS @ table).all()
        assert (found >= 0).all()
        assert (found == np.round(found)).all()


@given(tables, st.integers(0, 7))
def test_a_table_without_anybody_is_found_if_and_only_if_there_is_one(table, cell):
    weights = np.eye(8)[cell]
    least = table[cell] - table[SIGN[cell] == SIGN].min()

    found = search(table).reaching(table, weights, 1.0, 0.0)

    assert (found is not None) == (least == 0)
    if found is not None:
        assert found[cell] == 0
        assert (SUMS @ found == SUMS @ table).all()


@given(tables, st.integers(1, 9))
def test_what_must_not_be_negative_is_not(table, most):
    """A bond is a sum that has a least value and no greatest."""
    rows = sp.vstack([SUMS, -np.eye(8)[:1]], format="csc")
    totals = SUMS @ table
    low = np.append(totals, -(table[0] + most))
    high = np.append(totals, np.inf)

    found = Nearby(rows, low, high).reaching(
        table, np.eye(8)[0], -1.0, table[0] + most + 1
    )

    assert found is None
