from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from maps.disclosure import area_lattice, certify, protect

LATTICE = area_lattice([None, 0, 0, 0], [0, 1, 1, 1])
COUNTS = np.array([3, 20, 30])
K = 5


@pytest.fixture
def protection():
    return protect(LATTICE, COUNTS, threshold=K)


def tampered(protection, rows):
    return replace(protection, witnesses=sp.csr_matrix(np.array(rows)))


def test_an_untouched_protection_is_certified(protection):
    assert certify(LATTICE, COUNTS, protection, K).ok


def test_hand_made_witnesses_are_certified_too(protection):
    by_hand = tampered(protection, [[-3, 3, 0], [2, -2, 0]])

    assert certify(LATTICE, COUNTS, by_hand, K).ok


def test_missing_witnesses_are_noticed(protection):
    found = certify(
        LATTICE, COUNTS, replace(protection, witnesses=sp.csr_matrix((0, 3))), K
    )

    assert not found.ok
    assert found.unproved_zero.tolist() == [1]
    assert found.unproved_high.tolist() == [1]


@pytest.mark.parametrize(
    "row",
    [[-3, 0, 0], [-3, 0, 3], [-4, 4, 0], [-2.5, 2.5, 0]],
    ids=["changes the sum", "moves a published cell", "negative", "not whole"],
)
def test_a_false_witness_is_invalid_and_proves_nothing(protection, row):
    found = certify(LATTICE, COUNTS, tampered(protection, [row, [2, -2, 0]]), K)

    assert not found.ok
    assert found.invalid.tolist() == [0]
    assert found.unproved_zero.tolist() == [1]


def test_a_published_small_cell_is_noticed(protection):
    shown = protection.hidden.copy()
    shown[1] = False

    found = certify(LATTICE, COUNTS, replace(protection, hidden=shown), K)

    assert not found.ok
    assert found.shown_small.tolist() == [1]


def test_a_complementary_cell_published_after_all_voids_the_witnesses(protection):
    shown = protection.hidden.copy()
    shown[2] = False

    found = certify(LATTICE, COUNTS, replace(protection, hidden=shown), K)

    assert not found.ok
    assert len(found.invalid) == protection.witnesses.shape[0]


def test_a_sensitive_cell_left_unmarked_is_noticed(protection):
    found = certify(
        LATTICE, COUNTS, replace(protection, sensitive=np.zeros(4, dtype=bool)), K
    )

    assert not found.ok
    assert found.unmarked.tolist() == [1]


def test_a_higher_threshold_than_protected_for_is_not_certified(protection):
    assert not certify(LATTICE, COUNTS, protection, 25).ok


def test_a_promise_to_cover_zeros_is_checked():
    lattice = area_lattice([None, 0, 0, 0], [0, 1, 1, 1])
    counts = [0, 20, 30]
    protection = protect(lattice, counts, threshold=K)

    found = certify(lattice, counts, replace(protection, zeros_covered=True), K)

    assert certify(lattice, counts, protection, K).ok
    assert found.unproved_high.tolist() == [1]
