"""Organisers' pages for passes: sheets that are shown once, lost ones replaced."""

import re

import pytest

from participation.enums import PassState
from participation.models import VotingPass
from participation.services.ballots import check_pass
from tests.factories.participation import (
    cast,
    open_round_with_options,
    passes,
    round_with_options,
)
from tests.participation.views.managing import address

pytestmark = pytest.mark.django_db


def codes_in(page):
    return re.findall(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}", page.text)


def issue(client, round_, count=3, seen=0):
    return client.post(
        address("manage_passes", round_),
        {"label": "Table 1", "count": count, "seen": seen},
    )


def test_sheet_shows_each_code_once_and_it_works(client, staff):
    round_ = open_round_with_options()

    sheet = issue(client, round_)

    codes = codes_in(sheet)
    assert len(set(codes)) == 3
    for code in codes:
        assert check_pass(round_, code).round_id == round_.pk
    for name in ("manage_passes", "manage_round"):
        assert not codes_in(client.get(address(name, round_)))


def test_sheet_is_kept_by_no_cache_and_has_no_inline_style(client, staff):
    sheet = issue(client, round_with_options())

    assert "no-store" in sheet["Cache-Control"]
    assert "style=" not in sheet.text
    assert sheet.text.count("<svg viewBox=") >= 3


def test_sheet_speaks_every_language_of_the_site(client, staff):
    round_ = round_with_options(title="The vote", titles={"ar": "التصويت"})

    sheet = issue(client, round_, count=1)

    assert "The vote" in sheet.text
    assert 'dir="rtl"' in sheet.text
    assert "التصويت" in sheet.text


def test_sheet_asked_for_twice_is_made_once(client, staff):
    round_ = round_with_options()
    issue(client, round_)

    again = issue(client, round_)

    assert not codes_in(again)
    assert round_.passes.count() == 3


def test_lost_pass_is_voided_and_replaced(client, staff):
    round_ = open_round_with_options()
    (lost,) = passes(round_)

    sheet = client.post(
        address("manage_void_pass", round_),
        {"serial": lost.serial, "reason": "Lost.", "replace": "on"},
    )

    (code,) = codes_in(sheet)
    assert check_pass(round_, code).replaces == lost
    lost.refresh_from_db()
    assert lost.state == PassState.VOID


def test_used_pass_cannot_be_voided(client, staff):
    round_ = open_round_with_options()
    cast(round_, [1])
    used = VotingPass.objects.get()

    page = client.post(
        address("manage_void_pass", round_), {"serial": used.serial, "reason": "Lost."}
    )

    assert "already been used" in page.text


def test_a_link_from_a_batch_fills_in_which_pass_is_void(client, staff):
    round_ = open_round_with_options()

    page = client.get(address("manage_void_pass", round_), {"serial": "ABCD-EFGH"})

    assert 'value="ABCD"' in page.text
