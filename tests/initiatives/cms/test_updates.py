"""Updates: written in the CMS, shown on their own pages and beside what they tell of."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from wagtail.images.models import Image

from communities.models import CommunityPage
from initiatives.enums import State
from initiatives.models import UpdatePage
from tests.factories.communities import CommunityFactory
from tests.factories.initiatives import InitiativeFactory, MilestoneFactory
from tests.factories.site import first_pages
from tests.initiatives.pictures import photograph

INTRODUCTION = "The roof is on."


def drawing() -> Image:
    """A picture in the CMS's library."""
    file = ImageFile(photograph(1200, 700), name="walls.jpg")
    return Image.objects.create(title="Walls", file=file, width=1200, height=700)


@pytest.fixture
def site(cast):
    branch = first_pages()["en"]
    branch.communities.add_child(
        instance=CommunityPage(
            title="Village",
            slug="village",
            community=cast.community,
            introduction="A village",
        )
    )
    return branch.updates


def update(site, number=1, **fields):
    return site.add_child(
        instance=UpdatePage(
            title=f"Update {number}",
            slug=f"update-{number}",
            introduction=INTRODUCTION,
            published_on=datetime.date(2026, 10, number),
            body=[("paragraph", "<p>Six days</p>")],
            **fields,
        )
    )


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(
    client, cast, site, item_count, django_assert_num_queries
):
    initiative = InitiativeFactory(
        community=cast.community, state=State.IN_IMPLEMENTATION
    )
    picture = drawing()
    for number in range(1, item_count + 1):
        update(
            site,
            number,
            initiative=initiative,
            picture=picture,
            picture_alt="The walls",
        )
    client.get("/updates/")
    with django_assert_num_queries(13):
        response = client.get("/updates/")
    assert response.content.count(INTRODUCTION.encode()) == item_count
    assert response.content.count(b"srcset=") == item_count


def test_the_newest_comes_first_and_the_rest_on_the_next_page(client, site):
    for number in range(1, 15):
        update(site, number)
    first = client.get("/updates/").context["page_obj"]
    assert [page.title for page in first][:2] == ["Update 14", "Update 13"]
    second = client.get("/updates/?page=2").context["page_obj"]
    assert [page.title for page in second] == ["Update 2", "Update 1"]


def test_an_empty_list_says_what_will_come(client, site):
    assert b"No news yet" in client.get("/updates/").content


def test_an_update_leads_to_its_initiative_and_back(client, cast, site):
    initiative = InitiativeFactory(
        community=cast.community, state=State.IN_IMPLEMENTATION
    )
    page = update(site, initiative=initiative)
    address = f"/initiatives/{initiative.reference}/"
    assert address in client.get(page.url).content.decode()
    assert page.url in client.get(address).content.decode()


def test_an_unpublished_update_is_nowhere(client, cast, site):
    initiative = InitiativeFactory(
        community=cast.community, state=State.IN_IMPLEMENTATION
    )
    page = update(site, initiative=initiative, live=False)
    address = f"/initiatives/{initiative.reference}/"
    for shown in ("/updates/", address, "/", "/communities/village/"):
        assert page.title not in client.get(shown).content.decode()
    assert client.get("/updates/update-1/").status_code == 404


def test_home_and_community_show_what_moves(client, cast, site):
    initiative = InitiativeFactory(
        community=cast.community, state=State.IN_IMPLEMENTATION
    )
    MilestoneFactory(initiative=initiative, verified=True)
    MilestoneFactory(initiative=initiative)
    InitiativeFactory(community=cast.community, title="A hidden draft")
    update(site, initiative=initiative)
    for shown in ("/", "/communities/village/"):
        page = client.get(shown).content.decode()
        assert initiative.title in page
        assert "1 of 2 milestones confirmed" in page
        assert INTRODUCTION in page
        assert "A hidden draft" not in page


def test_an_update_belongs_to_the_community_of_its_initiative(cast, site):
    page = UpdatePage(
        title="Update",
        introduction=INTRODUCTION,
        initiative=InitiativeFactory(community=cast.community),
        community=CommunityFactory(),
    )
    with pytest.raises(ValidationError, match="another community"):
        page.clean()
