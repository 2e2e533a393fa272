"""The page of a batch of passes: what organisers see of it, and what nobody does."""

import re

import pytest

from participation.enums import PassState
from participation.models import VotingPass
from participation.queries.waiting import waiting_for
from participation.services.ballots import check_pass
from participation.services.passes import void_pass
from participation.services.roll import hand_out_batch
from tests.factories.communities import MandateFactory
from tests.factories.participation import (
    closed_by_two,
    ended_round_with_options,
    open_round_with_options,
    passes,
    staff_member,
    voiding_of,
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


def path_of(batch, more=""):
    return f"{address('manage_passes', batch.round)}{batch.pk}/{more}"


def ask(client, batch, **fields):
    """An organiser asks on the page of the batch."""
    return client.post(path_of(batch), {"reason": "Stolen.", **fields}, follow=True)


def second_page(batch):
    return f"{address('second_person', batch.round)}passes/{batch.pk}/"


def answered(client, batch, answer="agree"):
    """A second person finds it under their work, reads it and answers."""
    url = second_page(batch)
    assert url in client.get("/my/").text
    seen = re.search(r'name="voiding" value="(\d+)"', client.get(url).text)[1]
    return client.post(url, {"voiding": seen, "answer": answer}, follow=True)


def renewed(client, batch, **fields):
    """An organiser presses the button on the page of the batch."""
    seen = re.search(r'name="voiding" value="(\d+)"', page_of(client, batch))[1]
    fields = {"voiding": seen, **fields}
    return client.post(path_of(batch, "renew/"), fields, follow=True)


def void(client, staff, batch, **fields):
    """What two organisers do, the first of whom prints where new passes are wanted."""
    ask(client, batch, **fields)
    client.force_login(staff_member())
    page = answered(client, batch)
    client.force_login(staff)
    return renewed(client, batch, **fields) if fields else page


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
    sheet = void(client, staff, batch, with_new_passes="on", large_print="on")

    codes = CODE.findall(sheet.text)
    assert len(set(codes)) == 4
    assert "no-store" in sheet["Cache-Control"]
    assert 'class="passes large"' in sheet.text
    for code in codes:
        assert check_pass(batch.round, code).replaces.batch_id == batch.pk
    for each in batch.round.batches.all():
        assert not CODE.findall(page_of(client, each))
    seen = {"voiding": batch.voidings.get().pk}
    again = client.post(path_of(batch, "renew/"), seen, follow=True)
    assert "Something else is asked for now" in again.text
    assert not CODE.findall(again.text)
    assert batch.round.batches.count() == 2


def test_a_stolen_stack_is_voided_without_replacement(client, staff, batch):
    answer = void(client, staff, batch)

    assert "what was not used of this batch is worthless" in answer.text
    assert set(batch.passes.values_list("state", flat=True)) == {PassState.VOID}
    assert "Ask a second person" not in page_of(client, batch)
    assert "declared void already" in ask(client, batch).text


def test_a_reason_is_asked_for(client, staff, batch):
    assert "error-summary" in ask(client, batch, reason="").text
    assert not batch.voidings.exists()


# --- two persons --------------------------------------------------------------------


def good(batch):
    return batch.passes.filter(state=PassState.PRINTED).count()


def test_what_is_asked_for_stands_on_the_page_and_can_be_taken_back(
    client, staff, batch
):
    answer = ask(client, batch, with_new_passes="on")

    assert "A second person is asked" in answer.text
    for words in ("Stolen.", staff.name, "With new passes in their place."):
        assert words in page_of(client, batch)
    assert second_page(batch) in page_of(client, batch)
    assert "is asked for already" in ask(client, batch).text
    seen = {"voiding": batch.voidings.get().pk}
    client.post(path_of(batch, "take-back/"), seen)
    assert "Ask a second person to agree" in page_of(client, batch)
    assert good(batch) == 4


def test_nobody_is_asked_under_their_own_work_to_agree_with_themselves(
    client, staff, batch
):
    ask(client, batch)

    page = client.get(second_page(batch)).text
    seen = {"voiding": batch.voidings.get().pk, "answer": "agree"}
    refused = client.post(second_page(batch), seen, follow=True)

    assert second_page(batch) not in client.get("/my/").text
    assert "You asked for this yourself" in page
    assert 'value="agree"' not in page
    assert "Another person than the one who asked" in refused.text
    assert good(batch) == 4


def test_an_account_that_the_first_set_up_is_not_asked(client, staff, batch):
    second = staff_member()
    second.set_up_by.add(staff)
    ask(client, batch)

    client.force_login(second)

    assert second_page(batch) not in client.get("/my/").text
    page = client.get(second_page(batch)).text
    assert "do not count as two persons" in page
    assert 'value="agree"' not in page


def test_a_member_of_the_committee_agrees_and_an_organiser_prints(client, staff, batch):
    ask(client, batch, with_new_passes="on")

    client.force_login(MandateFactory(community=batch.round.community).user)
    page = answered(client, batch)
    assert "when an organiser prints the new ones" in page.text
    assert not CODE.findall(page.text)
    assert second_page(batch) not in client.get("/my/").text
    assert path_of(batch) not in client.get("/my/").text
    assert client.post(path_of(batch, "renew/")).status_code == 403
    assert good(batch) == 4

    client.force_login(staff)
    assert path_of(batch) in client.get("/my/").text
    assert len(set(CODE.findall(renewed(client, batch).text))) == 4
    assert path_of(batch) not in client.get("/my/").text


def test_a_second_person_refuses_and_all_stays_as_it_was(client, staff, batch):
    ask(client, batch)

    client.force_login(staff_member())
    answer = answered(client, batch, "refuse")

    assert "The passes stay good." in answer.text
    assert "Nothing is asked of a second person" in answer.text
    assert second_page(batch) not in client.get("/my/").text
    assert good(batch) == 4


def test_what_was_asked_for_anew_meanwhile_is_looked_at_again(client, staff, batch):
    ask(client, batch)
    first = batch.voidings.get()
    client.post(path_of(batch, "take-back/"), {"voiding": first.pk})
    ask(client, batch)

    client.force_login(staff_member())
    seen = {"voiding": first.pk, "answer": "agree"}
    page = client.post(second_page(batch), seen, follow=True)

    assert "Something else is asked for now" in page.text
    assert good(batch) == 4


def test_strangers_are_no_second_person(client, staff, batch):
    ask(client, batch)

    client.force_login(MandateFactory().user)

    assert client.get(second_page(batch)).status_code == 403
    assert second_page(batch) not in client.get("/my/").text


def test_what_waited_as_voting_ended_is_asked_of_nobody_any_more(client, staff):
    round_ = ended_round_with_options()
    batch = passes(round_)[0].batch
    voiding_of(batch)

    own = page_of(client, batch)
    page = client.get(second_page(batch)).text

    assert "Voting ended before it was done" in own
    assert "Voting ended before a second person agreed" in page
    for each in (own, page):
        assert 'value="agree"' not in each
        assert "Take it back" not in each
    assert second_page(batch) not in client.get("/my/").text


@pytest.mark.parametrize("role", ["committee", "staff"])
def test_my_work_asks_the_same_number_of_questions(django_assert_max_num_queries, role):
    asker, community = staff_member(), open_round_with_options().community
    person = MandateFactory(
        **({"staff": True} if role == "staff" else {"community": community})
    ).user

    def add():
        mine = open_round_with_options(community=community)
        voiding_of(passes(mine)[0].batch, asked_by=asker)

    def asked():
        fresh = type(person).objects.get(pk=person.pk)
        with django_assert_max_num_queries(40) as queries:
            found = [each.what for each in waiting_for(fresh)]
        return len(queries), sum("the passes “Table 1” void" in each for each in found)

    add()
    asked()  # what a process looks up once, it keeps
    once, found = asked()
    add()
    add()

    assert (found, asked()) == (1, (once, 3))


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
    void(client, staff, batch)

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
    assert "Ask a second person" not in page
