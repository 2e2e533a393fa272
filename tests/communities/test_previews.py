"""Previews: every kind of page, new and stored, in both languages."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from tests.factories.communities import CommunityFactory

pytestmark = pytest.mark.django_db

COMMENTS = {
    "comments-TOTAL_FORMS": 0,
    "comments-INITIAL_FORMS": 0,
    "comments-MIN_NUM_FORMS": 0,
    "comments-MAX_NUM_FORMS": "",
}
WORDS = "Words as they would stand"


def body():
    return streamfield([("paragraph", rich_text("<p>A paragraph.</p>"))])


def home():
    return {"headline": WORDS, "introduction": "Introduction"}


def plain():
    return {"introduction": WORDS, "body": body()}


def listing():
    return {"introduction": WORDS}


def community():
    return {
        "community": CommunityFactory().pk,
        "introduction": WORDS,
        "definition": "",
        "picture": "",
        "strengths": streamfield([("strength", {"statement": "Orchards"})]),
        "gaps": streamfield(
            [("gap", {"dimension": "social", "severity": "2", "statement": "Gap"})]
        ),
        "body": body(),
    }


def update():
    return {
        "published_on": "2026-10-01",
        "introduction": WORDS,
        "picture": "",
        "picture_alt": "",
        "initiative": "",
        "community": "",
        "body": body(),
    }


def previewed(client, url, fields):
    """Keep what is typed, as the editor does, and show it as the preview panel does."""
    data = nested_form_data(
        {"title": "A title", "slug": "a-title", **fields, **COMMENTS}
    )
    kept = client.post(url, data).json()
    assert kept == {"is_valid": True, "is_available": True}
    return client.get(url)


NEW = [
    ("communities", "communitypage", "communities", community),
    ("communities", "standardpage", "about", plain),
    ("initiatives", "updatepage", "updates", update),
]


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
@pytest.mark.parametrize(("app", "model", "parent", "fields"), NEW)
def test_a_new_page_is_seen_before_it_is_stored(
    sign_in, branches, app, model, parent, fields, language, direction
):
    above = getattr(branches[language], parent)
    url = reverse("wagtailadmin_pages:preview_on_add", args=[app, model, above.pk])
    answer = previewed(sign_in("editor"), url, fields())
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert WORDS in shown
    assert f'lang="{language}" dir="{direction}"' in shown
    assert above.get_children().count() == 0


STORED = [
    ("home", home),
    ("communities", listing),
    ("updates", listing),
    ("about", plain),
]


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
@pytest.mark.parametrize(("name", "fields"), STORED)
def test_a_change_is_seen_before_it_is_stored(
    sign_in, branches, name, fields, language, direction
):
    page = getattr(branches[language], name)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    answer = previewed(sign_in("editor"), url, fields())
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert WORDS in shown
    assert f'lang="{language}" dir="{direction}"' in shown


def test_a_preview_may_stand_in_the_cms_frame_only(sign_in, branch):
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[branch.about.pk])
    answer = previewed(sign_in("editor"), url, plain())
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_a_visitor_sees_no_preview(sign_in, branch):
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[branch.about.pk])
    assert sign_in("visitor").get(url).status_code == 302
