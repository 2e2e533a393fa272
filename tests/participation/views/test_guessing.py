"""Codes of invitations, questions and feedback: guesses show, and shut nobody out."""

import re

import pytest

from participation.services.pass_codes import PassCode, new_secret
from participation.services.throttle import LIMITS
from tests.factories.feedback import code_of, feedback
from tests.factories.invitations import InvitationFactory
from tests.factories.participation import SECRET, serial_of, staff_member
from tests.factories.people import UserFactory
from tests.factories.questions import question_in

pytestmark = pytest.mark.django_db
FOLLOW, QUESTION = "/feedback/follow-up/", "/questions/follow-up/"
INVITATION = "/invitation/"
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
    return item_at(path).serial


def item_at(path):
    """Something that a code leads to, on the page of an address."""
    if path == INVITATION:
        return InvitationFactory()
    if path == FOLLOW:
        return feedback()
    return question_in("refused", by_code=True)


def typed(client, path, code, address="192.0.2.1"):
    return client.post(path, {"step": "code", "code": code}, REMOTE_ADDR=address)


def right_code(item):
    """Items of tests all have the secret of passes."""
    return PassCode(item.serial, SECRET).printed


KINDS = pytest.mark.parametrize(
    ("path", "purpose"),
    [
        (INVITATION, "invitation-entry"),
        (FOLLOW, "feedback-code"),
        (QUESTION, "code-of-question"),
    ],
)


@KINDS
def test_wrong_codes_behind_an_address_show_and_stop_no_right_one(
    client, path, purpose
):
    """A village hall, a café or a carrier's network is one address."""
    item, most = item_at(path), LIMITS[purpose].amount
    guesses = [
        typed(client, path, PassCode(serial_of(n), new_secret()).printed)
        for n in range(2 * most)
    ]

    right = typed(client, path, right_code(item))

    assert 429 not in {answer.status_code for answer in guesses[:most]}
    assert {answer.status_code for answer in guesses[most:]} == {429}
    assert all(int(answer["Retry-After"]) > 0 for answer in guesses[most:])
    assert right.status_code == 200
    assert 'name="ticket"' in right.text


@KINDS
def test_who_knows_a_serial_does_not_keep_its_owner_out(client, path, purpose):
    item = item_at(path)
    for n in range(50):
        guess = PassCode(item.serial, new_secret()).printed
        typed(client, path, guess, f"198.51.100.{n}")

    assert 'name="ticket"' in typed(client, path, right_code(item)).text


@KINDS
def test_a_slip_of_the_finger_after_many_guesses_of_others_can_be_mended(
    client, path, purpose
):
    item = item_at(path)
    for n in range(LIMITS[purpose].amount):
        typed(client, path, PassCode(serial_of(n), new_secret()).printed)
    slip = right_code(item)[:-1] + "Z"

    answer = typed(client, path, slip)

    assert answer.status_code == 429
    assert "letter by letter" in answer.text
    assert slip in answer.text
    assert 'name="code"' in answer.text


@KINDS
@pytest.mark.parametrize("spread", [1, 50], ids=["one address", "many addresses"])
def test_guesses_use_up_no_processor(client, slow_checks, path, purpose, spread):
    """The slow hash takes 8 ms: guesses of existing serials must not come to it."""
    serial = serial_at(path)

    for n in range(200):
        guess = PassCode(serial, new_secret()).printed
        typed(client, path, guess, f"198.51.100.{n % spread}")

    # One guess in 65,536 is hashed: three of 200 come up once in two hundred million runs.
    assert len(slow_checks) <= 2


@pytest.mark.parametrize(
    ("path", "purpose"), [(FOLLOW, "feedback-code"), (QUESTION, "code-of-question")]
)
def test_guesses_at_one_item_show_from_however_many_addresses(client, path, purpose):
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
def test_guesses_of_one_account_show_from_however_many_addresses(client, path, purpose):
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
