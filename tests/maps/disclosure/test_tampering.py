"""Whatever is altered after the protection, no gate lets anybody be known by it.

The alterations are generated, not thought up; what follows from them is found by
writing down all tables.
"""

from dataclasses import replace

import numpy as np
import scipy.sparse as sp
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from maps.disclosure import (
    ContradictoryReleasesError,
    area_lattice,
    attack,
    certify,
    protect,
)

from .lattices import Case, all_tables

K = 3
#: Atoms of more are not looked at: enough for one more than the threshold.
MOST = 9
TREES = {
    "two places": area_lattice([None, 0, 0], [0, 1, 1]),
    "three places": area_lattice([None, 0, 0, 0], [0, 1, 1, 1]),
    "a place of its own and two": area_lattice([None, 0, 0, 1, 1], [0, 1, 1, 2, 2]),
    "two places by sex": area_lattice(
        [None, 0, 0], [0, 1, 1], breakdown=[[1, 0], [0, 1], [1, 1]]
    ),
}


@st.composite
def protections(draw):
    """A small random case with its protection, and something to protect in it."""
    lattice = TREES[draw(st.sampled_from(sorted(TREES)))]
    counts = st.lists(st.integers(0, 4), min_size=1, max_size=lattice.n_atoms)
    own = [*draw(counts), *[0] * lattice.n_atoms][: lattice.n_atoms]
    case = Case(lattice, np.array(draw(st.permutations(own))), K)
    if not small_cells(case).any():
        case.counts[0] = 1
    return case, protect(lattice, case.counts, threshold=K)


def small_cells(case):
    return (case.values > 0) & (case.values < K)


def without_one(draw, mask):
    """The mask with one of those that are set taken away, if any is."""
    left = mask.copy()
    if mask.any():
        left[draw(st.sampled_from(np.flatnonzero(mask).tolist()))] = False
    return left


def altered_witnesses(draw, witnesses):
    """One left out, one made up, or one number of one changed."""
    moves = witnesses.toarray().astype(float)
    change = draw(st.sampled_from(["leave out", "make up", "change"]))
    number = st.integers(-5, 5)
    if change == "make up" or not moves.size:
        own = draw(st.lists(number, min_size=moves.shape[1], max_size=moves.shape[1]))
        moves = np.vstack([moves, own])
    elif change == "leave out":
        moves = np.delete(moves, draw(st.integers(0, len(moves) - 1)), axis=0)
    else:
        at = draw(st.integers(0, moves.size - 1))
        moves.flat[at] += draw(st.sampled_from([-2, -1, -0.5, 0.5, 1, 2]))
    return sp.csr_matrix(moves)


@st.composite
def alterations(draw):
    """A case, and its protection with one or two things altered: a cell shown, a mark
    taken away, the witnesses."""
    case, protection = draw(protections())
    kinds = st.sampled_from(["hidden", "sensitive", "witnesses"])
    for kind in draw(st.lists(kinds, min_size=1, max_size=2)):
        before = getattr(protection, kind)
        alter = altered_witnesses if kind == "witnesses" else without_one
        large = case.values >= K
        if kind == "hidden" and (before & large).any() and draw(st.booleans()):
            after = without_one(draw, before & large) | (before & ~large)
        else:
            after = alter(draw, before)
        protection = replace(protection, **{kind: after})
    return case, protection


def tables_that_agree(case, published):
    """All tables with these figures, of atoms as large as what they are part of."""
    return all_tables(case, published, min(int(case.counts.sum()) + K, MOST))


def gives_away(case, hidden):
    """Small cells of which not both 0 and the threshold are possible."""
    tables = tables_that_agree(case, case.shown(hidden))
    known = (tables.min(axis=0) > 0) | (tables.max(axis=0) < K)
    return np.flatnonzero(small_cells(case) & known)


@settings(max_examples=100, deadline=None)
@given(alterations())
def test_no_altered_protection_is_certified_that_gives_anybody_away(altered):
    case, protection = altered

    found = certify(case.lattice, case.counts, protection, K)

    assert not found.ok or not len(gives_away(case, protection.hidden))


@settings(max_examples=100, deadline=None)
@given(alterations())
def test_just_the_witnesses_that_are_tables_of_what_is_shown_are_taken(altered):
    case, protection = altered
    lattice, shown = case.lattice, ~protection.hidden

    found = certify(lattice, case.counts, protection, K)

    false = [
        row
        for row, moved in enumerate(protection.witnesses.toarray())
        if (moved != np.round(moved)).any()
        or (case.counts + moved < 0).any()
        or (lattice.memberships.toarray() @ moved)[shown].any()
    ]
    assert found.invalid.tolist() == false
    assert not (found.ok and false)


@settings(max_examples=100, deadline=None)
@given(protections(), st.data())
def test_nothing_shown_after_all_passes_the_attacker_if_it_gives_anybody_away(
    protected, data
):
    case, protection = protected
    hidden = without_one(data.draw, protection.hidden)

    found = attack(case.lattice, case.shown(hidden), K)

    failing = set(found.failures(small_cells(case)).tolist())
    assert set(gives_away(case, hidden).tolist()) <= failing


# Of most cases so small nothing can be shown, and so nothing be altered.
@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much],
)
@given(protections(), st.data())
def test_altered_figures_pass_the_attacker_only_if_some_table_has_them(protected, data):
    case, protection = protected
    published = case.shown(protection.hidden)
    assume((~protection.hidden).any())
    at = data.draw(st.sampled_from(np.flatnonzero(~protection.hidden).tolist()))
    published[at] = max(0, published[at] + data.draw(st.sampled_from([-3, -1, 1, 3])))

    try:
        attack(case.lattice, published, K)
    except ContradictoryReleasesError:
        assert not len(tables_that_agree(case, published))
    else:
        assert len(tables_that_agree(case, published))
