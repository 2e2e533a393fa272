"""The roll's pages: entering numbers, and the desk where passes are handed out."""

import pytest
from django.urls import reverse

from participation.enums import PassState
from participation.services.roll import hand_out, set_roll
from participation.services.throttle import LIMITS
from tests.factories.communities import MandateFactory
from tests.factories.participation import (
    code_of,
    open_round_with_options,
    passes,
    round_with_options,
    staff_member,
)

pytestmark = pytest.mark.django_db


def address(name, round_, *more):
    return reverse(f"participation:{name}", args=[round_.slug, *more])


def test_organiser_enters_the_roll(client, staff):
    round_ = round_with_options()

    wrong = client.post(address("manage_roll", round_), {"numbers": "1\nAmal"})
    client.post(address("manage_roll", round_), {"numbers": "1..40"})

    assert "Line 2: “Amal” is no number of a register" in wrong.text
    assert round_.roll.count() == 40
    assert (
        "40 numbers, 0 given out." in client.get(address("manage_round", round_)).text
    )


def test_a_member_of_the_committee_hands_out_at_the_desk(client):
    round_ = open_round_with_options()
    set_roll(round_, ["17", "18"], by=staff_member())
    client.force_login(MandateFactory(community=round_.community).user)

    assert address("desk", round_) in client.get(address("round", round_)).text
    first = client.post(address("desk", round_), {"number": "17"})
    again = client.post(address("desk", round_), {"number": "17"})

    assert "No. 17: give one pass." in first.text
    assert "1 of 2 given out." in first.text
    assert "No. 17 has already been given out" in again.text
    assert "give one pass" not in again.text


def test_the_desk_is_for_those_of_the_place(client):
    round_ = open_round_with_options()

    assert client.get(address("desk", round_)).status_code == 302
    client.force_login(MandateFactory().user)
    assert client.get(address("desk", round_)).status_code == 403


def test_the_public_page_says_nothing_of_a_desk(client):
    round_ = open_round_with_options()
    set_roll(round_, ["17"], by=staff_member())

    assert "desk" not in client.get(address("round", round_)).text


def test_organiser_notes_that_a_batch_was_handed_out(client, staff):
    round_ = open_round_with_options()
    (voting_pass,) = passes(round_)

    page = client.post(
        address("manage_handed_out", round_, voting_pass.batch_id), follow=True
    )

    assert "these passes were handed out" in page.text
    assert round_.passes.get().state == PassState.HANDED_OUT
    assert "All handed out" not in page.text


def test_a_batch_of_another_round_is_not_touched(client, staff):
    round_, other = open_round_with_options(), open_round_with_options()
    (voting_pass,) = passes(other)

    answer = client.post(address("manage_handed_out", round_, voting_pass.batch_id))

    assert answer.status_code == 403
    assert other.passes.get().state == PassState.PRINTED


def test_passes_for_trying_out_are_printed_in_large_letters(client, staff):
    round_ = open_round_with_options()
    fields = {"label": "Trial", "count": "2", "seen": "0", "is_trial": "on"}

    sheet = client.post(
        address("manage_passes", round_), {**fields, "large_print": "on"}
    ).text

    assert 'class="passes large"' in sheet
    assert sheet.count("For trying out") == 2
    assert sheet.count("Nothing is counted from this pass.") == 2
    assert "One ballot, secret" not in sheet
    assert set(round_.passes.values_list("state", flat=True)) == {PassState.TEST}
    assert "0 of 0 have voted" in client.get(address("manage_round", round_)).text


def test_organiser_gives_a_number_back_with_the_pass_in_hand(client, staff):
    round_ = open_round_with_options()
    set_roll(round_, ["16", "17"], by=staff)
    hand_out(round_, "17", by=staff)
    came_back, _other = passes(round_, 2)
    page = client.get(address("desk", round_))
    assert address("manage_give_back", round_) in page.text
    filled = {"number": "17", "code": code_of(came_back), "reason": "number"}

    answer = client.post(address("manage_give_back", round_), filled, follow=True)

    assert "The number can be taken again." in answer.text
    assert round_.roll.get(number="17").taken_as == ""


def test_a_new_pass_is_shown_once_in_the_place_of_the_void_one(client, staff):
    round_ = open_round_with_options()
    set_roll(round_, ["17"], by=staff)
    hand_out(round_, "17", by=staff)
    (came_back,) = passes(round_)

    sheet = client.post(
        address("manage_give_back", round_),
        {
            "number": "17",
            "code": code_of(came_back),
            "reason": "person",
            "replace": "on",
        },
    )

    assert "only time that these codes are shown" in sheet.text
    assert "no-store" in sheet["Cache-Control"]
    assert code_of(came_back) not in sheet.text


def test_guessing_codes_at_the_desk_is_slowed(client, staff):
    round_ = open_round_with_options()
    set_roll(round_, ["17"], by=staff)
    hand_out(round_, "17", by=staff)
    guess = {"number": "17", "code": "ABCD-EFGH-JKLM-NPQR", "reason": "number"}

    answers = [
        client.post(address("manage_give_back", round_), guess).status_code
        for _ in range(LIMITS["pass-entry"].amount + 1)
    ]

    assert answers[-1] == 429
    assert set(answers[:-1]) == {200}
    (right,) = passes(round_)
    answer = client.post(
        address("manage_give_back", round_), {**guess, "code": code_of(right)}
    )
    assert answer["Location"] == address("desk", round_)
