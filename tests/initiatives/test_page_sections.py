"""The registry by which upper rooms add to the pages of initiatives and updates."""

import pytest
from django.urls import reverse

from initiatives import page_sections
from initiatives.page_sections import PageSection, PageSections
from initiatives.templatetags import initiatives as tags
from tests.factories.initiatives import InitiativeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    """Each test registers into an empty list."""
    own = PageSections()
    monkeypatch.setattr(page_sections, "initiative_sections", own)
    monkeypatch.setattr(tags, "initiative_sections", own)
    return own


def section(key, order, context=lambda request, subject: {"title": subject.title}):
    return PageSection(key, order, "_empty.html", context)


def page(client, initiative):
    return client.get(reverse("initiatives:detail", args=[initiative.reference])).text


def test_sections_stand_in_their_order_and_replace_each_other(registry):
    for key, order in (("impact", 30), ("questions", 20), ("impact", 10)):
        registry.register(section(key, order))
    assert [each.key for each in registry.in_order()] == ["impact", "questions"]


def test_a_section_is_drawn_for_the_initiative_of_the_page(client, registry):
    registry.register(section("own", 10))
    initiative = InitiativeFactory(state="eligible", title="Lamps")
    assert "<h3>Lamps</h3>" in page(client, initiative)


def test_a_section_with_nothing_to_show_is_left_out(client, registry):
    registry.register(section("own", 10, lambda request, subject: None))
    assert 'class="empty"' not in page(client, InitiativeFactory(state="eligible"))
