"""Changes of borders in the CMS: listed, corrected, confirmed; never made by hand."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from maps.models import AreaSuccession
from maps.signals import area_continued
from tests.factories.maps import AreaSuccessionFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

LISTING = "areasuccession:index"


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def test_proposals_come_first_and_say_what_happened(editor):
    AreaSuccessionFactory(successor__name="Settled Town")
    AreaSuccessionFactory(successor__name="Open Town", kind="split", is_confirmed=False)

    page = editor.get(reverse(LISTING)).content.decode()

    assert page.index("Open Town") < page.index("Settled Town")
    assert "Split" in page


def test_a_person_corrects_and_confirms(editor):
    change = AreaSuccessionFactory(kind="redrawn", is_confirmed=False)

    editor.post(
        reverse("areasuccession:edit", args=[change.pk]),
        {
            "kind": "merged",
            "share_of_predecessor": "1",
            "share_of_successor": "0.4",
            "share_of_population": "",
            "is_confirmed": "on",
        },
    )

    change = AreaSuccession.objects.get()
    assert (change.kind, change.is_confirmed) == ("merged", True)
    assert change.share_of_successor == 0.4


def test_confirming_here_is_on_record_and_heard_as_anywhere(editor):
    change = AreaSuccessionFactory(kind="renamed", is_confirmed=False)
    heard = []
    area_continued.connect(lambda **told: heard.append(told["after_id"]), weak=False)

    editor.post(
        reverse("areasuccession:edit", args=[change.pk]),
        {
            "kind": "renamed",
            "share_of_predecessor": "1",
            "share_of_successor": "1",
            "share_of_population": "",
            "is_confirmed": "on",
        },
    )

    assert heard == [change.successor_id]
    assert ModelLogEntry.objects.filter(action="maps.confirm_succession").count() == 1


def test_nobody_makes_one_by_hand(editor):
    assert (
        reverse("areasuccession:add")
        not in editor.get(reverse(LISTING)).content.decode()
    )
    assert editor.get(reverse("areasuccession:add")).status_code == 302


def test_people_without_the_permission_see_none(client):
    client.force_login(UserFactory())

    assert client.get(reverse(LISTING)).status_code == 302


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_as_for_one(
    editor, item_count, django_assert_max_num_queries
):
    editor.get(reverse(LISTING))
    for _each in range(item_count):
        AreaSuccessionFactory()
    with django_assert_max_num_queries(14):
        editor.get(reverse(LISTING))
