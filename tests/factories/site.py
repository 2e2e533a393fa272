"""The first pages, which every test database has (see tests/databases.py)."""

from django.conf import settings
from wagtail.models import Page

from communities.models import CommunityIndexPage, HomePage, StandardPage
from config.site_tree import Branch
from initiatives.models import UpdateIndexPage


def first_pages() -> dict[str, Branch]:
    """Home, communities, updates and about by language code, as they were planted."""
    return {code: _branch(code) for code, _name in settings.LANGUAGES}


def _branch(code: str) -> Branch:
    home = HomePage.objects.get(locale__language_code=code)
    return Branch(
        home,
        CommunityIndexPage.objects.child_of(home).get(),
        UpdateIndexPage.objects.child_of(home).get(),
        StandardPage.objects.child_of(home).get(),
    )


def without_pages() -> None:
    """A site as it is before anybody planted its pages, for what plants them itself."""
    for page in Page.get_first_root_node().get_children():
        page.delete()
