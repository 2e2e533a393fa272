"""Until when an agreement to void a batch holds is told on the page of the batch."""

import pytest

from participation.enums import VoidingState
from tests.factories.participation import (
    open_round_with_options,
    passes,
    voiding_of,
)
from tests.participation.views.managing import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch():
    return passes(open_round_with_options(), 4)[0].batch


def path_of(batch):
    return f"{address('manage_passes', batch.round)}{batch.pk}/"


def test_the_page_tells_until_when_an_agreement_holds(client, staff, batch):
    voiding_of(batch, VoidingState.AGREED, with_new_passes=True)

    assert "The agreement holds until" in client.get(path_of(batch)).text
    assert path_of(batch) in client.get("/my/").text


def test_an_agreement_that_lapsed_is_told_and_asked_for_again(client, staff, batch):
    voiding_of(batch, VoidingState.AGREED, with_new_passes=True, hours_ago=25)

    page = client.get(path_of(batch)).text
    again = client.post(path_of(batch), {"reason": "Stolen."}, follow=True)

    assert "nothing was printed within 24 hours" in page
    assert "print the new passes" not in page
    assert "A second person is asked" in again.text


def test_my_work_does_not_name_what_lapsed(client, staff, batch):
    voiding_of(batch, VoidingState.AGREED, with_new_passes=True, hours_ago=25)

    assert path_of(batch) not in client.get("/my/").text
