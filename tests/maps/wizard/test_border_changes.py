"""What became of earlier areas is asked beside the wizard, and confirmed by a person."""

import datetime

import pytest
from django.urls import reverse

from maps.models import AreaSuccession
from tests.factories.maps import AdminAreaFactory, AreaSuccessionFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

PAGE = "maps:border_changes"
EARLIER, LATER = datetime.date(2020, 1, 1), datetime.date(2024, 6, 1)


@pytest.fixture
def renamed():
    """Stone Hill, which has another name and code since June 2024."""
    return AreaSuccessionFactory(
        kind="renamed",
        is_confirmed=False,
        predecessor=AdminAreaFactory(
            name="Stone Hill", valid_on=EARLIER, valid_to=LATER
        ),
        successor=AdminAreaFactory(name="Bright Hill", valid_on=LATER),
    )


@pytest.fixture
def split():
    """Long Coast, of which two halves are proposed."""
    whole = AdminAreaFactory(name="Long Coast", valid_on=EARLIER, valid_to=LATER)
    return [
        AreaSuccessionFactory(
            kind="split",
            is_confirmed=False,
            predecessor=whole,
            successor=AdminAreaFactory(name=name, valid_on=LATER),
            share_of_predecessor=0.5,
        )
        for name in ("Coast North", "Coast South")
    ]


def confirmed():
    rows = AreaSuccession.objects.filter(is_confirmed=True)
    return {(each.successor.name, each.kind) for each in rows}


def test_cases_are_listed_and_nothing_is_ticked(client, steward, renamed, split):
    page = client.get(reverse(PAGE)).content.decode()

    assert page.index("Stone Hill") < page.index("Bright Hill")
    assert "50.0% of Long Coast lies in Coast North" in page
    assert page.count('role="group"') == 2
    assert "checked" not in page


def test_what_is_ticked_is_confirmed_and_the_rest_waits(
    client, steward, renamed, split
):
    sent = client.post(
        reverse(PAGE),
        {
            f"{renamed.pk}-kind": "renamed",
            f"{renamed.pk}-is_confirmed": "on",
            f"{split[0].pk}-kind": "split",
        },
        follow=True,
    )

    assert confirmed() == {("Bright Hill", "renamed")}
    page = sent.content.decode()
    assert "1 change is confirmed." in page
    assert "Bright Hill" not in page
    assert "Coast North" in page


def test_a_whole_case_is_confirmed_as_what_the_person_says(client, steward, split):
    client.post(
        reverse(PAGE),
        {f"{split[0].pk}-kind": "redrawn", f"{split[0].pk}-is_confirmed": "on"},
    )

    assert confirmed() == {("Coast North", "redrawn"), ("Coast South", "redrawn")}


def test_what_contradicts_is_refused_and_nothing_of_the_form_is_kept(
    client, steward, renamed, split
):
    """Half of Long Coast is told to be all that became of Stone Hill, which it is not."""
    again = AreaSuccessionFactory(
        kind="redrawn",
        is_confirmed=False,
        predecessor=renamed.predecessor,
        successor__valid_on=LATER,
    )
    page = client.post(
        reverse(PAGE),
        {
            f"{renamed.pk}-kind": "renamed",
            f"{renamed.pk}-is_confirmed": "on",
            f"{split[0].pk}-kind": "split",
            f"{again.pk}-kind": "renamed",
            f"{again.pk}-is_confirmed": "on",
        },
    ).content.decode()

    assert "The earlier area goes on as another one already." in page
    assert confirmed() == set()


def test_who_loads_data_is_led_there(client, steward, renamed):
    page = client.get(reverse("maps:imports")).content.decode()

    assert "1 change of borders waits" in page
    assert reverse(PAGE) in page


def test_others_do_not_come_in(client, renamed):
    client.force_login(UserFactory())

    assert client.get(reverse(PAGE)).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_three_as_for_one(
    client, steward, count, django_assert_max_num_queries
):
    for _each in range(count):
        AreaSuccessionFactory(kind="renamed", is_confirmed=False)
    client.get(reverse(PAGE))

    with django_assert_max_num_queries(12):
        client.get(reverse(PAGE))
