"""The registry by which upper rooms add to a community's page and to the first page."""

import pytest

from communities import sections
from communities.sections import HomeFigure, Section
from tests.factories.communities import CommunityFactory


@pytest.fixture(autouse=True)
def own_registry(monkeypatch):
    """Each test registers into empty lists."""
    for name in ("_community", "_home", "_figures"):
        monkeypatch.setattr(sections, name, {})


def section(key, order, context=lambda request, community: {"title": "x"}):
    return Section(key=key, order=order, template="_empty.html", context=context)


def test_sections_stand_in_their_order():
    for key, order in (("rounds", 30), ("initiatives", 10), ("updates", 20)):
        sections.register_community_section(section(key, order))
        sections.register_home_section(section(key, -order))
    shown = [each.key for each in sections.community_sections()]
    assert shown == ["initiatives", "updates", "rounds"]
    assert [each.key for each in sections.home_sections()] == shown[::-1]


def test_registering_again_replaces():
    sections.register_community_section(section("rounds", 30))
    sections.register_community_section(section("rounds", 5))
    assert [each.order for each in sections.community_sections()] == [5]


def test_figures_are_asked_when_the_page_is_drawn():
    asked = []
    sections.register_home_figure(
        HomeFigure("rounds", 20, "Open rounds", lambda: asked.append(1) or "3")
    )
    sections.register_home_figure(HomeFigure("early", 10, "Early", lambda: "1"))
    assert asked == []
    assert [(f.key, f.value()) for f in sections.home_figures()] == [
        ("early", "1"),
        ("rounds", "3"),
    ]


@pytest.mark.django_db
def test_a_section_is_given_its_community_and_may_have_nothing_to_show(
    client, community_page
):
    page = community_page(community=CommunityFactory(name="Fenra"))
    given = []

    def told(request, community):
        given.append((request.path, community))
        return {"title": "A section from above", "text": "", "picture": "seed"}

    sections.register_community_section(section("told", 1, told))
    sections.register_community_section(section("silent", 2, lambda *_: None))
    shown = client.get(page.url).content.decode()
    assert shown.count("A section from above") == 1
    assert given == [(page.url, page.community)]
