"""Codes that lead back to what somebody wrote cannot be guessed, from anywhere."""

import re

import pytest

from participation.services.throttle import LIMITS
from tests.factories.feedback import code_of, feedback
from tests.factories.participation import staff_member
from tests.factories.people import UserFactory
from tests.factories.questions import question_in

pytestmark = pytest.mark.django_db
FOLLOW, QUESTION = "/feedback/follow-up/", "/questions/follow-up/"
NO_SUCH = "ZZZZ"
ANOTHER = "YYYY"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


def guess(client, path, serial, address="192.0.2.1"):
    return client.post(
        path,
        {"step": "code", "code": f"{serial}-ABCD-EFGH-JKLN"},
        REMOTE_ADDR=address,
    ).status_code


def serial_at(path):
    if path == FOLLOW:
        return feedback().serial
    return question_in("refused", by_code=True).serial


@pytest.mark.parametrize(
    ("path", "purpose"), [(FOLLOW, "feedback-code"), (QUESTION, "code-of-question")]
)
def test_one_item_is_not_tried_for_long_from_however_many_addresses(
    client, path, purpose
):
    """And the answers do not tell which of the two there is."""
    answers = {}
    for serial in (serial_at(path), NO_SUCH):
        answers[serial] = [
            guess(client, path, serial, f"192.0.2.{number}")
            for number in range(LIMITS[f"{purpose}-item"].amount + 1)
        ]

    there, not_there = answers.values()
    assert there == not_there
    assert [429 in told[:-1] for told in answers.values()] == [False, False]
    assert there[-1] == 429
    assert guess(client, path, ANOTHER, "192.0.2.200") != 429


@pytest.mark.parametrize(
    ("path", "purpose"), [(FOLLOW, "feedback-code"), (QUESTION, "code-of-question")]
)
def test_an_account_does_not_try_one_item_after_the_other_from_many_addresses(
    client, path, purpose
):
    client.force_login(staff_member())
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    most = LIMITS[f"{purpose}-account"].amount

    told = [
        guess(client, path, f"AAA{letters[number]}", f"192.0.2.{number}")
        for number in range(most + 1)
    ]

    assert 429 not in told[:-1]
    assert told[-1] == 429
    client.force_login(UserFactory())
    assert guess(client, path, "AAAA", "192.0.2.200") != 429


def test_what_is_right_counts_as_no_guess(client):
    item = feedback()
    right = {"step": "code", "code": code_of(item)}

    for _ in range(LIMITS["feedback-code-item"].amount + 1):
        assert client.post(FOLLOW, right).status_code == 200


def test_the_desk_does_not_tell_what_lies_on_another_from_what_is_not_there(client):
    client.force_login(staff_member())
    restricted = feedback("fraud", sensitivity="restricted").serial

    answers = [
        client.get(f"/feedback/desk/items/{serial}/")
        for serial in (restricted, NO_SUCH)
    ]

    assert [each.status_code for each in answers] == [404, 404]
    there, not_there = (
        TOKEN.sub("", each.text.replace(serial, ""))
        for each, serial in zip(answers, (restricted, NO_SUCH), strict=True)
    )
    assert there == not_there
