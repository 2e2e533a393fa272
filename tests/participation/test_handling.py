"""The table of how feedback is handled, read as a specification."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation import handling
from participation.enums import (
    FeedbackAction,
    FeedbackCategory,
    FeedbackState,
    OutsideKind,
)

#: state → role → the steps open to it. What is not written here is forbidden.
TABLE = {
    "received": {
        "handler": {
            *("acknowledge", "triage", "resolve", "escalate"),
            *("close_no_action", "refer_outside"),
        },
        "site": {"escalate"},
    },
    "acknowledged": {
        "handler": {
            *("triage", "start", "resolve", "escalate"),
            *("close_no_action", "refer_outside"),
        },
        "site": {"escalate"},
    },
    "triaged": {
        "handler": {
            *("start", "resolve", "escalate", "close_no_action", "refer_outside"),
        },
        "site": {"escalate"},
    },
    "in_progress": {
        "handler": {"resolve", "escalate", "close_no_action", "refer_outside"},
        "site": {"escalate"},
    },
    "escalated": {"handler": {"start", "resolve", "close_no_action", "refer_outside"}},
    "resolved": {
        "handler": {"refer_outside"},
        "person": {"close_loop", "reopen"},
        "site": {"close_loop"},
    },
    "loop_closed": {"handler": {"refer_outside"}, "person": {"reopen"}},
    "closed_no_action": {"handler": {"refer_outside"}, "person": {"dispute"}},
    "referred": {},
}


@pytest.mark.parametrize("state", handling.STATES)
def test_steps_are_open_to_the_roles_of_the_table_only(state):
    found = {
        role: steps
        for role in ("handler", "person", "site")
        if (steps := {row.action for row in handling.available(state, role)})
    }

    assert found == TABLE[state]


def test_states_kinds_and_steps_have_their_words():
    assert sorted(handling.STATES) == sorted(FeedbackState.values)
    assert list(handling.ROUTE_OF) == FeedbackCategory.values
    assert list(handling.OUTSIDE) == OutsideKind.values
    assert list(handling.BY_ACTION) == FeedbackAction.values


def test_what_is_never_stored_is_no_kind_of_what_is():
    assert not set(handling.OUTSIDE) & set(handling.ROUTE_OF)


def test_every_state_is_reached_and_only_what_was_referred_has_no_way_on():
    reached = {row.target for row in handling.STEPS} | {"received"}
    sources = {source for row in handling.STEPS for source in row.sources}

    assert reached == set(handling.STATES)
    assert set(handling.STATES) - sources == {"referred"}


def test_an_ending_needs_an_answer_or_a_reason():
    needs = {row.action: row.needs for row in handling.STEPS}

    assert needs["resolve"] == "answer"
    assert needs["close_no_action"] == "reason"
    assert needs["escalate"] == "note"
    assert needs["reopen"] == needs["dispute"] == "words"


@pytest.mark.parametrize("state", [s for s in handling.STATES if s != "referred"])
def test_the_path_has_one_present_step_at_most_and_nothing_done_after_it(state):
    statuses = [status for _step, status in handling.path(state)]

    assert statuses == sorted(statuses, key=["done", "now", "ahead"].index)
    assert statuses.count("now") == (0 if state == "loop_closed" else 1)


words = st.lists(
    st.sampled_from(["the", "well", "is", "dry", "and", "nobody", "came", "here"])
)


@given(words, words, words)
def test_six_words_in_a_row_are_a_quotation_wherever_they_stand(before, after, around):
    quoted = "our pump broke on market day"

    assert handling.quotes(
        " ".join([*before, *quoted.upper().split(), *after]),
        " ".join([*around, quoted + "!"]),
    )


@given(st.text(), st.lists(st.sampled_from(["a", "b"]), max_size=5))
def test_fewer_words_are_none(text, few):
    assert not handling.quotes(" ".join(few), text)
    assert not handling.quotes(text, " ".join(few))


def test_five_of_six_words_are_no_quotation():
    assert not handling.quotes("a b c d e x", "a b c d e f")
