"""Every rule gives what its definition, followed voter by voter, gives."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.tally import count
from tests.participation.tally import naive
from tests.participation.tally.elections import case_of, election_of, elections

STEPS = st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(2), Fraction(1, 7)])


@st.composite
def elections_with_lot(draw):
    parts = draw(elections())
    ids = [project.id for project in parts[0]]
    return parts, draw(st.permutations(ids))


@given(elections_with_lot())
@settings(max_examples=200, deadline=None)
def test_greedy_agrees_with_its_definition(drawn):
    parts, lot = drawn
    election, case = election_of(parts), case_of(parts, lot)
    assert list(count(election, rule="greedy", ties=lot).winners) == naive.greedy(case)
    stopped = count(election, rule="greedy-stop", ties=lot)
    assert list(stopped.winners) == naive.greedy(case, stop=True)


@given(elections_with_lot())
@settings(max_examples=200, deadline=None)
def test_phragmen_agrees_with_its_definition(drawn):
    parts, lot = drawn
    outcome = count(election_of(parts), rule="phragmen", ties=lot)
    assert list(outcome.winners) == naive.phragmen(case_of(parts, lot))


@given(elections_with_lot())
@settings(max_examples=250, deadline=None)
def test_equal_shares_agrees_with_its_definition(drawn):
    parts, lot = drawn
    case = case_of(parts, lot)
    outcome = count(election_of(parts), completion="none", ties=lot)
    share = case.budget / len(case.votes)
    assert list(outcome.winners) == naive.equal_shares(case, share)


@pytest.mark.parametrize("completion", ["add1", "add1-exhaustive"])
@given(drawn=elections_with_lot(), step=STEPS)
@settings(max_examples=150, deadline=None)
def test_add1_agrees_with_its_definition(completion, drawn, step):
    parts, lot = drawn
    outcome = count(election_of(parts), completion=completion, step=step, ties=lot)
    winners, share = naive.add1(
        case_of(parts, lot), step, exhaustive=completion == "add1-exhaustive"
    )
    assert list(outcome.winners) == winners
    assert outcome.parameters.final_share == share


@given(drawn=elections_with_lot(), step=STEPS)
@settings(max_examples=100, deadline=None)
def test_add1_greedy_fills_up_by_score(drawn, step):
    parts, lot = drawn
    case = case_of(parts, lot)
    outcome = count(election_of(parts), completion="add1-greedy", step=step, ties=lot)
    winners, _ = naive.add1(case, step, exhaustive=False)
    assert list(outcome.winners) == winners + naive.greedy(case, taken=winners)
