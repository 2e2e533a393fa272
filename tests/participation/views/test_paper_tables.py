"""A table that gives out sheets of paper: each for one vote, all accounted for."""

import re

import pytest

from participation.services.roll import set_roll
from tests.factories.communities import MandateFactory
from tests.factories.paper import given_at, table
from tests.factories.participation import (
    code_of,
    ended_round_with_options,
    open_round_with_options,
    passes,
    staff_member,
)
from tests.participation.views.on_paper import at

pytestmark = pytest.mark.django_db

ONCE = re.compile(r'name="once" value="([^"]+)"')


@pytest.fixture
def round_():
    return open_round_with_options()


@pytest.fixture
def secretary(client, round_):
    """A member of the committee of the place, signed in."""
    user = MandateFactory(community=round_.community).user
    client.force_login(user)
    return user


def test_an_organiser_prepares_a_table(client, staff):
    round_ = open_round_with_options()
    filled = {
        **{"label": "School", "officers": "Secretary", "shift": "Saturday"},
        **{"issued": "60", "seen": "0"},
    }

    page = client.post(at("paper_new", round_), filled, follow=True)
    again = client.post(at("paper_new", round_), filled)

    assert "1. <bdi>School</bdi>" in page.text
    assert "A batch was opened meanwhile" in again.text
    assert round_.paper_batches.count() == 1
    assert "School" in client.get(at("paper", round_)).text


def test_no_table_is_offered_once_voting_has_ended(client, staff):
    for round_, is_offered in (
        (open_round_with_options(), True),
        (ended_round_with_options(), False),
    ):
        text = client.get(at("paper", round_)).text
        assert (at("paper_new", round_) in text) is is_offered


def test_a_pass_is_taken_in_at_the_table(client, round_, secretary):
    first, _second = passes(round_, 2)
    batch = table(round_)
    path = at("paper_table", round_, batch.number)

    def hand_in(code):
        once = ONCE.search(client.get(path).text)[1]
        return client.post(path, {"given_up": code, "once": once})

    taken = hand_in(code_of(first).lower())
    again = hand_in(code_of(first))
    wrong = hand_in("A" * 16)

    assert "Noted: give one sheet." in taken.text
    assert "1 vote was given up at this table." in taken.text
    assert code_of(first) not in taken.text
    assert "has already been used" in again.text
    assert "This pass is not known" in wrong.text
    assert "give one sheet" not in again.text + wrong.text


def test_a_press_repeated_after_a_cut_connection_says_yes_again_and_counts_once(
    client, round_, secretary
):
    (voting_pass,) = passes(round_, 1)
    batch = table(round_)
    path = at("paper_table", round_, batch.number)
    once = ONCE.search(client.get(path).text)[1]
    sent = {"given_up": code_of(voting_pass), "once": once}

    pages = [client.post(path, sent) for _ in range(2)]

    assert all("Noted: give one sheet." in page.text for page in pages)
    batch.refresh_from_db()
    assert batch.given == 1
    assert voting_pass.serial not in str(dict(client.session))


def test_a_number_is_given_up_at_the_table(client, round_, secretary):
    set_roll(round_, ["17", "18"], by=staff_member())
    batch = table(round_)
    path = at("paper_table", round_, batch.number)

    taken = client.post(path, {"given_up": "17", "once": "a"})
    again = client.post(path, {"given_up": "17", "once": "b"})
    by_pass = client.post(path, {"given_up": "A" * 16, "once": "c"})

    assert "Noted: give one sheet." in taken.text
    assert "No. 17 has already been given out" in again.text
    assert "This pass is not known" in by_pass.text


def test_a_number_noted_by_mistake_is_corrected_at_the_table(client, round_, secretary):
    set_roll(round_, ["17", "71"], by=staff_member())
    batch = table(round_)
    path, correct = (
        at(name, round_, batch.number) for name in ("paper_table", "paper_give_back")
    )
    sent = {"given_up": "17", "once": "a"}
    assert correct not in client.get(path).text
    client.post(path, sent)
    assert correct in client.get(path).text

    unsaid = client.post(correct, {"number": "17", "reason": "number"})
    done = client.post(
        correct, {"number": "17", "reason": "number", "instead": "71"}, follow=True
    )
    again = client.post(correct, {"number": "71", "reason": "sheet"}, follow=True)

    assert "Type the number that the sheet is for." in unsaid.text
    assert "Corrected." in done.text
    assert "1 vote was given up at this table." in done.text
    assert "0 votes were given up at this table." in again.text


def test_a_press_repeated_after_a_correction_gives_no_second_sheet_unnoted(
    client, round_, secretary
):
    set_roll(round_, ["17", "71"], by=staff_member())
    batch = table(round_)
    path = at("paper_table", round_, batch.number)
    sent = {"given_up": "17", "once": "a"}
    client.post(path, sent)
    client.post(
        at("paper_give_back", round_, batch.number), {"number": "17", "reason": "sheet"}
    )

    page = client.post(path, sent)

    assert "Noted: give one sheet." in page.text
    batch.refresh_from_db()
    assert batch.by_number == 1


def test_what_came_back_is_typed_and_corrected_where_it_does_not_add_up(
    client, round_, secretary
):
    batch = given_at(table(round_, issued=10), 4)
    path = at("paper_account", round_, batch.number)
    back = {"issued": 10, "spoilt": 1, "unused": 5, "missing": 0, "cast": 4}

    wrong = client.post(path, {**back, "cast": 3})
    right = client.post(path, back, follow=True)

    assert "come to 9. They must come to the 10 sheets issued" in wrong.text
    assert "Waits for the end of voting" in right.text
    batch.refresh_from_db()
    assert batch.cast == 4


def test_a_table_of_another_round_is_not_found(client, staff):
    other = table(open_round_with_options())

    page = client.get(at("paper_batch", open_round_with_options(), other.number))

    assert page.status_code == 404
