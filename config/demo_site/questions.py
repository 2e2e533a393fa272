"""Questions and answers of the demonstration: answered, waiting, hidden, refused, appealed."""

import datetime
import hashlib
from typing import Any

from django.utils import timezone

from config.demo.words import content
from initiatives.models import Initiative, UpdatePage
from participation.enums import QuestionState, Verdict
from participation.models import Answer, Question, QuestionDecision, User
from participation.services.pass_codes import hash_secret, parse_code


def load_questions(initiatives: dict[str, Initiative], users: dict[str, User]) -> None:
    """Store what was asked; nobody gets a mail about it."""
    for entry in content("questions")["questions"]:
        question = _question(entry, initiatives)
        for answer in entry.get("answers", []):
            Answer.objects.create(
                question=question,
                text=answer["text"],
                language=answer["language"],
                role=answer["role"],
                author=users[f"{answer['by']}@maro.example"],
                answered_on=_day(answer["days"]),
                form_digest=_digest(answer),
            )
        for decision in ("published", "refused", "hidden"):
            if decision in entry:
                _decision(question, Verdict(decision), entry, users)


def follow_up_codes() -> list[str]:
    """Codes that lead to questions which are not on a page, for trying out."""
    return [
        each["code"] for each in content("questions")["questions"] if "code" in each
    ]


def _question(entry: dict[str, Any], initiatives: dict[str, Initiative]) -> Question:
    own: dict[str, Any] = {}
    if "code" in entry:
        code = parse_code(entry["code"])
        own = {"serial": code.serial, "secret_hash": hash_secret(code.secret)}
    if "appeal" in entry:
        own |= {"appeal": entry["appeal"], "appealed_on": _day(entry["appealed"])}
    return Question.objects.create(
        text=entry["text"],
        language=entry["language"],
        asked_on=_day(entry["days"]),
        state=_state(entry),
        published_on=_day(entry["published"]) if "published" in entry else None,
        form_digest=_digest(entry),
        **_about(entry, initiatives),
        **own,
    )


def _about(entry: dict[str, Any], initiatives: dict[str, Initiative]) -> dict[str, Any]:
    if "initiative" in entry:
        initiative = initiatives[entry["initiative"]]
        return {"initiative": initiative, "community": initiative.community}
    page = UpdatePage.objects.get(slug=entry["update"], locale__language_code="en")
    return {"update_key": page.translation_key, "community": page.community}


def _state(entry: dict[str, Any]) -> QuestionState:
    if "appeal" in entry:
        return QuestionState.APPEALED
    for state in (
        QuestionState.HIDDEN,
        QuestionState.REFUSED,
        QuestionState.PUBLISHED,
    ):
        if state.value in entry:
            return state
    return QuestionState.WAITING


def _decision(
    question: Question,
    decision: Verdict,
    entry: dict[str, Any],
    users: dict[str, User],
) -> None:
    says_why = decision.needs_reason
    QuestionDecision.objects.create(
        question=question,
        decision=decision,
        reason=entry["reason"] if says_why else "",
        words=entry["words"] if says_why else "",
        decided_on=_day(entry[decision.value]),
        decided_by=users["staff@maro.example"],
    )


def _day(days: int) -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=days)


def _digest(entry: dict[str, Any]) -> str:
    """What a form would have carried: any text that is different for each."""
    return hashlib.sha256(entry["text"].encode()).hexdigest()
