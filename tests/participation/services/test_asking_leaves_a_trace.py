"""Who asks, by giving something back, whether somebody voted does not do so unseen."""

import pytest
from wagtail.models import ModelLogEntry

from participation.enums import GivenBack, PassState, SheetGivenBack
from participation.services.errors import PassUsedError, RollError, UnknownPassError
from participation.services.giving_back import give_back, give_back_at_table
from participation.services.paper_tables import give_up_number
from participation.services.roll import hand_out, set_roll
from tests.factories.paper import table
from tests.factories.participation import (
    SECRET,
    code_of,
    open_round_with_options,
    passes,
    staff_member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return staff_member()


@pytest.fixture
def round_(staff):
    """An open round: number 17 has a pass, 18 votes on paper, 16 has not come."""
    opened = open_round_with_options()
    set_roll(opened, ["16", "17", "18"], by=staff)
    passes(opened, 1)
    hand_out(opened, "17", by=staff)
    give_up_number(table(opened), "18", by=staff)
    return opened


def on_record(action, by):
    """How often it is on record, without a word of whom it was asked."""
    entries = ModelLogEntry.objects.filter(action=f"participation.{action}")
    assert all((entry.user, entry.data) == (by, {}) for entry in entries)
    return entries.count()


def back(round_, number, by, code=""):
    return give_back(
        round_,
        number,
        code=code or code_of(round_.passes.get()),
        reason=GivenBack.WRONG_NUMBER,
        by=by,
    )


@pytest.mark.parametrize("number", ["16", "18", "99"])
def test_whether_a_number_has_a_pass(round_, staff, number):
    """With what the desk says of a number, the answer tells who votes on paper."""
    with pytest.raises(RollError, match="No pass was given out"):
        back(round_, number, staff)

    assert on_record("ask_of_number", staff) == 1


@pytest.mark.parametrize("number", ["16", "17", "18", "99"])
def test_without_a_pass_in_hand_nothing_is_told_of_a_number(round_, staff, number):
    with pytest.raises(UnknownPassError):
        back(round_, number, staff, code="2345" + SECRET)


def test_whether_a_pass_was_used(round_, staff):
    round_.passes.update(state=PassState.USED)

    with pytest.raises(PassUsedError):
        back(round_, "17", staff)

    assert on_record("ask_of_used_pass", staff) == 1


@pytest.mark.parametrize("number", ["16", "17", "99"])
def test_whether_a_number_votes_on_paper(round_, staff, number):
    with pytest.raises(RollError, match="not given up for paper"):
        give_back_at_table(
            round_.paper_batches.get(), number, reason=SheetGivenBack.NO_SHEET, by=staff
        )

    assert on_record("ask_of_number", staff) == 1


def test_what_is_given_back_rightly_is_on_record_as_that_alone(round_, staff):
    back(round_, "17", staff)

    assert on_record("ask_of_number", staff) == 0
