"""What the script of a table asks: a device begins, checks passes, sends, and ends."""

import pytest

from participation.enums import PassState
from participation.models import Ballot, TableSession, VotingPass
from participation.services.throttle import LIMITS
from tests.factories.participation import code_of, open_round_with_options, passes
from tests.factories.tables import (
    as_sent,
    given_up,
    sealed_ballot,
    table_at,
    table_in_use,
)
from tests.participation.views.at_tables import address, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_():
    return open_round_with_options()


@pytest.fixture
def opened(round_):
    return table_in_use(round_)


def test_a_device_begins_with_the_pin_and_learns_what_it_needs(client, round_):
    opened = table_at(round_)
    (voting_pass,) = passes(round_)

    answer = tell(client, opened.table, "begin", pin=opened.pin)

    assert answer.json() == {
        "ok": True,
        "public": opened.table.public_key,
        "serials": voting_pass.serial,
        "trials": "",
        "served": 0,
        "refused": 0,
    }
    assert tell(client, opened.table, "begin", pin="wrong").json()["why"] == "pin"


def test_a_second_device_is_sent_away(client, opened):
    answer = tell(client, opened.table, "begin", pin=opened.pin, device="f" * 32)

    assert answer.json()["why"] == "device"
    assert "another device" in answer.json()["words"]


def test_a_device_hears_whether_a_pass_is_good(client, round_, opened):
    good, used = passes(round_, 2)
    (trial,) = passes(round_, state=PassState.TEST)
    VotingPass.objects.filter(pk=used.pk).update(state=PassState.USED)

    def check(code):
        return tell(client, opened.table, "check", code=code).json()

    assert check(code_of(good)) == {"ok": True, "trial": False}
    assert check(code_of(trial)) == {"ok": True, "trial": True}
    assert "already been used" in check(code_of(used))["words"]
    assert "not known" in check("AAAA-AAAA-AAAA-AAAA")["words"]
    assert Ballot.objects.count() == 0


def test_passes_are_checked_for_the_device_of_the_table_only(client, round_, opened):
    (voting_pass,) = passes(round_)

    answer = tell(
        client, opened.table, "check", code=code_of(voting_pass), device="f" * 32
    )

    assert answer.json()["why"] == "device"


def test_guessing_passes_at_a_table_is_slowed_down(client, round_, opened):
    (voting_pass,) = passes(round_)
    for _ in range(LIMITS["pass-entry"].amount):
        tell(client, opened.table, "check", code="AAAA-AAAA-AAAA-AAAA")

    wrong = tell(client, opened.table, "check", code="AAAA-AAAA-AAAA-AAAA")
    right = tell(client, opened.table, "check", code=code_of(voting_pass))

    assert wrong.status_code == 429
    assert int(wrong["Retry-After"]) > 0
    assert "not known" in wrong.json()["words"]
    assert right.json() == {"ok": True, "trial": False}


def test_envelopes_are_answered_one_by_one(client, round_, opened):
    table = opened.table
    sent = as_sent(sealed_ballot(table, *passes(round_)), b"forged")

    answer = tell(client, table, "send", envelopes=sent).json()

    assert answer == {
        "ok": True,
        "arrived": {sent[0]["name"]: "taken", sent[1]["name"]: "refused"},
        "served": 1,
        "refused": 1,
    }


@pytest.mark.parametrize(
    "envelopes",
    [None, "x", {}, [{"name": "a"}] * 26],
)
def test_what_is_no_list_of_envelopes_is_not_read(client, opened, envelopes):
    assert tell(client, opened.table, "send", envelopes=envelopes).status_code == 400


@pytest.mark.parametrize("envelope", [1, {}, {"name": 1, "sealed": 2}, {"sealed": "ä"}])
def test_a_damaged_envelope_is_refused_or_passed_over(client, opened, envelope):
    assert tell(client, opened.table, "send", envelopes=[envelope]).status_code == 200
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("body", ["", "x", "[]", "1", "[" * 50_000, "9" * 100_000])
@pytest.mark.parametrize("what", ["begin", "check", "send", "end"])
def test_what_is_no_request_is_not_read(client, opened, what, body):
    answer = client.post(
        address(opened.table, f"table_{what}"), body, content_type="application/json"
    )

    assert answer.status_code == 400


def test_a_device_that_is_gone_sends_nothing(client, round_, opened):
    (voting_pass,) = passes(round_)
    sent = as_sent(sealed_ballot(opened.table, voting_pass))
    given_up(opened.table)

    for what, said in (("send", {"envelopes": sent}), ("end", {"pin": opened.pin})):
        answer = tell(client, opened.table, what, **said)
        assert answer.json()["why"] == "closed"
    assert not Ballot.objects.exists()


def test_a_device_ends_its_table_with_the_pin(client, opened):
    assert tell(client, opened.table, "end", pin="wrong").json()["why"] == "pin"
    assert TableSession.objects.get().is_open

    assert tell(client, opened.table, "end", pin=opened.pin).json() == {"ok": True}
    assert not TableSession.objects.get().is_open


def test_the_worker_is_a_script_for_the_page_of_the_table_only(client, opened):
    answer = client.get(address(opened.table, "table_worker"))

    assert answer["Content-Type"] == "text/javascript"
    assert "Service-Worker-Allowed" not in answer
    assert "fetch" in answer.text
