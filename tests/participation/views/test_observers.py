"""Pages about observers: named, agreed to, told to voters, at work, and laid down."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from communities.enums import Role
from participation.models import RoundObserver
from participation.queries.waiting import waiting_for
from tests.factories.communities import CommunityFactory, MandateFactory
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
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

WORDS = {"on_behalf_of": "Women of the ward", "language": "en"}


def address(name, round_, *more):
    return reverse(f"participation:{name}", args=[round_.slug, *more])


def file_of(client, round_):
    return client.get(address("ballots_file", round_))


def named_by_page(client, round_, person):
    page = address("manage_observers", round_)
    return client.post(page, {"person": person.pk, **WORDS}, follow=True).text


@pytest.fixture
def watcher():
    """Somebody of a women's association, who was invited to observe."""
    return MandateFactory(role=Role.OBSERVER, user__name="Salma of the Quay").user


# --- who reads the ballots of a small round ---------------------------------------------

READERS = {
    "visitor": (lambda _round: None, 403),
    "committee": (lambda round_: MandateFactory(community=round_.community).user, 403),
    "staff": (lambda _round: staff_member(), 403),
    "steward": (lambda _round: MandateFactory(steward=True).user, 403),
    "administrator": (lambda _round: UserFactory(is_superuser=True), 403),
    "role of an observer": (
        lambda round_: (
            MandateFactory(role=Role.OBSERVER, community=round_.community).user
        ),
        403,
    ),
    "named, not agreed to": (
        lambda round_: observer_of(round_, is_agreed=False).person,
        403,
    ),
    "observer of another round": (
        lambda _round: observer_of(closed_round()).person,
        403,
    ),
    "laid down": (
        lambda round_: laid_down(observer_of(round_)).person,
        403,
    ),
    "observer": (lambda round_: observer_of(round_).person, 200),
}


def laid_down(named):
    named.laid_down_on = timezone.localdate()
    named.save()
    return named


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
