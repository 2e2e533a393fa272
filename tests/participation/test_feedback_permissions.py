"""Who reads feedback: every role against every kind and every state."""

import datetime
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Permission

from communities.models import Delegation
from participation import handling
from participation.enums import FeedbackCategory, Sensitivity
from participation.permissions import is_permitted, routes_of
from participation.queries.feedback_items import feedback_for, handlers_of
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.feedback import feedback
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

#: route → who reads and handles it.
READERS = {
    "desk": {"staff", "named_staff", "admin"},
    "integrity": {"named_staff", "admin"},
    "data": {"steward", "admin"},
}
WORKERS = {"staff", "named_staff", "admin"}


def with_permission(user):
    user.user_permissions.add(
        Permission.objects.get(codename="answer_serious_feedback")
    )
    return user


@pytest.fixture
def cast():
    """One person for each role; and staff who also hold a mandate of the interested."""
    community = CommunityFactory()

    def also(**fields):
        person = with_permission(MandateFactory(staff=True).user)
        MandateFactory(user=person, **fields)
        return person

    return SimpleNamespace(
        community=community,
        people={
            "committee": MandateFactory(community=community).user,
            "authority": MandateFactory(authority=True, area=community.area).user,
            "implementer": MandateFactory(implementer=True, community=community).user,
            "outsider": UserFactory(),
            "outsider_with_permission": with_permission(UserFactory()),
            "staff": MandateFactory(staff=True).user,
            "named_staff": with_permission(MandateFactory(staff=True).user),
            "steward": MandateFactory(steward=True).user,
            "admin": UserFactory(is_superuser=True),
            "inactive_admin": UserFactory(is_superuser=True, is_active=False),
            "staff_of_committee": also(community=community),
            "staff_of_another_committee": also(community=CommunityFactory()),
            "staff_of_authority": also(authority=True, area=community.area),
            "staff_of_implementer": also(implementer=True, community=community),
        },
    )


def readers(cast, item):
    return {
        name
        for name, person in cast.people.items()
        if is_permitted(person, "handle_feedback", item)
    }


@pytest.mark.parametrize("category", FeedbackCategory.values)
@pytest.mark.parametrize("state", handling.STATES)
def test_an_item_is_read_on_its_own_route_only(cast, category, state):
    item = feedback(category, state)

    expected = set() if state == "referred" else READERS[handling.ROUTE_OF[category]]
    assert readers(cast, item) == expected
    listed = {
        name
        for name, person in cast.people.items()
        if person.is_active and item in feedback_for(person)
    }
    assert listed == expected


@pytest.mark.parametrize("category", FeedbackCategory.values)
def test_what_is_restricted_is_read_by_administrators_alone(cast, category):
    item = feedback(category, sensitivity=Sensitivity.RESTRICTED)

    assert readers(cast, item) == {"admin"}
    listed = {
        name
        for name, person in cast.people.items()
        if person.is_active and item in feedback_for(person)
    }
    assert listed == {"admin"}


@pytest.mark.parametrize("category", ["quality", "fraud", "data"])
def test_an_item_can_be_put_into_the_hands_of_its_readers_only(cast, category):
    """The list of names and the rule say the same."""
    for item in (
        feedback(category),
        feedback(category, sensitivity=Sensitivity.RESTRICTED),
    ):
        names = {cast.people[name].pk for name in readers(cast, item)}
        assert {person.pk for person in handlers_of(item)} == names


def test_the_contact_is_for_the_one_who_has_it_in_hand(cast):
    item = feedback(assignee=cast.people["staff"])
    outside = feedback("fraud", assignee=cast.people["staff"])

    may = {
        name
        for name, person in cast.people.items()
        if is_permitted(person, "read_contact", item)
    }
    assert may == {"staff"}
    assert not is_permitted(cast.people["staff"], "read_contact", outside)


@pytest.mark.parametrize("action", ["enter_feedback", "publish_answer"])
def test_entering_and_publishing_are_for_staff_who_hold_nothing_else(cast, action):
    may = {name for name, person in cast.people.items() if is_permitted(person, action)}
    assert may == WORKERS


def test_most_people_have_no_desk(cast):
    desks = {
        name: set(routes)
        for name, person in cast.people.items()
        if (routes := routes_of(person))
    }
    assert desks == {
        "staff": {"desk"},
        "named_staff": {"desk", "integrity"},
        "steward": {"data"},
        "admin": {"desk", "integrity", "data"},
    }


# --- those who held an interested role when it was said -------------------------------

DAY = datetime.date(2026, 3, 10)
INTERESTED = ["committee", "authority", "implementer"]


def staff_who_was(role, starts_on, ends_on):
    """Staff whose other mandate has ended."""
    person = with_permission(MandateFactory(staff=True).user)
    MandateFactory(
        user=person,
        starts_on=starts_on,
        ends_on=ends_on,
        **({} if role == "committee" else {role: True}),
    )
    return person


@pytest.mark.parametrize("category", ["quality", "fraud"])
@pytest.mark.parametrize("role", INTERESTED)
@pytest.mark.parametrize(
    ("starts", "ends", "reads"),
    [
        ("2025-01-01", "2026-03-09", True),
        ("2025-01-01", "2026-03-10", False),
        ("2026-03-10", "2026-03-10", False),
        ("2026-03-11", "2026-04-30", False),
    ],
    ids=["over before", "until that day", "that day only", "in between"],
)
def test_who_was_interested_when_it_was_said_or_since_reads_nothing_of_it(
    category, role, starts, ends, reads
):
    person = staff_who_was(role, starts, ends)
    item = feedback(category, received_on=DAY)

    assert is_permitted(person, "handle_feedback", item) == reads
    assert (item in feedback_for(person)) == reads
    assert (person in handlers_of(item)) == reads


def test_an_administrator_who_was_of_a_committee_is_no_exception():
    admin = UserFactory(is_superuser=True)
    MandateFactory(user=admin, starts_on="2026-01-01", ends_on="2026-03-31")
    before, after = (
        feedback(received_on=DAY),
        feedback(received_on=datetime.date(2026, 4, 1)),
    )

    assert [
        is_permitted(admin, "handle_feedback", each) for each in (before, after)
    ] == [
        False,
        True,
    ]
    assert list(feedback_for(admin)) == [after]


def test_a_mandate_that_begins_later_and_other_roles_do_not_count():
    person = with_permission(MandateFactory(staff=True).user)
    MandateFactory(user=person, starts_on="2030-01-01")
    MandateFactory(user=person, steward=True, ends_on="2026-03-31")
    item = feedback(received_on=DAY)

    assert is_permitted(person, "handle_feedback", item)
    assert person in handlers_of(item)


def test_who_stood_in_for_somebody_interested_counts_as_interested():
    person = with_permission(MandateFactory(staff=True).user)
    mandate = MandateFactory(authority=True)
    for who, starts, ends in (
        (person, "2026-03-01", "2026-03-20"),
        (UserFactory(), "2026-03-21", "2026-04-20"),
    ):
        Delegation.objects.create(
            mandate=mandate, person=who, starts_on=starts, ends_on=ends
        )
    before, after = (
        feedback(received_on=DAY),
        feedback(received_on=datetime.date(2026, 3, 21)),
    )

    for item, reads in ((before, False), (after, True)):
        assert is_permitted(person, "handle_feedback", item) == reads
        assert (item in feedback_for(person)) == reads
        assert (person in handlers_of(item)) == reads


def test_an_item_goes_out_of_the_hands_of_who_was_interested_then():
    person = staff_who_was("committee", "2026-01-01", "2026-03-31")
    item = feedback(received_on=DAY, assignee=person)

    assert not is_permitted(person, "read_contact", item)


@pytest.mark.parametrize("item_count", [1, 3])
def test_asking_for_several_items_reads_mandates_once(
    django_assert_num_queries, item_count
):
    person = MandateFactory(staff=True).user
    items = [feedback(received_on=DAY) for _ in range(item_count)]
    is_permitted(person, "handle_feedback", items[0])

    with django_assert_num_queries(0):
        assert all(is_permitted(person, "handle_feedback", each) for each in items)
