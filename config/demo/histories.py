"""How each initiative of the demo came to where it stands: dated steps with reasons.

Actions and roles are those of `initiatives.lifecycle`; a test walks every history
through that table.
"""

import datetime
import hashlib
from dataclasses import dataclass
from typing import Any

from config.demo.words import Words, content, words

SUBMITTED, TAKEN_UP, PASSED_ON, ANSWERED = 6, 9, 15, 27
"""Days from the first draft to each of the early steps."""
IN_ROUNDS = {"kesra-quay", "tamsit"}
"""Communities whose vote was counted on this site; the others voted on paper."""
_EARLY = {
    "submitted": 1,
    "screening": 2,
    "authority_review": 3,
    "eligible": 4,
}
_MONTHS = {
    "en": "January February March April May June July August September October "
    "November December",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}


@dataclass(frozen=True)
class EventSketch:
    """One step: the action taken, by which role, from where to where, and why."""

    action: str
    from_state: str
    to_state: str
    role: str
    at: datetime.datetime
    reason: Words | None


def _dated(text: list[str], day: datetime.date) -> Words:
    """Return a shared reason with the day written out in both languages."""
    said = {
        language: f"{day.day} {months.split()[day.month - 1]} {day.year}"
        for language, months in _MONTHS.items()
    }
    return Words(text[0].format(on=said["en"]), text[1].format(on=said["ar"]))


class _Path:
    """An initiative's steps as they are taken, each from where the last one led."""

    def __init__(self, key: str) -> None:
        self.state = "draft"
        self.events: list[EventSketch] = []
        self._digest = hashlib.sha256(key.encode()).digest()

    def moment(self, day: datetime.date) -> datetime.datetime:
        """Return an hour of that day's work, the same for the same step."""
        number = self._digest[len(self.events)]
        at = datetime.time(8 + number % 8, number % 60, tzinfo=datetime.UTC)
        return datetime.datetime.combine(day, at)

    def step(
        self,
        action: str,
        to_state: str,
        role: str,
        day: datetime.date,
        reason: Words | None = None,
    ) -> None:
        """Take one step."""
        at = self.moment(day)
        self.events.append(EventSketch(action, self.state, to_state, role, at, reason))
        self.state = to_state


def _early_steps(path: _Path, begun: datetime.date, count: int) -> None:
    """Take the first `count` of: submit, take up, pass to the authority, endorse."""
    shared = content("catalogue")["reasons"]
    passed_on, endorsed = words(shared["pass_to_authority"]), words(shared["endorse"])
    rows = (
        ("submit", "submitted", "committee", SUBMITTED, None),
        ("take_up", "screening", "staff", TAKEN_UP, None),
        ("pass_to_authority", "authority_review", "staff", PASSED_ON, passed_on),
        ("endorse", "eligible", "authority", ANSWERED, endorsed),
    )
    for action, state, role, days, reason in rows[:count]:
        path.step(action, state, role, begun + datetime.timedelta(days=days), reason)


def _answer(path: _Path, entry: dict[str, Any], reason: Words) -> None:
    """Return or decline a proposal: staff in screening, the authority in review."""
    state, begun = entry["state"], entry["begun"]
    by_authority = entry.get("answered_by", "authority") == "authority"
    _early_steps(path, begun, 3 if by_authority else 2)
    days = ANSWERED if by_authority else PASSED_ON
    action = "decline" if state == "declined" else "return_for_revision"
    role = "authority" if by_authority else "staff"
    path.step(action, state, role, begun + datetime.timedelta(days=days), reason)


def _choose(path: _Path, entry: dict[str, Any]) -> None:
    """Select a proposal after its vote."""
    shared = content("catalogue")["reasons"]
    counted_here = entry["community"] in IN_ROUNDS
    text = shared["select" if counted_here else "select_on_paper"]
    day = entry["chosen"]
    path.step("select", "selected", "staff", day, _dated(text, day))


def _carry_out(path: _Path, entry: dict[str, Any], reason: Words | None) -> None:
    """Take the steps from the start of the work to where it stands."""
    state = entry["state"]
    if state == "selected":
        return
    path.step("start_implementation", "in_implementation", "staff", entry["starts"])
    if state == "suspended":
        path.step("suspend", "suspended", "staff", entry["stopped"], reason)
    if state in {"completed", "closed"}:
        path.step("complete", "completed", "staff", entry["done"])
    if state == "closed":
        path.step("close", "closed", "staff", entry["closed"], reason)


def history(
    entry: dict[str, Any],
) -> tuple[datetime.datetime, tuple[EventSketch, ...]]:
    """Return when the draft was begun, and all steps since, oldest first."""
    path = _Path(entry["key"])
    begun_at = path.moment(entry["begun"])
    state = entry["state"]
    reason = words(entry["reason"]) if "reason" in entry else None
    if state in {"declined", "returned_for_revision"} and reason:
        _answer(path, entry, reason)
    elif state == "cancelled":
        _early_steps(path, entry["begun"], 2)
        path.step("withdraw", state, "committee", entry["stopped"], reason)
    elif state != "draft":
        _early_steps(path, entry["begun"], _EARLY.get(state, 4))
    if state == "not_selected":
        path.step("mark_not_selected", state, "staff", entry["decided"], reason)
    if "chosen" in entry:
        _choose(path, entry)
        _carry_out(path, entry, reason)
    return begun_at, tuple(path.events)
