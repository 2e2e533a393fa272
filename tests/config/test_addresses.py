"""The same page in the other language."""

import pytest
from django.test import RequestFactory
from django.utils.translation import override
from wagtail.models import Locale, Page

from config.addresses import language_links, site_path, translated_path


def test_english_has_no_prefix_and_arabic_has():
    assert site_path("/communities/") == "/communities/"
    with override("ar"):
        assert site_path("/communities/") == "/ar/communities/"


def test_a_path_can_be_asked_for_in_a_given_language():
    with override("ar"):
        assert site_path("/", "en") == "/"


@pytest.mark.parametrize(
    ("here", "language", "there"),
    [
        ("/map/?level=2", "ar", "/ar/map/?level=2"),
        ("/ar/map/?level=2", "en", "/map/?level=2"),
        ("/ar/map/", "ar", "/ar/map/"),
        ("/", "ar", "/ar/"),
        ("/ar/", "en", "/"),
        ("/arrivals/", "ar", "/ar/arrivals/"),
        ("/ar/ar/", "en", "/ar/"),
    ],
)
def test_the_switch_keeps_the_path_and_the_query(here, language, there):
    assert translated_path(RequestFactory().get(here), language) == there


def test_every_language_is_offered_in_its_own_name_and_direction():
    links = language_links(RequestFactory().get("/map/"))
    assert [(each.code, each.direction, each.is_current) for each in links] == [
        ("en", "ltr", True),
        ("fr", "ltr", False),
        ("es", "ltr", False),
        ("ar", "rtl", False),
    ]
    assert links[0].name == "English"


@pytest.fixture
def story(db):
    """A page of the CMS in English, below the home page of the default site."""
    english, _ = Locale.objects.get_or_create(language_code="en")
    home = Page.objects.filter(depth=2).first()
    return home.add_child(instance=Page(title="Story", slug="story", locale=english))


def test_a_cms_page_leads_to_its_translation(story):
    arabic, _ = Locale.objects.get_or_create(language_code="ar")
    translation = story.copy_for_translation(arabic, copy_parents=True)
    translation.slug = "hikaya"
    translation.save_revision().publish()
    request = RequestFactory().get("/story/")
    assert translated_path(request, "ar", story).endswith("/hikaya/")


def test_a_cms_page_without_translation_leads_to_the_home_of_the_language(story):
    request = RequestFactory().get("/story/")
    assert translated_path(request, "ar", story) == "/ar/"


def test_all_languages_of_a_cms_page_cost_one_question(
    story, django_assert_max_num_queries
):
    request = RequestFactory().get("/story/")
    story.get_url(request)
    with django_assert_max_num_queries(3):
        language_links(request, story)
