"""Maro's figures behave like the real counts that the product must protect."""

from collections import Counter

import numpy as np

from config.demo.figures import (
    GROUPS,
    ROUND_DATES,
    YEARS,
    residents,
    returns,
    rounds,
)
from config.demo.geography import wards


def _by_ward(round_code: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for entry in returns():
        if entry.round_code == round_code:
            counts[entry.pcode] += entry.individuals
    return counts


def test_residents_are_given_once_for_every_ward_and_year():
    keys = Counter((entry.pcode, entry.year) for entry in residents())
    assert set(keys.values()) == {1}
    assert len(keys) == len(wards()) * len(YEARS)
    assert min(entry.persons for entry in residents()) > 500


def test_rounds_are_a_quarter_apart_and_end_before_today():
    assert [entry.code for entry in rounds()] == [f"R{n}" for n in range(1, 13)]
    gaps = np.diff(np.array(ROUND_DATES, dtype="datetime64[D]")).astype(int)
    assert gaps.min() >= 89
    assert gaps.max() <= 92


def test_every_round_counts_every_ward_and_group_once():
    keys = Counter((e.round_code, e.pcode, e.group) for e in returns())
    assert set(keys.values()) == {1}
    assert len(keys) == 12 * len(wards()) * len(GROUPS)


def test_many_counts_are_small_and_some_are_zero():
    last = np.array([e.individuals for e in returns() if e.round_code == "R12"])
    assert 0.05 < np.mean(last == 0) < 0.3
    assert 0.2 < np.mean((last > 0) & (last < 10)) < 0.5


def test_households_are_present_exactly_where_people_are():
    for entry in returns():
        assert (entry.households > 0) == (entry.individuals > 0)
        assert entry.households <= entry.individuals


def test_returns_press_hardest_on_the_east():
    people = {e.pcode: e.persons for e in residents() if e.year == 2026}
    found = _by_ward("R12")
    rate = {True: [], False: []}
    for ward in wards():
        east = ward.geometry.centroid.x > -23.4
        rate[east].append(1000 * found[ward.pcode] / people[ward.pcode])
    assert np.median(rate[True]) > 4 * np.median(rate[False])


def test_stocks_rise_over_the_rounds_and_may_fall_in_a_ward():
    totals = [sum(_by_ward(entry.code).values()) for entry in rounds()]
    assert totals[-1] > 5 * totals[0]
    before, after = _by_ward("R11"), _by_ward("R12")
    assert any(after[code] < before[code] for code in before)


def test_the_same_seed_counts_the_same_people():
    returns.cache_clear()
    first = returns()
    returns.cache_clear()
    assert returns() == first
