"""One person cannot void pass after pass of an open round, nor ask who has voted unseen."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from participation.enums import PassState, RoundState
from participation.models import VotingPass
from participation.services.errors import PassUsedError, RoundSetupError
from participation.services.passes import replace_pass, void_pass
from participation.services.roll import hand_out_batch
from tests.factories.participation import (
    cast,
    closed_by_two,
    open_round_with_options,
    opened_by_two,
    passes,
    round_with_options,
    staff_member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_():
    opened = open_round_with_options()
    passes(opened, 8)
    return opened


def unused(round_):
    return [each.serial for each in round_.passes.filter(state=PassState.PRINTED)]


def test_a_fourth_pass_takes_another_person(round_):
    alone, other = staff_member(), staff_member()
    serials = unused(round_)
    for serial in serials[:2]:
        void_pass(round_, serial=serial, reason="Lost.", by=alone)
    replace_pass(round_, serial=serials[2], reason="Lost.", by=alone)

    for act in (void_pass, replace_pass):
        with pytest.raises(RoundSetupError, match="no more than 3 passes"):
            act(round_, serial=serials[3], reason="Lost.", by=alone)

    assert void_pass(round_, serial=serials[3], reason="Lost.", by=other)


def test_before_voting_passes_are_voided_as_the_printer_needs():
    draft, alone = round_with_options(state=RoundState.DRAFT), staff_member()
    passes(draft, 5)

    for serial in unused(draft):
        void_pass(draft, serial=serial, reason="Smudged.", by=alone)

    assert not unused(draft)


def test_after_opening_it_takes_another_person_though_voting_begins_later():
    alone = staff_member()
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    round_ = round_with_options(
        opens_at=tomorrow, closes_at=tomorrow + datetime.timedelta(days=1)
    )
    passes(round_, 9)
    smudged, *serials = unused(round_)
    void_pass(round_, serial=smudged, reason="Smudged.", by=alone)
    opened_by_two(round_)

    for serial in serials[:3]:
        void_pass(round_, serial=serial, reason="Lost.", by=alone)
    with pytest.raises(RoundSetupError, match="no more than 3 passes"):
        replace_pass(round_, serial=serials[3], reason="Lost.", by=alone)


def test_before_opening_it_takes_another_person_for_passes_that_were_handed_out():
    """Whoever fetched one would learn only on polling day that it is void."""
    alone, draft = staff_member(), round_with_options()
    first, *_others = passes(draft, 8)
    hand_out_batch(first.batch, by=staff_member())
    *some, last = draft.passes.values_list("serial", flat=True)[:4]

    for serial in some:
        replace_pass(draft, serial=serial, reason="Lost.", by=alone)
    with pytest.raises(RoundSetupError, match="no more than 3 passes"):
        replace_pass(draft, serial=last, reason="Lost.", by=alone)


def test_a_second_account_that_somebody_set_up_for_themselves_adds_none(round_):
    alone, other = staff_member(), staff_member()
    other.set_up_by.add(alone)
    serials = unused(round_)
    for serial in serials[:3]:
        void_pass(round_, serial=serial, reason="Lost.", by=alone)

    with pytest.raises(RoundSetupError, match="no more than 3 passes"):
        void_pass(round_, serial=serials[3], reason="Lost.", by=other)


def test_asking_of_a_used_pass_is_on_record_without_saying_which(round_):
    alone = staff_member()
    cast(round_, (1,))
    used = VotingPass.objects.get(round=round_, state=PassState.USED).serial

    for _again in range(3):
        with pytest.raises(PassUsedError):
            void_pass(round_, serial=used, reason="Lost.", by=alone)
    with pytest.raises(RoundSetupError, match="no more than 3 passes"):
        void_pass(round_, serial=used, reason="Lost.", by=alone)

    entries = ModelLogEntry.objects.filter(action="participation.ask_of_used_pass")
    assert entries.count() == 3
    assert all(entry.user == alone for entry in entries)
    assert not any(used in str(entry.data) for entry in entries)


def test_result_tells_how_many_were_declared_void(round_, client):
    serials = unused(round_)
    void_pass(round_, serial=serials[0], reason="Lost.", by=staff_member())
    replace_pass(round_, serial=serials[1], reason="Lost.", by=staff_member())
    cast(round_, (1,))
    closed_by_two(round_)

    page = client.get(reverse("participation:result", args=[round_.slug]))

    assert "2 lost passes were declared void, and 1 printed in their place." in (
        page.content.decode()
    )
