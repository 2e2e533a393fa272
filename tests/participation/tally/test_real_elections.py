"""The winners of real elections, as official results and other programs have them."""

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
OFFICIAL = {
    "Netherlands_Assen_2024.pb": "add1",
    "Poland_Swiecie_2023.pb": "add1",
    "Poland_Lodz_2022.pb": "greedy",
    "Poland_Krakow_2022_Mistrzejowice.pb": "greedy",
    "Poland_Gdynia_2020_Chwarzno-Wiczlino__small.pb": "greedy-stop",
}

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


@pytest.mark.parametrize(("name", "key"), sorted(OFFICIAL.items()))
def test_official_winners_come_out(name, key):
    election = load_pb(FOLDER / name).election
    selected = {p.id for p in election.projects if p.selected == 1}
    assert set(count(election, **COUNTS[key]).winners) == selected


@pytest.mark.parametrize("name", sorted(expectations()))
def test_written_file_counts_like_the_one_read(name):
    election = load_pb(FOLDER / name).election
    text = write_pb(election)
    again = read_pb(text)
    assert again.ballots == election.ballots
    assert again.budget == election.budget
    assert [p.cost for p in again.projects] == [p.cost for p in election.projects]
    assert write_pb(again) == text
