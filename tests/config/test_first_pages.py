"""The first pages of a new site: planted once, in every language."""

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Site
from wagtail_localize.synctree import create_aliases_for_new_page

from communities.models import StandardPage
from tests.factories.site import first_pages, without_pages

pytestmark = pytest.mark.django_db


def test_a_new_site_gets_its_first_pages_in_every_language(client):
    without_pages()
    assert Page.objects.count() == 1

    call_command("set_up_site", host="example.org")

    assert Site.objects.get().hostname == "example.org"
    for code, branch in first_pages().items():
        assert branch.home.locale.language_code == code
        assert branch.home.live
        assert branch.about.live
    assert 'lang="ar"' in client.get("/ar/").text


def test_pages_that_are_there_are_never_planted_over():
    before = list(Page.objects.values_list("pk", flat=True))

    with pytest.raises(CommandError, match="has its first pages already"):
        call_command("set_up_site")

    assert list(Page.objects.values_list("pk", flat=True)) == before


def test_a_page_that_nobody_translated_is_shown_and_marked_in_every_language(client):
    english = first_pages()["en"]
    page = StandardPage(title="Our data", slug="data", introduction="What we keep.")
    english.about.add_child(instance=page)
    page.save_revision().publish()

    create_aliases_for_new_page(page)

    shown = client.get("/fr/about/data/").text
    assert '<h1 lang="en" dir="ltr">Our data</h1>' in shown
    assert "en Anglais" in shown
    assert "<h1>Our data</h1>" in client.get("/about/data/").text


def test_a_translation_takes_the_place_of_the_page_as_it_was_written(client):
    english = first_pages()["en"]
    page = StandardPage(title="Our data", slug="data", introduction="What we keep.")
    english.about.add_child(instance=page)
    page.save_revision().publish()
    create_aliases_for_new_page(page)
    alias = page.get_translations().get(locale__language_code="fr").specific

    alias.alias_of = None
    alias.title = "Nos données"
    alias.save_revision().publish()

    shown = client.get("/fr/about/data/").text
    assert "<h1>Nos données</h1>" in shown
    assert "en Anglais" not in shown
