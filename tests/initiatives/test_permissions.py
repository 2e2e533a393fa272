"""Who may do what: every role against every state, as the table says it."""

import pytest
import rules

from initiatives import lifecycle
from initiatives.enums import State
from tests.factories.initiatives import InitiativeFactory
from tests.factories.people import UserFactory

ROLES = ("committee", "staff", "authority", "implementer", "outsider")

#: state → role → the steps open to it. What is not written here is forbidden.
TABLE = {
    "draft": {"committee": {"submit", "withdraw"}},
    "submitted": {"committee": {"withdraw"}, "staff": {"take_up"}},
    "screening": {
        "committee": {"withdraw"},
        "staff": {"pass_to_authority", "return_for_revision", "decline"},
    },
    "authority_review": {
        "authority": {"endorse", "return_for_revision", "decline"},
        "staff": {"cancel"},
    },
    "returned_for_revision": {"committee": {"submit", "withdraw"}},
    "eligible": {"staff": {"select", "mark_not_selected", "cancel"}},
    "declined": {},
    "selected": {"staff": {"start_implementation", "cancel"}},
    "not_selected": {"staff": {"stand_again"}},
    "in_implementation": {"staff": {"suspend", "complete", "cancel"}},
    "suspended": {"staff": {"resume", "cancel"}},
    "completed": {"staff": {"close"}},
    "closed": {},
    "cancelled": {},
}

PLAN_WORK = {"plan_milestone", "record_spending"}
WORK = {
    "draft": {"committee": {"edit_proposal", "plan_milestone"}},
    "returned_for_revision": {"committee": {"edit_proposal", "plan_milestone"}},
    "selected": {"staff": {"plan_milestone"}, "implementer": {"plan_milestone"}},
    "in_implementation": {
        "staff": PLAN_WORK | {"claim_milestone", "reopen_milestone"},
        "implementer": PLAN_WORK | {"claim_milestone"},
        "committee": {"judge_claim"},
    },
    "suspended": {"staff": PLAN_WORK, "implementer": PLAN_WORK},
    "completed": {"staff": {"record_spending"}, "implementer": {"record_spending"}},
}
WORK_PERMISSIONS = {
    "edit_proposal",
    "plan_milestone",
    "claim_milestone",
    "judge_claim",
    "reopen_milestone",
    "record_spending",
}


def allowed(user, initiative, names):
    return {
        name
        for name in names
        if rules.has_perm(f"initiatives.{name}", user, initiative)
    }


@pytest.mark.parametrize("state", State.values)
def test_steps_are_open_to_the_roles_of_the_table_only(cast, state):
    initiative = InitiativeFactory(community=cast.community, state=state)
    found = {
        role: steps
        for role in ROLES
        if (steps := allowed(cast[role], initiative, lifecycle.BY_ACTION))
    }
    assert found == TABLE[state]


@pytest.mark.parametrize("state", State.values)
def test_work_is_open_to_those_who_do_it_only(cast, state):
    initiative = InitiativeFactory(community=cast.community, state=state)
    found = {
        role: names
        for role in ROLES
        if (names := allowed(cast[role], initiative, WORK_PERMISSIONS))
    }
    assert found == WORK.get(state, {})


@pytest.mark.parametrize("state", State.values)
def test_the_picture_is_for_the_committee_and_staff_in_every_state(cast, state):
    initiative = InitiativeFactory(community=cast.community, state=state)
    people = {role: cast[role] for role in ROLES}
    people |= {f"{role} elsewhere": user for role, user in cast.elsewhere.items()}
    found = {
        role
        for role, user in people.items()
        if allowed(user, initiative, {"set_picture"})
    }
    assert found == {"committee", "staff"}


@pytest.mark.parametrize("state", State.values)
def test_roles_held_elsewhere_open_nothing_here(cast, state):
    initiative = InitiativeFactory(community=cast.community, state=state)
    for user in cast.elsewhere.values():
        assert allowed(user, initiative, [*lifecycle.BY_ACTION, *WORK_PERMISSIONS]) == (
            set()
        )


@pytest.mark.parametrize("state", State.values)
def test_drafts_and_returned_proposals_are_seen_by_their_own_only(cast, state):
    initiative = InitiativeFactory(
        community=cast.community, state=state, proposed_by=cast.committee
    )
    seen_by = {
        role: rules.has_perm("initiatives.see", cast[role], initiative)
        for role in ROLES
    }
    is_private = state in (State.DRAFT, State.RETURNED)
    assert seen_by == {
        "committee": True,
        "staff": True,
        "authority": not is_private,
        "implementer": not is_private,
        "outsider": not is_private,
    }


def test_a_draft_withdrawn_before_anybody_saw_it_stays_private(cast):
    never_submitted = InitiativeFactory(
        community=cast.community, state=State.CANCELLED, submitted_at=None
    )
    assert not rules.has_perm("initiatives.see", cast.outsider, never_submitted)
    assert rules.has_perm("initiatives.see", cast.committee, never_submitted)


def test_only_the_committee_proposes(cast):
    may = {
        role: rules.has_perm("initiatives.propose", cast[role], cast.community)
        for role in ROLES
    }
    assert [role for role, can in may.items() if can] == ["committee"]


def test_an_administrator_acts_as_staff_and_as_nobody_else(cast):
    administrator = UserFactory(is_superuser=True)
    for state, steps in TABLE.items():
        initiative = InitiativeFactory(community=cast.community, state=state)
        assert allowed(administrator, initiative, lifecycle.BY_ACTION) == steps.get(
            "staff", set()
        )
