"""Who may do what with a question, in each of its states."""

import pytest

from participation.enums import QuestionState
from participation.permissions import (
    QUESTION_ACTIONS,
    answering_role,
    is_permitted,
    may_with_question,
)
from tests.factories.communities import MandateFactory
from tests.factories.people import UserFactory
from tests.factories.questions import QuestionFactory, question_in

ROLES = ("committee", "staff", "authority", "implementer", "outsider")
ANSWER = {"answer_question"}

#: state → role → what is open to it. What is not written here is forbidden.
TABLE = {
    "waiting": {"staff": {"check_question"}},
    "published": {
        "staff": {"hide_question", "hide_answer"} | ANSWER,
        "committee": ANSWER,
        "authority": ANSWER,
        "implementer": ANSWER,
    },
    "refused": {"asker": {"appeal"}},
    "appealed": {"staff": {"decide_appeal"}},
    "hidden": {"asker": {"appeal"}},
}


def allowed(user, question):
    return {
        name for name in QUESTION_ACTIONS if may_with_question(user, name, question)
    }


@pytest.mark.parametrize("state", QuestionState.values)
def test_each_role_in_each_state(cast, initiative, state):
    asker = UserFactory()
    question = question_in(state, initiative=initiative, author=asker)
    people = {role: cast[role] for role in ROLES} | {"asker": asker}

    found = {
        role: names
        for role, user in people.items()
        if (names := allowed(user, question))
    }

    assert found == TABLE[state]


@pytest.mark.parametrize("state", QuestionState.values)
def test_roles_held_elsewhere_open_nothing_here(cast, initiative, state):
    question = question_in(state, initiative=initiative)
    for user in cast.elsewhere.values():
        assert allowed(user, question) == set()


@pytest.mark.parametrize("role", ["committee", "implementer", "authority"])
@pytest.mark.parametrize("state", ["waiting", "published", "appealed"])
def test_staff_with_a_part_in_the_community_moderate_nothing_of_it(
    cast, initiative, role, state
):
    """No elite decides what may be asked of it."""
    scope = {
        "committee": {"community": cast.community},
        "implementer": {"implementer": True, "community": cast.community},
        "authority": {"authority": True, "area": cast.community.area.parent},
    }[role]
    MandateFactory(user=cast.staff, **scope)
    question = question_in(state, initiative=initiative)

    assert allowed(cast.staff, question) <= ANSWER
    assert "check_question" in allowed(cast.staff, QuestionFactory()), (
        "elsewhere they do"
    )


def test_staff_do_not_check_their_own_question(cast, initiative):
    question = QuestionFactory(initiative=initiative, author=cast.staff)
    assert allowed(cast.staff, question) == set()


def test_an_administrator_moderates_as_staff(initiative):
    administrator = UserFactory(is_superuser=True)
    question = QuestionFactory(initiative=initiative)
    assert allowed(administrator, question) == {"check_question"}


def test_only_staff_see_the_queue(cast):
    assert [role for role in ROLES if is_permitted(cast[role], "moderate")] == ["staff"]


def test_the_nearest_role_answers(cast):
    both = cast.staff
    MandateFactory(user=both, community=cast.community)
    roles = {role: answering_role(cast[role], cast.community) for role in ROLES}

    assert roles == {
        "committee": "committee",
        "staff": "committee",
        "authority": "authority",
        "implementer": "implementer",
        "outsider": None,
    }


def test_only_staff_answer_for_the_programme(cast):
    assert {role: answering_role(cast[role], None) for role in ROLES} == {
        role: "staff" if role == "staff" else None for role in ROLES
    }
