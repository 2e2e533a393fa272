"""The winners of real elections, as other programs have them.

Official results are in ``test_official_results``.
"""

from __future__ import annotations

import pytest

from participation.tally import count, load_pb, read_pb, write_pb
from tests.participation.tally.real_files import FOLDER, NEEDS_FILES, expectations

COUNTS = {
    "greedy": {"rule": "greedy"},
    "greedy-stop": {"rule": "greedy-stop"},
    "none": {"rule": "equal-shares", "completion": "none"},
    "add1": {"rule": "equal-shares", "completion": "add1"},
    "add1-exhaustive": {"rule": "equal-shares", "completion": "add1-exhaustive"},
}
#: Budapest's share is 235,769 forints, which nobody else raised to the end by one: its
#: figures under ``add1`` are unknown.
BUDAPEST = "Hungary_Budapest_2022_VIII_Jozsefvaros.pb"
UNKNOWN = {(BUDAPEST, "add1"), (BUDAPEST, "add1-exhaustive")}
#: What is known besides: winners (``test_official_results``), what a choice is worth,
#: and who else came to the same.
BESIDES = {"official", "utility", "cross_checked"}

pytestmark = NEEDS_FILES


@pytest.mark.parametrize("name", sorted(expectations()))
def test_winners_are_those_known(name):
    election = load_pb(FOLDER / name).election
    expected = expectations()[name]
    for key, options in COUNTS.items():
        if expected[key] is not None:
            outcome = count(election, **options)
            assert list(outcome.winners) == expected[key], key
            assert outcome.cost <= outcome.budget


def test_no_figure_is_left_out():
    known = expectations()

    unknown = {
        (name, key) for name in known for key in COUNTS if known[name][key] is None
    }

    assert unknown == UNKNOWN
    assert {key for each in known.values() for key in each} == {*COUNTS, *BESIDES}


@pytest.mark.parametrize("name", sorted(expectations()))
def test_choices_are_worth_what_others_took_them_for(name):
    has_points = load_pb(FOLDER / name).election.vote_type.has_points
    worth = "points" if has_points else "approval x cost (rank order ignored)"
    assert expectations()[name]["utility"] == worth


@pytest.mark.parametrize("name", sorted(expectations()))
def test_written_file_counts_like_the_one_read(name):
    election = load_pb(FOLDER / name).election
    text = write_pb(election)
    again = read_pb(text)
    assert again.ballots == election.ballots
    assert again.budget == election.budget
    assert [p.cost for p in again.projects] == [p.cost for p in election.projects]
    assert write_pb(again) == text
