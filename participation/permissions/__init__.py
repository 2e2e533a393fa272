"""Who may do what with a round, a question or a meeting, and in which of its states;
who may handle feedback.

The rules say *who*; `ACTIONS`, `QUESTION_ACTIONS` and `MEETING_ACTIONS` say *when*. Services
ask for both, pages ask `may` and its sisters which buttons to show. For feedback
`participation.handling` says when, and `feedback` who reads which route.
"""

from participation.permissions.feedback import (
    INTERESTED,
    SERIOUS,
    handles,
    routes_of,
)
from participation.permissions.meetings import (
    MEETING_ACTIONS,
    confirmed_as,
    confirming_role,
    is_organiser,
    may_call,
    may_close,
    may_see_who_came,
    may_with_meeting,
    roles_at,
)
from participation.permissions.people import (
    is_administrator,
    may_agree_to_stand_in,
    may_change_term,
    may_invite,
    may_see_people,
)
from participation.permissions.questions import (
    QUESTION_ACTIONS,
    answering_role,
    may_with_question,
)
from participation.permissions.rounds import ACTIONS, may, may_adopt, own_bodies
from participation.permissions.subjects import is_permitted

__all__ = [
    "ACTIONS",
    "INTERESTED",
    "MEETING_ACTIONS",
    "QUESTION_ACTIONS",
    "SERIOUS",
    "answering_role",
    "confirmed_as",
    "confirming_role",
    "handles",
    "is_administrator",
    "is_organiser",
    "is_permitted",
    "may",
    "may_adopt",
    "may_agree_to_stand_in",
    "may_call",
    "may_change_term",
    "may_close",
    "may_invite",
    "may_see_people",
    "may_see_who_came",
    "may_with_meeting",
    "may_with_question",
    "own_bodies",
    "roles_at",
    "routes_of",
]
