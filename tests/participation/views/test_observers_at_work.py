"""What an observer of a round finds: their work, their page, and that it stays quick."""

import pytest
from django.utils import timezone

from communities.enums import Role
from participation.queries.waiting import waiting_for
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.participation import (
    cast,
    closed_round,
    observer_of,
    open_round_with_options,
    staff_member,
)
from tests.participation.observing import READERS, address, file_of

pytestmark = pytest.mark.django_db


# --- the observer at work -------------------------------------------------------------------


def test_my_work_asks_an_observer_to_count_again_until_the_file_was_read(client):
    named = observer_of(closed_round())
    page = address("observer", named.round)
    client.force_login(named.person)
    asked = "As an observer, download the ballots"

    before = client.get("/my/").text
    file_of(client, named.round)
    after = client.get("/my/").text

    assert asked in before
    assert "manage.py tally" in before
    assert "--rule" in before
    assert asked not in after
    assert page in after
    assert f"tally {named.round.slug}.pb <span" in client.get(page).text


def test_nothing_waits_for_an_observer_before_sealing_or_of_a_large_round(
    client, settings
):
    settings.PUBLIC_BALLOTS_MINIMUM = 3
    person = observer_of(open_round_with_options()).person
    observer_of(closed_round(), person=person)
    client.force_login(person)

    text = client.get("/my/").text

    assert "the result is sealed" not in text
    assert text.count("on behalf of Women of the ward") == 2


def test_an_observer_sees_no_count_before_the_end(client):
    named = observer_of(open_round_with_options())
    cast(named.round, [1], [2])
    client.force_login(named.person)

    text = client.get(address("observer", named.round)).text

    assert "nobody sees any count" in text
    assert address("ballots_file", named.round) not in text


def test_an_observer_lays_it_down(client):
    named = observer_of(closed_round())
    client.force_login(named.person)

    client.post(address("observer", named.round))

    named.refresh_from_db()
    assert named.laid_down_on == timezone.localdate()
    assert file_of(client, named.round).status_code == 403
    assert client.get(address("observer", named.round)).status_code == 403
    assert "on behalf of" not in client.get("/my/").text


@pytest.mark.parametrize("who", [name for name in READERS if name != "observer"])
def test_the_page_of_an_observer_is_for_them_alone(client, who):
    round_ = closed_round()
    if user := READERS[who][0](round_):
        client.force_login(user)

    assert client.get(address("observer", round_)).status_code in (302, 403)


# --- numbers of questions ---------------------------------------------------------------------


@pytest.mark.parametrize("role", ["observer", "staff"])
def test_my_work_asks_the_same_number_of_questions(django_assert_max_num_queries, role):
    community = CommunityFactory()
    person = MandateFactory(
        **({"staff": True} if role == "staff" else {"role": Role.OBSERVER})
    ).user
    asker = staff_member()

    def add():
        round_ = closed_round(community=community)
        if role == "observer":
            observer_of(round_, person=person)
        else:
            observer_of(round_, is_agreed=False, named_by=asker)

    def asked():
        fresh = type(person).objects.get(pk=person.pk)
        with django_assert_max_num_queries(40) as queries:
            found = [each.what for each in waiting_for(fresh)]
        return len(queries), sum("observer" in each for each in found)

    add()
    once, found = asked()
    add()
    add()

    assert (found, asked()) == (1, (once, 3))


@pytest.mark.parametrize("name", ["manage_observers", "manage_round"])
def test_organisers_pages_ask_the_same_number_of_questions(
    client, staff, django_assert_max_num_queries, name
):
    round_ = open_round_with_options()

    def asked():
        observer_of(round_)
        with django_assert_max_num_queries(45) as queries:
            client.get(address(name, round_))
        return len(queries)

    asked()
    assert asked() == asked()


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_public_pages_ask_the_same_number_of_questions(
    client, django_assert_num_queries, item_count
):
    sealed, opened = closed_round(), open_round_with_options()
    for round_ in (sealed, opened):
        for _ in range(item_count):
            observer_of(round_)

    with django_assert_num_queries(7):
        client.get(address("result", sealed))
    with django_assert_num_queries(5):
        client.get(address("round", opened))
