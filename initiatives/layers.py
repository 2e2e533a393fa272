"""Initiatives as an answer to need, for the map that compares both."""

from collections import Counter

from django.utils.translation import gettext_lazy as _

from initiatives.queries.initiatives import public_initiatives
from maps.layers import ResponseMeasure, register_response


def initiative_counts() -> Counter[int]:
    """How many initiatives the public sees, by the area of their community."""
    return Counter(public_initiatives().values_list("community__area_id", flat=True))


def register() -> None:
    """Offer initiatives beside returns."""
    register_response(
        ResponseMeasure(
            "initiatives",
            _("Initiatives"),
            _("Initiatives per 1,000 residents"),
            initiative_counts,
        )
    )
