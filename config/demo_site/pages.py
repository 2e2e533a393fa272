"""The demonstration's pages in English and Arabic."""

from typing import Any

from wagtail.models import Locale, Page

from communities.models import Community, CommunityPage
from config.demo.communities import CommunitySketch, communities
from config.demo.words import Words
from config.site_tree import Branch, plant_site_tree
from initiatives.models import Initiative
from participation.models import User

#: The two languages of the demonstration's texts.
LANGUAGES = ("en", "ar")


def load_pages(
    stored: dict[str, Community], initiatives: dict[str, Initiative], editor: User
) -> None:
    """Plant the site's tree and publish every page of the demonstration."""
    branches = plant_site_tree("Homeground", "localhost", 80)
    for sketch in communities():
        _community_page(sketch, stored[sketch.slug], branches)


def _community_page(
    sketch: CommunitySketch, community: Community, branches: dict[str, Branch]
) -> None:
    page = CommunityPage(
        slug=sketch.slug, community=community, **_community_texts(sketch, "en")
    )
    branches["en"].communities.add_child(instance=page)
    page.save_revision().publish()
    translate(page, _community_texts(sketch, "ar"))


def _community_texts(sketch: CommunitySketch, language: str) -> dict[str, Any]:
    return {
        "title": in_language(sketch.name, language),
        "introduction": in_language(sketch.introduction, language),
        "definition": in_language(sketch.definition, language),
        "strengths": [
            ("strength", {"statement": in_language(words, language)})
            for words in sketch.strengths
        ],
        "gaps": [
            (
                "gap",
                {
                    "dimension": gap.dimension,
                    "severity": str(gap.severity),
                    "statement": in_language(gap.statement, language),
                },
            )
            for gap in sketch.gaps
        ],
    }


def in_language(words: Words, language: str) -> str:
    """One of the two texts."""
    return str(getattr(words, language))


def translate(page: Page, texts: dict[str, Any], language: str = "ar") -> Page:
    """Publish a page's translation with its own texts."""
    translation = page.copy_for_translation(Locale.objects.get(language_code=language))
    for name, value in texts.items():
        setattr(translation, name, value)
    translation.save_revision().publish()
    return translation
