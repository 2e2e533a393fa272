"""The demonstration's pages in English and Arabic; other languages show the English ones."""

from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.utils.html import escape
from wagtail.images.models import Image
from wagtail.models import Locale, Page
from wagtail.rich_text import RichText
from wagtail_localize.models import LocaleSynchronization

from communities.models import Community, CommunityPage, StandardPage
from config.demo.communities import CommunitySketch, communities
from config.demo.pictures import pictures
from config.demo.updates import (
    PageSketch,
    UpdateSketch,
    about_pages,
    community_index,
    home,
    update_index,
    updates,
)
from config.demo.words import Words
from config.site_tree import Branch, plant_site_tree
from initiatives.models import Initiative, UpdatePage
from participation.models import User

#: The two languages of the demonstration's texts.
LANGUAGES = ("en", "ar")


def load_pages(
    stored: dict[str, Community], initiatives: dict[str, Initiative], editor: User
) -> None:
    """Plant the site's tree and publish every page of the demonstration."""
    branches = plant_site_tree("Homeground", "localhost", 80)
    images = load_pictures(editor)
    for language in LANGUAGES:
        _first_pages(branches[language], language)
    for plain in about_pages()[1:]:
        _plain_page(plain, branches["en"].about)
    for sketch in communities():
        _community_page(sketch, stored[sketch.slug], branches, images)
    for update in reversed(updates()):
        _update_page(update, stored, initiatives, branches, images)
    for language in branches.keys() - set(LANGUAGES):
        # It has nothing to say of this site; the English page, marked as such, does.
        branches[language].about.delete()
        LocaleSynchronization.objects.get(locale__language_code=language).sync_trees()


def load_pictures(editor: User) -> dict[str, Image]:
    """Store the drawn pictures in the image library; return them by stem."""
    found = {}
    for sketch in pictures():
        image = Image(
            title=sketch.title.en,
            description=sketch.alt.en,
            uploaded_by_user=editor,
            file=ContentFile(sketch.jpeg(), name=sketch.file_name),
        )
        image.save()
        found[sketch.stem] = image
    return found


def _first_pages(branch: Branch, language: str) -> None:
    first = home()
    _retell(
        branch.home,
        title=in_language(first.title, language),
        headline=in_language(first.headline, language),
        introduction=in_language(first.introduction, language),
    )
    for page, sketch in (
        (branch.communities, community_index()),
        (branch.updates, update_index()),
        (branch.about, about_pages()[0]),
    ):
        _retell(page, **_plain_texts(sketch, language))


def _retell(page: Page, **texts: Any) -> None:
    for name, value in texts.items():
        setattr(page, name, value)
    page.save_revision().publish()


def _plain_page(sketch: PageSketch, parent: Page) -> None:
    page = StandardPage(
        slug=sketch.slug, show_in_menus=True, **_plain_texts(sketch, "en")
    )
    parent.add_child(instance=page)
    page.save_revision().publish()
    translate(page, _plain_texts(sketch, "ar"))


def _plain_texts(sketch: PageSketch, language: str) -> dict[str, Any]:
    texts: dict[str, Any] = {
        "title": in_language(sketch.title, language),
        "introduction": in_language(sketch.introduction, language),
    }
    if sketch.sections:
        texts["body"] = [
            block
            for section in sketch.sections
            for block in (
                ("heading", in_language(section.heading, language)),
                ("paragraph", _paragraphs(section.paragraphs, language)),
            )
        ]
    return texts


def _paragraphs(texts: Iterable[Words], language: str) -> RichText:
    return RichText(
        "".join(f"<p>{escape(in_language(t, language))}</p>" for t in texts)
    )


def _update_page(
    sketch: UpdateSketch,
    stored: dict[str, Community],
    initiatives: dict[str, Initiative],
    branches: dict[str, Branch],
    images: dict[str, Image],
) -> None:
    page = UpdatePage(
        slug=sketch.slug,
        published_on=sketch.published_on,
        picture=images[sketch.picture],
        community=stored[sketch.community],
        initiative=initiatives.get(sketch.initiative),
        **_update_texts(sketch, "en"),
    )
    branches["en"].updates.add_child(instance=page)
    page.save_revision().publish()
    translate(page, _update_texts(sketch, "ar"))


def _update_texts(sketch: UpdateSketch, language: str) -> dict[str, Any]:
    alt = next(each.alt for each in pictures() if each.stem == sketch.picture)
    return {
        "title": in_language(sketch.title, language),
        "introduction": in_language(sketch.introduction, language),
        "picture_alt": in_language(alt, language),
        "body": [("paragraph", _paragraphs(sketch.body, language))],
    }


def _community_page(
    sketch: CommunitySketch,
    community: Community,
    branches: dict[str, Branch],
    images: dict[str, Image],
) -> None:
    page = CommunityPage(
        slug=sketch.slug,
        community=community,
        picture=images[sketch.picture],
        **_community_texts(sketch, "en"),
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
