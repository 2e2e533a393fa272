"""Which atoms may move to protect a cell: near ones first, large areas block by block."""

import importlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from maps.disclosure import area_lattice, attack, certify, protect

from .lattices import YEAR_AND_SEX, cases

# The package hands on functions under the names of two of its modules.
attacking = importlib.import_module("maps.disclosure.attack")
neighbourhoods = importlib.import_module("maps.disclosure.neighbourhoods")


def a_wide_country(districts, communities):
    """One country with so many districts, so many communities in each."""
    parents = [None, *[0] * districts]
    parents += np.repeat(np.arange(1, districts + 1), communities).tolist()
    return area_lattice(parents, [0] + [1] * districts + [2] * districts * communities)


def test_a_small_country_is_tried_as_a_whole():
    near = list(neighbourhoods.Neighbourhoods(a_wide_country(10, 30)).around(3))

    assert [len(atoms) for _key, atoms in near] == [300]


def test_a_large_country_is_tried_by_blocks_of_districts_first():
    lattice = a_wide_country(30, 100)
    district = 16

    (first, block), (second, everything) = neighbourhoods.Neighbourhoods(
        lattice
    ).around(district)

    areas = set(lattice.area_parents[lattice.atom_area[block]].tolist())
    assert areas == set(range(16, 31))
    assert len(everything) == 3_000
    assert first != second


@pytest.fixture
def everything_is_large(monkeypatch):
    monkeypatch.setattr(neighbourhoods, "_LARGE", 1)
    monkeypatch.setattr(attacking, "_FEW", 0)


@pytest.mark.usefixtures("everything_is_large")
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(cases(max_areas=12, breakdowns=(None, YEAR_AND_SEX)))
def test_blocks_protect_as_well_as_wholes(case):
    protection = protect(case.lattice, case.counts, threshold=case.threshold)

    assert certify(case.lattice, case.counts, protection, case.threshold).ok
    found = attack(case.lattice, case.shown(protection.hidden), case.threshold)
    assert not len(found.failures(protection.sensitive))
