"""Tables of a round, for those who run them."""

from typing import TYPE_CHECKING

from django.db.models import F

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from participation.models import Round, TableSession


def tables_of(round_: "Round") -> "QuerySet[TableSession]":
    """The tables of a round, open ones first, then the newest."""
    return round_.tables.select_related("opened_by").order_by(
        F("closed_at").desc(nulls_first=True), "-opened_at", "pk"
    )
