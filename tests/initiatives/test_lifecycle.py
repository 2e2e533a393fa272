"""The table of the lifecycle, read as a specification."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives import lifecycle
from initiatives.enums import (
    BUTTONS,
    NEXT_STEPS,
    ActingRole,
    Action,
    MilestoneState,
    PathStep,
    State,
    StateGroup,
)
from initiatives.services.guards import CHECKS, REMEDIES

WAY_TO_THE_END = [
    "submit",
    "take_up",
    "pass_to_authority",
    "endorse",
    "select",
    "start_implementation",
    "complete",
    "close",
]


def test_states_of_table_and_model_agree():
    assert sorted(lifecycle.STATES) == sorted(State.values)


def test_every_code_has_its_words():
    assert set(Action.values) == set(lifecycle.BY_ACTION)
    assert set(BUTTONS) == set(Action)
    assert set(NEXT_STEPS) == set(State)
    assert list(StateGroup.values) == list(lifecycle.GROUPS)
    assert PathStep.values == [step for step, _ in lifecycle.PATH]
    assert set(CHECKS) == lifecycle.GUARDS == set(REMEDIES)


def test_rows_name_known_states_roles_and_guards():
    told = {lifecycle.PROPOSER, *ActingRole.values}
    for row in lifecycle.TRANSITIONS:
        assert set(row.sources) | {row.target} <= set(lifecycle.STATES)
        assert set(row.roles) <= set(ActingRole.values)
        assert set(row.guards) <= lifecycle.GUARDS
        assert set(row.told) <= told
        assert row.told
        assert row.target not in row.sources


def test_two_states_are_joined_by_one_step_at_most():
    pairs = [
        (source, row.target) for row in lifecycle.TRANSITIONS for source in row.sources
    ]
    assert len(pairs) == len(set(pairs))
    for source, target in pairs:
        action = lifecycle.action_between(source, target)
        assert action is not None
        assert lifecycle.BY_ACTION[action].target == target
    assert lifecycle.action_between("closed", "draft") is None


def test_the_straight_way_leads_from_draft_to_closed():
    state = "draft"
    for action in WAY_TO_THE_END:
        assert state in lifecycle.BY_ACTION[action].sources
        state = lifecycle.BY_ACTION[action].target
    assert state == "closed"


def test_every_state_is_reached_and_only_ends_have_no_way_on():
    reached = {row.target for row in lifecycle.TRANSITIONS} | {"draft"}
    assert reached == set(lifecycle.STATES)
    sources = {source for row in lifecycle.TRANSITIONS for source in row.sources}
    assert set(lifecycle.STATES) - sources == {"closed", "declined", "cancelled"}


def test_what_stops_or_turns_back_an_initiative_needs_a_reason():
    for action in (
        "decline",
        "return_for_revision",
        "endorse",
        "cancel",
        "withdraw",
        "suspend",
        "mark_not_selected",
    ):
        assert lifecycle.BY_ACTION[action].needs_reason


def test_every_public_state_stands_in_one_group():
    grouped = [state for states in lifecycle.GROUPS.values() for state in states]
    assert sorted(grouped) == sorted(set(lifecycle.STATES) - lifecycle.PRIVATE)


@pytest.mark.parametrize(
    ("state", "role"), [("screening", "staff"), ("authority_review", "authority")]
)
def test_a_proposal_is_answered_from_the_desk_on_which_it_lies(state, role):
    for action in ("decline", "return_for_revision"):
        both = {"staff", "authority"}
        assert lifecycle.acting_role(action, state, both) == role
        assert lifecycle.acting_role(action, state, both - {role}) is None


def test_available_steps_follow_state_and_role():
    def steps(state, *roles):
        return [row.action for row in lifecycle.available(state, roles)]

    assert steps("draft", "committee") == ["submit", "withdraw"]
    assert steps("draft", "staff", "authority", "implementer") == []
    assert steps("submitted", "staff") == ["take_up"]
    assert steps("authority_review", "authority") == [
        "endorse",
        "return_for_revision",
        "decline",
    ]
    assert steps("in_implementation", "staff") == ["suspend", "complete", "cancel"]
    assert steps("closed", *lifecycle.BY_ACTION["endorse"].roles, "staff") == []


def test_unmet_lists_what_does_not_hold_and_trusts_no_silence():
    complete = lifecycle.BY_ACTION["complete"]
    assert lifecycle.unmet(complete, {}) == ["milestones_planned", "all_verified"]
    facts = {"milestones_planned": True, "all_verified": False}
    assert lifecycle.unmet(complete, facts) == ["all_verified"]


@pytest.mark.parametrize("state", lifecycle.STATES)
def test_path_has_all_steps_and_one_present_at_most(state):
    drawn = lifecycle.path(state, before="authority_review")
    assert [step for step, _ in drawn] == PathStep.values
    statuses = [status for _, status in drawn]
    assert statuses == sorted(statuses, key=["done", "now", "stopped", "ahead"].index)
    assert statuses.count("now") + statuses.count("stopped") <= 1


def test_path_of_a_declined_proposal_stops_where_it_was():
    drawn = dict(lifecycle.path("declined", before="authority_review"))
    assert drawn["screened"] == "done"
    assert drawn["answered"] == "stopped"
    assert drawn["chosen"] == "ahead"


@pytest.mark.parametrize(
    ("members", "needed"), [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (6, 4), (9, 5)]
)
def test_more_than_half_must_confirm(members, needed):
    assert lifecycle.confirmations_needed(members) == needed


def test_nobody_cannot_judge():
    with pytest.raises(ValueError, match="at least one"):
        lifecycle.confirmations_needed(0)


@given(st.integers(1, 60), st.data())
def test_a_claim_is_decided_once_all_have_answered_and_never_turns(members, data):
    answers = data.draw(st.lists(st.booleans(), min_size=members, max_size=members))
    seen = None
    for count in range(members + 1):
        confirmed = sum(answers[:count])
        verdict = lifecycle.judge_claim(members, confirmed, count - confirmed)
        assert seen is None or verdict == seen
        seen = verdict
    assert seen in (MilestoneState.VERIFIED, MilestoneState.DISPUTED)
    assert (seen == "verified") == (sum(answers) * 2 > members)
