"""A form pressed many times at once. Only PostgreSQL locks rows one by one."""

import pytest

from participation.models import Feedback, OutsideCount
from participation.services.feedback import FORM, count_outside, take_feedback
from participation.services.follow_up import say_more
from tests.factories.feedback import feedback
from tests.moments import at_once

pytestmark = [pytest.mark.postgis, pytest.mark.usefixtures("own_database")]


def test_one_form_sent_at_once_is_stored_once_and_gives_one_code():
    ticket = FORM.ticket()

    taken = at_once(
        [
            lambda: take_feedback(
                ticket, category="quality", text="It leaks.", language="en"
            )
            for _ in range(8)
        ]
    )

    assert len({each.code for each in taken}) == 1
    assert Feedback.objects.count() == 1


def test_words_sent_at_once_are_stored_once():
    item = feedback(state="resolved")

    at_once([lambda: say_more(item, "It leaks.", mark="one") for _ in range(8)])

    assert item.messages.count() == 1


def test_help_shown_at_once_is_counted_each_time():
    at_once([count_outside for _ in range(8)])

    assert OutsideCount.objects.get().shown == 8
