"""Pages about observers: named, agreed to, told to voters, at work, and laid down."""

import pytest
from wagtail.models import ModelLogEntry

from communities.enums import Role
from participation.models import RoundObserver
from tests.factories.communities import MandateFactory
from tests.factories.participation import (
    cancelled,
    cast,
    closed_round,
    ended_round_with_options,
    observer_of,
    open_round_with_options,
    round_with_options,
    staff_member,
)
from tests.participation.observing import READERS, address, file_of, laid_down

pytestmark = pytest.mark.django_db

WORDS = {"on_behalf_of": "Women of the ward", "language": "en"}


def named_by_page(client, round_, person):
    page = address("manage_observers", round_)
    return client.post(page, {"person": person.pk, **WORDS}, follow=True).text


@pytest.fixture
def watcher():
    """Somebody of a women's association, who was invited to observe."""
    return MandateFactory(role=Role.OBSERVER, user__name="Salma of the Quay").user


# --- who reads the ballots of a small round ---------------------------------------------


@pytest.mark.parametrize("who", READERS)
def test_the_file_of_a_small_round_is_for_its_observers(client, who):
    round_ = closed_round()
    make, status = READERS[who]
    if user := make(round_):
        client.force_login(user)

    assert file_of(client, round_).status_code == status
    has_button = (
        address("ballots_file", round_) in client.get(address("result", round_)).text
    )
    assert has_button is (status == 200)


def test_every_reading_is_on_record_and_no_refusal(client):
    round_, other = closed_round(), closed_round()
    named = observer_of(round_)
    client.force_login(named.person)

    assert file_of(client, round_).content.decode() == round_.result.pb_file
    file_of(client, other)

    entry = ModelLogEntry.objects.get(action="participation.read_ballots")
    assert (entry.user, entry.object_id) == (named.person, str(round_.pk))


def test_the_file_of_a_large_round_stays_for_everybody(client, settings):
    settings.PUBLIC_BALLOTS_MINIMUM = 3
    round_ = closed_round()

    assert file_of(client, round_).status_code == 200
    assert "named observer" not in client.get(address("result", round_)).text


# --- what everybody is told ---------------------------------------------------------------


def test_the_result_names_organisations_and_not_persons(client):
    round_ = closed_round()
    for words in (
        {"on_behalf_of": "جمعية نساء الرصيف", "language": "ar"},
        {"on_behalf_of": "Returnees of the quay", "language": "en"},
    ):
        observer_of(round_, person=MandateFactory(user__name="Salma").user, **words)
    laid_down(observer_of(round_, on_behalf_of="Who fell away"))
    observer_of(round_, is_agreed=False, on_behalf_of="Who is asked for")

    text = client.get(address("result", round_)).text

    assert "Only 2 named observers get the file" in text
    assert '<bdi lang="ar">جمعية نساء الرصيف</bdi>' in text
    assert "Returnees of the quay" in text
    for kept_back in ("Salma", "Who fell away", "Who is asked for"):
        assert kept_back not in text


def test_an_organisation_with_two_observers_stands_there_once(client):
    round_ = closed_round()
    observer_of(round_)
    observer_of(round_)

    text = client.get(address("result", round_)).text

    assert "Only 2 named observers get the file" in text
    assert text.count("Women of the ward") == 1


def test_where_nobody_was_named_nobody_reads(client):
    text = client.get(address("result", closed_round())).text

    assert "Nobody reads the file of ballots" in text


def test_voters_are_told_beforehand_who_reads_the_ballots(client, settings):
    settings.PUBLIC_BALLOTS_MINIMUM = 40
    watched, other = open_round_with_options(), open_round_with_options()
    observer_of(watched, person=MandateFactory(user__name="Salma").user)

    with_observers = client.get(address("round", watched)).text
    without = client.get(address("round", other)).text

    assert "where fewer than 40 people vote" in with_observers
    assert "only 1 named observer reads it" in with_observers
    assert "Women of the ward" in with_observers
    assert "Salma" not in with_observers
    assert "In that case nobody reads it" in without


# --- naming -------------------------------------------------------------------------------


def test_an_organiser_names_observers_of_a_draft(client, staff, watcher):
    round_ = round_with_options()
    page = address("manage_round", round_)
    assert "Nobody is named." in client.get(page).text

    told = named_by_page(client, round_, watcher)

    assert "Salma of the Quay" in told
    assert "Agreed to with the opening" in told
    assert "Women of the ward" in client.get(page).text
    named = RoundObserver.objects.get()
    assert (named.person, named.named_by, named.agreed_by) == (watcher, staff, None)


def test_organisers_cannot_be_chosen_and_those_invited_for_it_come_first(
    client, staff, watcher
):
    round_ = round_with_options()
    member = MandateFactory(community=round_.community, user__name="Aaron").user

    text = client.get(address("manage_observers", round_)).text

    assert text.index(watcher.name) < text.index(member.name)
    assert f'<option value="{staff.pk}"' not in text
    named_by_page(client, round_, staff)
    assert not RoundObserver.objects.exists()


def test_whoever_is_named_in_a_draft_is_taken_out_again(client, staff):
    named = observer_of(round_with_options(), is_agreed=False)

    client.post(address("manage_observer_out", named.round, named.pk))

    assert not RoundObserver.objects.exists()


def test_nobody_is_named_for_a_cancelled_round(client, staff, watcher):
    round_ = cancelled(round_with_options())

    assert "Nobody can be named" in named_by_page(client, round_, watcher)
    assert not RoundObserver.objects.exists()


def test_an_observer_of_one_round_is_not_taken_out_through_another(client, staff):
    named = observer_of(round_with_options(), is_agreed=False)
    other = round_with_options()

    gone = client.post(address("manage_observer_out", other, named.pk))

    assert gone.status_code == 404
    assert RoundObserver.objects.exists()


@pytest.mark.parametrize(
    ("name", "method"), [("manage_observers", "get"), ("manage_observer_out", "post")]
)
def test_only_organisers_name_and_take_out(client, name, method):
    named = observer_of(round_with_options(), is_agreed=False)
    more = [named.pk] if name.endswith("out") else []
    client.force_login(MandateFactory(community=named.round.community).user)

    answer = getattr(client, method)(address(name, named.round, *more))

    assert answer.status_code == 403
    assert RoundObserver.objects.exists()


def test_the_second_person_sees_the_observers_whom_opening_agrees_to(client, staff):
    round_ = round_with_options()
    observer_of(round_, is_agreed=False, person=MandateFactory(user__name="Salma").user)
    client.post(address("manage_open", round_))
    client.force_login(staff_member())

    text = client.get(address("second_person", round_)).text

    assert "Salma" in text
    assert "Women of the ward" in text


def test_an_observer_is_asked_for_no_step(client, staff):
    round_ = round_with_options()
    member = MandateFactory(community=round_.community).user
    observer_of(round_, is_agreed=False, person=member)
    client.post(address("manage_open", round_))
    client.force_login(member)

    assert address("second_person", round_) not in client.get("/my/").text
    assert "and take none" in client.get(address("second_person", round_)).text


# --- named later ----------------------------------------------------------------------------


def test_a_second_person_agrees_to_whom_an_organiser_names_later(
    client, staff, watcher
):
    round_ = closed_round()
    assert "A second person has to agree" in named_by_page(client, round_, watcher)
    page = address("second_person_of_observer", round_, RoundObserver.objects.get().pk)
    assert page not in client.get("/my/").text
    client.force_login(MandateFactory(community=round_.community).user)
    assert page in client.get("/my/").text
    assert "Salma of the Quay" in client.get(page).text

    client.post(page, {"answer": "agree"})

    client.force_login(watcher)
    assert file_of(client, round_).status_code == 200


def test_a_second_person_refuses(client, staff, watcher):
    round_ = closed_round()
    named_by_page(client, round_, watcher)
    page = address("second_person_of_observer", round_, RoundObserver.objects.get().pk)
    client.force_login(staff_member())

    text = client.post(page, {"answer": "refuse"}, follow=True).text

    assert "You refused" in text
    assert "Nothing is asked of a second person" in text
    assert not RoundObserver.objects.exists()


@pytest.mark.parametrize("who", ["visitor", "authority", "committee of another place"])
def test_nobody_else_answers(client, who):
    named = observer_of(closed_round(), is_agreed=False)
    page = address("second_person_of_observer", named.round, named.pk)
    if who == "authority":
        client.force_login(MandateFactory(authority=True).user)
    elif who != "visitor":
        client.force_login(MandateFactory().user)

    for answer in (client.get(page), client.post(page, {"answer": "agree"})):
        assert answer.status_code in (302, 403)
    named.refresh_from_db()
    assert named.agreed_by is None


@pytest.mark.parametrize("whose", ["named_by", "person"])
def test_who_asked_and_who_is_meant_are_told_that_another_has_to_answer(client, whose):
    named = observer_of(
        closed_round(), is_agreed=False, named_by=staff_member(), person=staff_member()
    )
    client.force_login(getattr(named, whose))
    page = address("second_person_of_observer", named.round, named.pk)

    text = client.get(page).text
    client.post(page, {"answer": "agree"})

    assert "Another person has to" in text
    assert 'value="agree"' not in text
    named.refresh_from_db()
    assert named.agreed_by is None


# --- sealing a small round without observers ------------------------------------------------


def test_whoever_seals_a_small_round_without_observers_is_reminded(client, staff):
    round_ = ended_round_with_options()
    cast(round_, [1], [2])
    pages = [address("manage_round", round_), address("second_person", round_)]
    client.post(address("manage_close", round_))
    client.force_login(staff_member())

    assert "nobody observes" in client.get(pages[1]).text
    observer_of(round_)
    assert "nobody observes" not in client.get(pages[1]).text


@pytest.mark.parametrize(("minimum", "is_reminded"), [(3, True), (2, False)])
def test_the_reminder_stands_by_the_button(
    client, staff, settings, minimum, is_reminded
):
    settings.PUBLIC_BALLOTS_MINIMUM = minimum
    round_ = ended_round_with_options()
    cast(round_, [1], [2])

    text = client.get(address("manage_round", round_)).text

    assert ("nobody observes" in text) is is_reminded
