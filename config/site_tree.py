"""The CMS's first pages: home, communities, updates and about, in every language."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import LocaleSynchronization

from communities.models import CommunityIndexPage, HomePage, StandardPage
from initiatives.models import UpdateIndexPage


@dataclass(frozen=True)
class Branch:
    """The first pages of one language."""

    home: HomePage
    communities: CommunityIndexPage
    updates: UpdateIndexPage
    about: StandardPage


class SiteTreeExistsError(Exception):
    """The site has its pages already; nothing was changed."""


@transaction.atomic
def plant_site_tree(site_name: str, hostname: str, port: int) -> dict[str, Branch]:
    """Create the first pages and return them by language code.

    Replaces the CMS's own welcome page. Raises SiteTreeExistsError where a home page
    of ours exists.
    """
    if HomePage.objects.exists():
        raise SiteTreeExistsError("The site has its first pages already.")
    root = Page.get_first_root_node()
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    first = settings.LANGUAGE_CODE
    branches = {first: _first_branch(root, Locale.objects.get(language_code=first))}
    Site.objects.all().delete()
    for welcome in root.get_children().exclude(pk=branches[first].home.pk):
        welcome.delete()
    Site.objects.create(
        site_name=site_name,
        hostname=hostname,
        port=port,
        root_page=branches[first].home,
        is_default_site=True,
    )
    for code, _name in settings.LANGUAGES:
        if code != first:
            branches[code] = _translated_branch(branches[first], code)
            _show_untranslated(Locale.objects.get(language_code=code))
    return branches


def _show_untranslated(locale: Locale) -> None:
    """Show pages in this language too that nobody has translated yet, as they were written.

    The CMS keeps such copies in step with their original until somebody translates.
    """
    first = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
    LocaleSynchronization.objects.get_or_create(
        locale=locale, defaults={"sync_from": first}
    )


def _first_branch(root: Page, locale: Locale) -> Branch:
    with override(locale.language_code):
        home = HomePage(slug="homeground", locale=locale, **_home_texts())
        root.refresh_from_db()
        root.add_child(instance=home)
        communities = CommunityIndexPage(slug="communities", **_communities_texts())
        updates = UpdateIndexPage(slug="updates", **_updates_texts())
        about = StandardPage(slug="about", **_about_texts())
        for page in (communities, updates, about):
            home.add_child(instance=page)
    branch = Branch(home, communities, updates, about)
    _publish(branch)
    return branch


def _translated_branch(source: Branch, code: str) -> Branch:
    locale = Locale.objects.get(language_code=code)
    with override(code):
        pages = [
            _retell(source.home.copy_for_translation(locale), _home_texts()),
            _retell(
                source.communities.copy_for_translation(locale), _communities_texts()
            ),
            _retell(source.updates.copy_for_translation(locale), _updates_texts()),
            _retell(source.about.copy_for_translation(locale), _about_texts()),
        ]
    branch = Branch(*pages)
    _publish(branch)
    return branch


def _retell(page: Page, texts: dict[str, str]) -> Page:
    for name, value in texts.items():
        setattr(page, name, value)
    return page


def _publish(branch: Branch) -> None:
    for page in (branch.home, branch.communities, branch.updates, branch.about):
        # Children copied since were counted in the database only; saving an older
        # count would hide them from every address below this page.
        page.refresh_from_db(fields=["numchild"])
        page.save_revision().publish()


def _home_texts() -> dict[str, str]:
    return {
        "title": gettext("Home"),
        "headline": gettext(
            "People are coming home. Here is what their communities are building."
        ),
        "introduction": gettext(
            "Neighbours and returnees propose, choose and check local initiatives "
            "together. Everything decided is shown here, and nobody is singled out."
        ),
    }


def _communities_texts() -> dict[str, str]:
    return {
        "title": gettext("Communities"),
        "introduction": gettext(
            "Each community tells who it is, what it has and what is missing."
        ),
    }


def _updates_texts() -> dict[str, str]:
    return {
        "title": gettext("Updates"),
        "introduction": gettext("What happened, and what it means for people here."),
    }


def _about_texts() -> dict[str, str]:
    return {
        "title": gettext("About"),
        "introduction": gettext(
            "What this site is for, and how it protects the people behind its figures."
        ),
    }
