"""Tables of a round for those who run them, and pictures for those who do not read."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import F

from initiatives.models import UpdatePage

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from wagtail.images.models import Image

    from participation.models import Round, TableSession


def tables_of(round_: "Round") -> "QuerySet[TableSession]":
    """The tables of a round, open ones first, then the newest."""
    return round_.tables.select_related("opened_by").order_by(
        F("closed_at").desc(nulls_first=True), "-opened_at", "pk"
    )


def pictures_of(initiatives: Iterable[int]) -> "dict[int, Image]":
    """The newest published picture of each initiative that has one, by its key."""
    updates = (
        UpdatePage.objects.live()
        .filter(initiative__in=list(initiatives), picture__isnull=False)
        .select_related("picture")
        .prefetch_related("picture__renditions")
        .order_by("published_on", "pk")
    )
    return {each.initiative_id: each.picture for each in updates}
