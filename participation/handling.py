"""How feedback is handled, as one table: which step leads where, and who may take it.

Nothing here knows a framework or a database. Services ask the table what a step needs,
pages ask it which buttons to show, the tests read the same rows. Codes are plain strings,
mirrored by the vocabularies in `participation.enums` (domain.md, section 9.4).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

#: Who acts: somebody who handles the item's route, the person who gave the feedback and
#: holds its code, or the site itself (the daily command).
HANDLER, PERSON, SITE = "handler", "person", "site"

#: What must be written with a step: an answer to the person, a note for colleagues,
#: words of the person themselves, or a coded reason.
ANSWER, NOTE, WORDS, REASON = "answer", "note", "words", "reason"

#: Routes: who reads a kind of feedback. Conduct and fraud are not read by the colleagues
#: of whom it may speak, data and privacy by those who answer for data.
DESK, INTEGRITY, DATA = "desk", "integrity", "data"

ROUTE_OF: Final[Mapping[str, str]] = {
    "question": DESK,
    "suggestion": DESK,
    "thanks": DESK,
    "quality": DESK,
    "selection": DESK,
    "delay": DESK,
    "conduct": INTEGRITY,
    "fraud": INTEGRITY,
    "data": DATA,
    "other": DESK,
}
#: Never handled here and never stored: only help contacts are shown.
OUTSIDE: Final = ("exploitation", "child", "gender_violence", "protection")


@dataclass(frozen=True)
class Step:
    """One step: from any of ``sources`` to ``target``; ``needs`` is what must be written."""

    action: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    needs: str = ""


OPEN: Final = ("received", "acknowledged", "triaged", "in_progress", "escalated")
#: Nothing more is done; the time after which texts are erased runs.
REFERRED: Final = "referred"
CLOSED: Final = ("loop_closed", "closed_no_action", REFERRED)
STATES: Final = (*OPEN, "resolved", *CLOSED)

STEPS: Final = (
    Step("acknowledge", ("received",), "acknowledged", (HANDLER,)),
    Step("triage", ("received", "acknowledged"), "triaged", (HANDLER,)),
    Step("start", ("acknowledged", "triaged", "escalated"), "in_progress", (HANDLER,)),
    Step("resolve", OPEN, "resolved", (HANDLER,), needs=ANSWER),
    Step(
        "escalate",
        ("received", "acknowledged", "triaged", "in_progress"),
        "escalated",
        (HANDLER, SITE),
        needs=NOTE,
    ),
    Step("close_no_action", OPEN, "closed_no_action", (HANDLER,), needs=REASON),
    Step("close_loop", ("resolved",), "loop_closed", (PERSON, SITE)),
    Step("reopen", ("resolved", "loop_closed"), "in_progress", (PERSON,), needs=WORDS),
    Step("dispute", ("closed_no_action",), "escalated", (PERSON,), needs=WORDS),
    Step(
        "refer_outside",
        (*OPEN, "resolved", "loop_closed", "closed_no_action"),
        REFERRED,
        (HANDLER,),
    ),
)
BY_ACTION: Final[Mapping[str, Step]] = {row.action: row for row in STEPS}

#: The path drawn on the person's page: each step and the states in which it is the present one.
PATH: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("received", ("received",)),
    ("acknowledged", ("acknowledged", "triaged")),
    ("in_progress", ("in_progress", "escalated")),
    ("resolved", ("resolved", "closed_no_action")),
    ("loop_closed", ("loop_closed",)),
)

#: So many words in a row are a quotation, by which neighbours may know who spoke.
QUOTED_WORDS: Final = 6


def may_take(action: str, state: str, role: str) -> bool:
    """Whether somebody in a role may take a step from a state.

    Raises KeyError for a step that the table does not know.
    """
    row = BY_ACTION[action]
    return state in row.sources and role in row.roles


def available(state: str, role: str) -> list[Step]:
    """The steps open from a state to somebody in a role, in the order of the table."""
    return [row for row in STEPS if state in row.sources and role in row.roles]


def path(state: str) -> list[tuple[str, str]]:
    """(step, status) pairs for the drawn path; status: done, now, ahead.

    What was closed without action stops at the answer, as it was answered.
    """
    here = next((at for at, (_, states) in enumerate(PATH) if state in states), 0)
    if state == "loop_closed":
        return [(step, "done") for step, _ in PATH]
    return [
        (step, "done" if at < here else "now" if at == here else "ahead")
        for at, (step, _) in enumerate(PATH)
    ]


def quotes(text: str, source: str, words: int = QUOTED_WORDS) -> bool:
    """Whether a text repeats so many words of a source, in a row, letter for letter.

    Capitals and what stands between words do not count.
    """
    own, theirs = _words(text), _words(source)
    runs = {tuple(theirs[at : at + words]) for at in range(len(theirs) - words + 1)}
    return any(
        tuple(own[at : at + words]) in runs for at in range(len(own) - words + 1)
    )


def _words(text: str) -> list[str]:
    plain = "".join(letter if letter.isalnum() else " " for letter in text.casefold())
    return plain.split()
