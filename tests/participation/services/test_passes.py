"""Issuing passes, voiding and replacing lost ones."""

import datetime
import json

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from participation.enums import PassState, RoundState
from participation.models import PassBatch, VotingPass
from participation.services.errors import (
    NotPermittedError,
    PassUsedError,
    PassVoidError,
    RoundSetupError,
    RoundStateError,
    UnknownPassError,
)
from participation.services.pass_codes import is_secret_of
from participation.services.passes import issue_passes, replace_pass, void_pass
from tests.factories.communities import MandateFactory
from tests.factories.participation import (
    cast,
    in_state,
    open_round_with_options,
    passes,
    round_with_options,
    staff_member,
)

pytestmark = pytest.mark.django_db


def test_issue_passes_keeps_hashes_of_codes_that_are_all_different():
    round_ = round_with_options()

    issued = issue_passes(round_, label="Table 1", count=5, by=staff_member())

    stored = {each.serial: each.secret_hash for each in round_.passes.all()}
    assert len({code.printed for code in issued.codes}) == 5
    assert {code.serial for code in issued.codes} == set(stored)
    for code in issued.codes:
        assert is_secret_of(code.secret, stored[code.serial])
    assert (issued.batch.label, issued.batch.size) == ("Table 1", 5)


def test_issued_codes_are_nowhere_in_the_database():
    round_, staff = round_with_options(), staff_member()

    issued = issue_passes(round_, label="Table 1", count=3, by=staff)

    stored = json.dumps(
        [
            *VotingPass.objects.values("serial", "secret_hash", "state"),
            *PassBatch.objects.values("label"),
            *ModelLogEntry.objects.values("label", "data"),
        ],
        default=str,
    )
    for code in issued.codes:
        assert code.secret not in stored
        assert code.printed not in stored


@pytest.mark.parametrize("count", [0, -1, 501, 100_000])
def test_issue_passes_refuses_sizes_out_of_range(count):
    with pytest.raises(RoundSetupError, match="1 to"):
        issue_passes(round_with_options(), label="x", count=count, by=staff_member())


def test_issue_passes_is_for_staff():
    round_ = round_with_options()
    member = MandateFactory(community=round_.community).user

    with pytest.raises(NotPermittedError):
        issue_passes(round_, label="x", count=1, by=member)


def test_issue_passes_ends_with_the_first_ballot():
    round_ = open_round_with_options()
    issue_passes(round_, label="x", count=1, by=staff_member())
    cast(round_, [1])

    with pytest.raises(RoundSetupError, match="has begun"):
        issue_passes(round_, label="x", count=1, by=staff_member())


@pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.CANCELLED])
def test_issue_passes_ends_with_the_round(state):
    with pytest.raises(RoundStateError):
        issue_passes(in_state(state), label="x", count=1, by=staff_member())


def test_issue_passes_pressed_twice_issues_once():
    round_, staff = round_with_options(), staff_member()
    asked = {"label": "Table 1", "count": 2, "by": staff, "seen": 0}

    issue_passes(round_, **asked)

    with pytest.raises(RoundSetupError, match="meanwhile"):
        issue_passes(round_, **asked)
    assert round_.passes.count() == 2


def test_void_pass_makes_it_worthless_and_is_logged_by_its_public_part():
    round_ = open_round_with_options()
    (lost,) = passes(round_)

    void_pass(round_, serial=lost.serial.lower(), reason="Lost.", by=staff_member())

    lost.refresh_from_db()
    assert lost.state == PassState.VOID
    entry = ModelLogEntry.objects.get(action="participation.void_pass")
    assert entry.data == {"serial": lost.serial, "reason": "Lost."}


@pytest.mark.parametrize(
    ("state", "error"),
    [(PassState.USED, PassUsedError), (PassState.VOID, PassVoidError)],
)
def test_void_pass_refuses_what_is_used_or_void(state, error):
    round_ = open_round_with_options()
    (spent,) = passes(round_)
    VotingPass.objects.filter(pk=spent.pk).update(state=state)

    with pytest.raises(error):
        void_pass(round_, serial=spent.serial, reason="Lost.", by=staff_member())


def test_void_pass_knows_only_its_own_round():
    (foreign,) = passes(open_round_with_options())

    with pytest.raises(UnknownPassError):
        void_pass(
            open_round_with_options(),
            serial=foreign.serial,
            reason="Lost.",
            by=staff_member(),
        )


def test_replace_pass_keeps_the_roll_as_large_as_it_was():
    round_ = open_round_with_options()
    lost, _voter = passes(round_, 2)
    cast_one_with_the_other(round_, lost)

    issued = replace_pass(round_, serial=lost.serial, reason="Lost.", by=staff_member())

    lost.refresh_from_db()
    assert lost.state == PassState.VOID
    assert lost.replacement.serial == issued.codes[0].serial
    assert round_.passes.exclude(state=PassState.VOID).count() == 2


def cast_one_with_the_other(round_, lost):
    other = round_.passes.exclude(pk=lost.pk).get()
    VotingPass.objects.filter(pk=other.pk).update(state=PassState.USED)
    round_.ballots.create(choices=[1], way="web")


def test_a_pass_for_trying_out_is_never_exchanged_for_one_that_votes():
    round_ = open_round_with_options()
    cast(round_, [1])
    (trial,) = passes(round_, state=PassState.TEST)

    for exchange in (void_pass, replace_pass):
        with pytest.raises(RoundSetupError, match="nothing to void"):
            exchange(round_, serial=trial.serial, reason="lost", by=staff_member())
    assert round_.passes.filter(state=PassState.PRINTED).count() == 0


def test_passes_stay_as_they_are_once_voting_has_ended():
    past = timezone.now() - datetime.timedelta(hours=1)
    round_ = open_round_with_options(
        opens_at=past - datetime.timedelta(days=1), closes_at=past
    )
    (unused,) = passes(round_)

    with pytest.raises(RoundStateError, match="passes stay as they are"):
        void_pass(round_, serial=unused.serial, reason="lost", by=staff_member())
