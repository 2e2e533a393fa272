"""Published updates, newest first."""

from typing import TYPE_CHECKING

from wagtail.models import Locale

from communities.models import Community
from initiatives.models import Initiative, UpdatePage

if TYPE_CHECKING:
    from django.db.models import QuerySet


def _published() -> "QuerySet[UpdatePage]":
    return (
        UpdatePage.objects.live()
        .public()
        .select_related(
            "picture",
            "community",
            "initiative__community",
            "locale",
            "alias_of__locale",
        )
        .prefetch_related("picture__renditions")
        .order_by("-published_on", "-pk")
    )


def newest_updates() -> "QuerySet[UpdatePage]":
    """All updates in the reader's language."""
    return _published().filter(locale=Locale.get_active())


def updates_of(initiative: Initiative) -> "QuerySet[UpdatePage]":
    """Updates on one initiative, in the reader's language."""
    return newest_updates().filter(initiative=initiative)


def updates_in(community: Community) -> "QuerySet[UpdatePage]":
    """Updates of a community, its initiatives' included, in the reader's language."""
    return newest_updates().filter(community=community) | newest_updates().filter(
        initiative__community=community
    )
