"""What a reader sees: the first page, the list of communities, a community, plain pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from communities.enums import Dimension, ServiceCategory, ServiceStatus, Severity
from communities.models import (
    CommunityIndexPage,
    CommunityPage,
    HomePage,
    Service,
    StandardPage,
)
from communities.queries.directory import (
    communities_with_facts,
    current_profile,
    page_url,
)
from maps.enums import CellStatus
from maps.models import Release, ReleasedCell
from tests.factories.communities import (
    CommunityFactory,
    CommunityProfileFactory,
    MandateFactory,
)
from tests.factories.maps import AdminAreaFactory, ReportingRoundFactory

pytestmark = pytest.mark.django_db

#: One each for the request, the pages, the facts and the shell; none for each community.
LIST_QUERIES = 13


def gap(dimension, severity, statement):
    value = {
        "dimension": dimension,
        "severity": str(int(severity)),
        "statement": statement,
    }
    return ("gap", value)


def service(community, name, status=ServiceStatus.ACTIVE):
    return Service.objects.create(
        community=community, name=name, category=ServiceCategory.WATER, status=status
    )


def released(area, value, *, release=None):
    """One public figure of returnees, or a hidden one where value is None."""
    release = release or Release.objects.create(
        round=ReportingRoundFactory(), version=1, threshold=10
    )
    ReleasedCell.objects.create(
        release=release,
        area=area,
        parent=area.parent,
        group="RET",
        status=CellStatus.HIDDEN if value is None else CellStatus.PUBLISHED,
        value=value,
    )
    return release


@pytest.fixture
def ward():
    district = AdminAreaFactory(level=2, name="Sorwet District")
    return AdminAreaFactory(level=3, parent=district, name="Fenra Ward")


# --- a community ------------------------------------------------------------------


def test_a_community_tells_who_it_is(client, community_page, ward):
    community = CommunityFactory(name="Fenra", area=ward)
    CommunityProfileFactory(community=community, residents=1420, households=260)
    service(community, "Monday clinic", ServiceStatus.STRETCHED)
    MandateFactory(community=community, named_publicly=True, title="secretary")
    page = community_page(
        community=community,
        definition="The orchards that it keeps in common.",
        strengths=[("strength", {"statement": "Seven orchards"})],
        gaps=[gap(Dimension.SOCIAL, Severity.CRITICAL, "No midwife")],
    )
    shown = client.get(page.url).content.decode()
    for words in (
        "Fenra Ward",
        "Seven orchards in common.",
        "The orchards that it keeps in common.",
        "1,420",
        "260",
        "Monday clinic",
        "Active, but stretched",
        "Seven orchards",
        "No midwife",
        "Critical",
        "secretary",
    ):
        assert words in shown


def test_a_new_community_says_what_is_still_to_come(client, community_page):
    shown = client.get(community_page().url).content.decode()
    assert shown.count("Not told yet.") == 2
    assert "No service has been recorded yet." in shown
    assert "The committee is being formed." in shown


def test_only_members_who_agreed_are_named(client, community_page):
    community = CommunityFactory()
    named = MandateFactory(community=community, named_publicly=True).user
    unnamed = MandateFactory(community=community).user
    shown = client.get(community_page(community=community).url).content.decode()
    assert named.name in shown
    assert unnamed.name not in shown
    assert "2 people speak for the community." in shown


def test_the_hardest_gaps_come_first_within_a_dimension(community_page):
    page = community_page(
        gaps=[
            gap(Dimension.SOCIAL, Severity.SOME, "quiet"),
            gap(Dimension.SOCIAL, Severity.CRITICAL, "loud"),
            gap(Dimension.ECONOMIC, Severity.SERIOUS, "work"),
        ]
    )
    found = {
        dimension: [str(each["statement"]) for each in gaps]
        for dimension, gaps in page.gaps_by_dimension.items()
    }
    assert found == {
        Dimension.ECONOMIC: ["work"],
        Dimension.SOCIAL: ["loud", "quiet"],
        Dimension.PSYCHOSOCIAL: [],
    }


def test_a_wards_own_figure_stands_by_itself(client, community_page, ward):
    page = community_page(community=CommunityFactory(area=ward))
    release = released(ward, 245)
    released(ward.parent, 3180, release=release)
    shown = client.get(page.url).content.decode()
    assert "<dd>245</dd>" in shown
    assert "3,180" not in shown
    assert "Sorwet District</dt>" not in shown


def test_a_hidden_figure_gives_way_to_the_districts_named_as_such(
    client, community_page, ward
):
    page = community_page(community=CommunityFactory(area=ward))
    release = released(ward, None)
    released(ward.parent, 3180, release=release)
    shown = client.get(page.url).content.decode()
    assert "Sorwet District</dt><dd>3,180</dd>" in shown


def test_where_all_is_hidden_no_figure_is_shown(client, community_page, ward):
    page = community_page(community=CommunityFactory(area=ward))
    release = released(ward, None)
    released(ward.parent, None, release=release)
    response = client.get(page.url)
    assert response.status_code == 200
    assert b"Sorwet District</dt>" not in response.content


def test_a_community_asks_as_much_for_three_services_as_for_one(client, community_page):
    community = CommunityFactory()
    page = community_page(community=community)
    asked = []
    for item_count in (1, 3):
        while community.services.count() < item_count:
            service(community, f"Service {community.services.count()}")
            MandateFactory(community=community, named_publicly=True)
        client.get(page.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(page.url)
        asked.append(len(queries))
    assert asked[0] == asked[1]


# --- the list ---------------------------------------------------------------------


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(
    client, branch, community_page, item_count, django_assert_num_queries
):
    for number in range(item_count):
        page = community_page(introduction=f"Introduction {number}")
        CommunityProfileFactory(community=page.community)
    client.get("/communities/")
    with django_assert_num_queries(LIST_QUERIES):
        response = client.get("/communities/")
    assert response.content.decode().count("Introduction ") == item_count


def test_the_list_shows_communities_with_a_live_page_only(client, community_page):
    community_page(introduction="Shown to all")
    community_page(introduction="A draft of ours", live=False)
    CommunityFactory(name="Pageless")
    shown = client.get("/communities/").content.decode()
    assert "Shown to all" in shown
    assert "A draft of ours" not in shown
    assert "Pageless" not in shown


def test_an_empty_list_says_what_will_come(client, branch):
    shown = client.get("/communities/").content.decode()
    assert "No community has a page yet" in shown


def test_a_list_in_arabic_names_what_has_arabic_words(client, branches, community_page):
    page = community_page(community=CommunityFactory(names={"ar": "فنرا"}))
    told = page.copy_for_translation(branches["ar"].home.locale)
    told.title, told.introduction = "فنرا", "سبعة بساتين"
    told.save_revision().publish()
    shown = client.get("/ar/communities/").content.decode()
    assert "سبعة بساتين" in shown
    assert 'href="/ar/communities/' in shown


# --- facts ------------------------------------------------------------------------


def test_only_usable_services_are_counted_and_the_newest_profile_counts():
    community = CommunityFactory()
    for status in ServiceStatus:
        service(community, status.value, status)
    CommunityProfileFactory(
        community=community, residents=900, reference_date="2020-01-01"
    )
    newest = CommunityProfileFactory(community=community, residents=1800)
    found = communities_with_facts().get()
    assert (found.residents, found.service_count) == (1800, 2)
    assert current_profile(community) == newest


def test_a_community_without_a_page_has_no_address(branch):
    assert page_url(CommunityFactory()) == ""


# --- plain pages and the first page -------------------------------------------------


def test_a_plain_page_shows_its_words_and_the_pages_below(client, branch):
    below = StandardPage(title="About the data", slug="data", show_in_menus=True)
    branch.about.add_child(instance=below)
    branch.about.body = [
        ("heading", "Who keeps it"),
        ("paragraph", "<p>A steward.</p>"),
        ("quote", {"text": "We read it aloud.", "said_by": "A secretary"}),
    ]
    branch.about.save_revision().publish()
    shown = client.get("/about/").content.decode()
    for words in (
        "Who keeps it",
        "A steward.",
        "We read it aloud.",
        'href="/about/data/"',
    ):
        assert words in shown


def test_the_first_page_counts_communities(client, branch):
    CommunityFactory()
    shown = client.get("/").content.decode()
    assert "<dt>Communities</dt><dd>1</dd>" in shown


# --- where pages may stand ----------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "below"),
    [
        (HomePage, {Page}),
        (CommunityIndexPage, {HomePage}),
        (CommunityPage, {CommunityIndexPage}),
        (StandardPage, {HomePage, StandardPage}),
    ],
)
def test_pages_stand_where_they_make_sense(model, below):
    assert set(model.allowed_parent_page_models()) == below


def test_a_community_and_an_update_have_nothing_below():
    assert CommunityPage.allowed_subpage_models() == []


def test_a_second_list_of_communities_is_not_offered(branch):
    assert not CommunityIndexPage.can_create_at(branch.home)
    assert CommunityPage.can_create_at(branch.communities)
    assert StandardPage.can_create_at(branch.about)


@pytest.mark.parametrize(
    "model", [HomePage, CommunityIndexPage, CommunityPage, StandardPage]
)
def test_editors_read_what_a_page_is_for(model):
    assert model.get_page_description()
