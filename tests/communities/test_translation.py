"""Translating a page in the CMS: submitted, told in Arabic line by line, published."""

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from communities.models import CommunityPage

pytestmark = pytest.mark.django_db

GAP = {"dimension": "social", "severity": "3", "statement": "No midwife"}
ARABIC = {
    "Seven orchards in common.": "سبعة بساتين مشتركة.",
    "Terraces that hold": "مدرجات صامدة",
    "No midwife": "لا توجد قابلة",
}


@pytest.fixture
def arabic(branches):
    return Locale.objects.get(language_code="ar")


@pytest.fixture
def page(community_page):
    return community_page(
        strengths=[("strength", {"statement": "Terraces that hold"})],
        gaps=[("gap", GAP)],
    )


@pytest.fixture
def translation(page, arabic, sign_in):
    """The page as an editor submits it for translation."""
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    answer = sign_in("editor").post(url, {"locales": [arabic.pk]})
    assert answer.status_code == 302
    return Translation.objects.get(
        source__object_id=page.translation_key, target_locale=arabic
    )


def test_an_editor_submits_a_page_for_translation(page, arabic, translation):
    told = page.get_translation(arabic)
    assert not told.live
    assert told.get_parent().specific.locale == arabic
    assert told.community == page.community


def test_the_lines_to_translate_are_words_and_no_codes(page, translation):
    lines = {
        str(segment.string.data)
        for segment in StringSegment.objects.filter(source=translation.source)
    }
    assert set(ARABIC) <= lines
    assert not lines & {"social", "3"}


def test_translated_lines_stand_on_the_arabic_page(
    client, page, arabic, translation, people, django_capture_on_commit_callbacks
):
    for segment in StringSegment.objects.filter(source=translation.source):
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=arabic,
            context=segment.context,
            data=ARABIC.get(segment.string.data, segment.string.data),
        )
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(user=people["moderator"], publish=True)
    told = CommunityPage.objects.get(locale=arabic)
    assert told.live
    assert told.gaps[0].value["severity"] == "3"
    shown = client.get(told.url).content.decode()
    for words in ARABIC.values():
        assert words in shown
    assert 'dir="rtl"' in shown


def test_an_editor_sees_the_lines_side_by_side(sign_in, page, arabic, translation):
    told = page.get_translation(arabic)
    url = reverse("wagtailadmin_pages:edit", args=[told.pk])
    shown = sign_in("editor").get(url).content.decode()
    assert "No midwife" in shown


def test_the_community_is_the_same_in_every_language(page, translation):
    source = TranslationSource.objects.get()
    fields = {segment.context.path for segment in source.stringsegment_set.all()}
    assert "introduction" in fields
    assert not any(path.startswith("community") for path in fields)


def test_people_without_a_desk_submit_nothing(sign_in, page, arabic):
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    answer = sign_in("visitor").post(url, {"locales": [arabic.pk]})
    assert answer.status_code == 302
    assert not Translation.objects.exists()
