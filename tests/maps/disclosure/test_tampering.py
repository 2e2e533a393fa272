"""Whatever is altered after the protection, no gate lets anybody be known by it.

The alterations are generated, not thought up; what follows from them is found by
writing down all tables.
"""

from dataclasses import replace

import numpy as np
import scipy.sparse as sp
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from maps.disclosure import (
    ContradictoryReleasesError,
    UnprotectableCellsError,
    attack,
    certify,
    protect,
)

from .lattices import all_tables, small_cases


@st.composite
def protections(draw):
    """A small random case with its protection."""
    case = draw(small_cases(most_tables=6_000))
    try:
        return case, protect(case.lattice, case.counts, threshold=case.threshold)
    except UnprotectableCellsError:
        assume(False)


def some_of(draw, mask):
    """A mask of a few of those that are set."""
    return mask & np.array([draw(st.booleans()) for _cell in mask])


@st.composite
def alterations(draw):
    """A case, and its protection with cells shown, marks and numbers of witnesses
    changed, witnesses left out or made up."""
    case, protection = draw(protections())
    moves = protection.witnesses.toarray().astype(float)
    kept = [row for row in moves if draw(st.integers(0, 4))]
    made_up = st.lists(
        st.integers(-5, 5), min_size=moves.shape[1], max_size=moves.shape[1]
    )
    rows = [*kept, *draw(st.lists(made_up, max_size=2))]
    altered = np.array(rows, dtype=float).reshape(-1, moves.shape[1])
    if altered.size and draw(st.booleans()):
        at = draw(st.integers(0, altered.size - 1))
        altered.flat[at] += draw(st.sampled_from([-2, -1, -0.5, 0.5, 1, 2]))
    return case, replace(
        protection,
        hidden=protection.hidden & ~some_of(draw, protection.hidden),
        sensitive=protection.sensitive & ~some_of(draw, protection.sensitive),
        witnesses=sp.csr_matrix(altered),
    )


def tables_that_agree(case, published):
    return all_tables(case, published, int(case.counts.sum()) + case.threshold)


def gives_away(case, hidden):
    """Small cells of which not both 0 and the threshold are possible."""
    tables = tables_that_agree(case, case.shown(hidden))
    small = (case.values > 0) & (case.values < case.threshold)
    known = (tables.min(axis=0) > 0) | (tables.max(axis=0) < case.threshold)
    return np.flatnonzero(small & known)


@settings(max_examples=60, deadline=None)
@given(alterations())
def test_no_altered_protection_is_certified_that_gives_anybody_away(altered):
    case, protection = altered

    found = certify(case.lattice, case.counts, protection, case.threshold)

    assert not found.ok or not len(gives_away(case, protection.hidden))


@settings(max_examples=60, deadline=None)
@given(alterations())
def test_just_the_witnesses_that_are_tables_of_what_is_shown_are_taken(altered):
    case, protection = altered
    lattice, shown = case.lattice, ~protection.hidden

    found = certify(lattice, case.counts, protection, case.threshold)

    false = [
        row
        for row, moved in enumerate(protection.witnesses.toarray())
        if (moved != np.round(moved)).any()
        or (case.counts + moved < 0).any()
        or (lattice.memberships.toarray() @ moved)[shown].any()
    ]
    assert found.invalid.tolist() == false
    assert not (found.ok and false)


@settings(max_examples=60, deadline=None)
@given(protections(), st.data())
def test_nothing_shown_after_all_passes_the_attacker_if_it_gives_anybody_away(
    protected, data
):
    case, protection = protected
    hidden = protection.hidden & ~some_of(data.draw, protection.hidden)

    found = attack(case.lattice, case.shown(hidden), case.threshold)

    small = (case.values > 0) & (case.values < case.threshold)
    assert set(gives_away(case, hidden)) <= set(found.failures(small).tolist())


@settings(max_examples=60, deadline=None)
@given(protections(), st.data())
def test_altered_figures_pass_the_attacker_only_if_some_table_has_them(protected, data):
    case, protection = protected
    published = case.shown(protection.hidden)
    assume((~protection.hidden).any())
    at = data.draw(st.sampled_from(np.flatnonzero(~protection.hidden).tolist()))
    published[at] = max(0, published[at] + data.draw(st.sampled_from([-3, -1, 1, 3])))

    try:
        attack(case.lattice, published, case.threshold)
    except ContradictoryReleasesError:
        assert not len(tables_that_agree(case, published))
    else:
        assert len(tables_that_agree(case, published))
