"""The page of a batch of passes: what organisers see of it, and what nobody does."""

import re

import pytest

from participation.enums import PassState
from participation.models import VotingPass
from participation.services.ballots import check_pass
from participation.services.passes import void_pass
from participation.services.roll import hand_out_batch
from tests.factories.communities import MandateFactory
from tests.factories.participation import (
    closed_by_two,
    open_round_with_options,
    passes,
)
from tests.participation.views.managing import address

pytestmark = pytest.mark.django_db
CODE = re.compile(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}")
#: What differs from one answer to the next, whoever asks.
TOKEN = re.compile(r'(csrfmiddlewaretoken" value="|nonce=")[^"]+')


def page_of(client, batch):
    page = client.get(f"{address('manage_passes', batch.round)}{batch.pk}/")
    assert page.status_code == 200
    return TOKEN.sub("", page.text)


def void(client, batch, **fields):
    path = f"{address('manage_passes', batch.round)}{batch.pk}/"
    return client.post(path, {"reason": "Stolen.", **fields}, follow=True)


@pytest.fixture
def batch():
    """A batch of four passes in an open round."""
    round_ = open_round_with_options()
    return passes(round_, 4)[0].batch


def test_a_batch_is_found_from_its_round_with_all_serials(client, staff, batch):
    links = client.get(address("manage_round", batch.round)).text
    page = page_of(client, batch)

    assert f'href="{address("manage_passes", batch.round)}{batch.pk}/"' in links
    for each in batch.passes.all():
        assert f"?serial={each.serial}" in page
        assert each.secret_hash not in page


def test_a_lost_sheet_is_voided_and_its_replacement_shown_once(client, staff, batch):
    sheet = void(client, batch, replace="on", large_print="on")

    codes = CODE.findall(sheet.text)
    assert len(set(codes)) == 4
    assert "no-store" in sheet["Cache-Control"]
    assert 'class="passes large"' in sheet.text
    for code in codes:
        assert check_pass(batch.round, code).replaces.batch_id == batch.pk
    for each in batch.round.batches.all():
        assert not CODE.findall(page_of(client, each))
    again = void(client, batch, replace="on")
    assert "declared void already" in again.text
    assert not CODE.findall(again.text)


def test_a_stolen_stack_is_voided_without_replacement(client, staff, batch):
    answer = void(client, batch)

    assert "what was not used of this batch is worthless" in answer.text
    assert set(batch.passes.values_list("state", flat=True)) == {PassState.VOID}
    assert "Declare the batch void" not in page_of(client, batch)


def test_a_reason_is_asked_for(client, staff, batch):
    assert "error-summary" in void(client, batch, reason="").text
    assert not batch.passes.filter(state=PassState.VOID).exists()


# --- what it does not tell ----------------------------------------------------------


def use(*chosen):
    """Each of these passes votes."""
    for each in chosen:
        VotingPass.objects.filter(pk=each.pk).update(state=PassState.USED)
        each.round.ballots.create(choices=[1], way="web")


@pytest.mark.parametrize("done", ["nothing", "handed out", "one void"])
def test_no_page_of_a_batch_changes_when_somebody_votes(client, staff, batch, done):
    """Who got a pass from this pile, neighbours know: a count would say who voted."""
    lost, *voters = batch.passes.all()
    if done == "handed out":
        hand_out_batch(batch, by=staff)
    if done == "one void":
        void_pass(batch.round, serial=lost.serial, reason="Lost.", by=staff)
    before = page_of(client, batch)

    use(*voters)

    assert page_of(client, batch) == before


def test_a_void_batch_does_not_tell_which_of_its_passes_were_used(client, staff, batch):
    use(*batch.passes.all()[:2])
    void(client, batch)

    page = page_of(client, batch)

    around = [
        line.replace(each.serial, "")
        for each in batch.passes.all()
        for line in re.findall(r"<li>.*?</li>", page)
        if each.serial in line
    ]
    assert len(around) == 4
    assert len(set(around)) == 1
    assert "All that were not used by" in page


def test_a_pass_voided_by_itself_is_marked(client, staff, batch):
    serial = batch.passes.first().serial
    void_pass(batch.round, serial=serial, reason="Lost.", by=staff)

    page = page_of(client, batch)

    assert f'<s class="code">{serial}</s>' in page
    assert f"?serial={serial}" not in page


# --- after the count ----------------------------------------------------------------


@pytest.fixture
def closed(settings):
    """Close a round of 17 passes: so many of nine used in the east, four of eight west."""
    settings.RELEASE_THRESHOLD_PERSONS = 3

    def close(used):
        round_ = open_round_with_options()
        east, west = passes(round_, 9, label="East"), passes(round_, 8, label="West")
        use(*east[:used], *west[:4])
        closed_by_two(round_)
        round_.refresh_from_db()
        return [each[0].batch.pk for each in (east, west)], round_

    return close


def test_after_the_count_large_batches_tell_how_many_were_used(client, staff, closed):
    (east, west), round_ = closed(5)

    pages = [page_of(client, round_.batches.get(pk=each)) for each in (east, west)]

    assert "5 of 9 for the same people" in pages[0]
    assert "4 of 8 for the same people" in pages[1]


@pytest.mark.parametrize("used", [0, 1, 8, 9])
def test_after_the_count_nothing_is_told_where_it_would_tell_of_somebody(
    client, staff, closed, used
):
    (east, west), round_ = closed(used)

    for each in (east, west):
        page = page_of(client, round_.batches.get(pk=each))
        assert "it would say of somebody whether they voted" in page


def test_before_the_count_it_is_told_of_no_batch(client, staff, batch, settings):
    settings.RELEASE_THRESHOLD_PERSONS = 1
    use(*batch.passes.all()[:2])

    assert "Not told before the count" in page_of(client, batch)


# --- who ----------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_batch_is_for_organisers(client, batch, method):
    path = f"{address('manage_passes', batch.round)}{batch.pk}/"
    client.force_login(MandateFactory(community=batch.round.community).user)

    assert getattr(client, method)(path).status_code == 403


def test_a_batch_of_another_round_is_not_found(client, staff, batch):
    other = open_round_with_options()

    path = f"{address('manage_passes', other)}{batch.pk}/"

    assert client.get(path).status_code == 404
    assert client.post(path, {"reason": "Stolen."}).status_code == 404
    assert not batch.passes.filter(state=PassState.VOID).exists()


def test_passes_for_trying_out_have_a_page_without_the_form(client, staff, batch):
    (trial,) = passes(batch.round, state=PassState.TEST)

    page = page_of(client, trial.batch)

    assert "For trying out" in page
    assert "Declare the batch void" not in page
