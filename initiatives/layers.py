"""Initiatives on the map: as points, and as an answer to need."""

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from initiatives.queries.initiatives import public_initiatives
from maps.layers import (
    PointFeature,
    PointLayer,
    ResponseMeasure,
    register_response,
)
from maps.layers import register as register_layer


def initiative_counts() -> Counter[int]:
    """How many initiatives the public sees, by the area of their community."""
    return Counter(public_initiatives().values_list("community__area_id", flat=True))


def initiative_points() -> Iterator[PointFeature]:
    """Every initiative that the public sees, near its place, with its page."""
    for initiative in (
        public_initiatives().select_related("community").order_by("reference")
    ):
        lon, lat = initiative.public_place
        yield PointFeature(
            lon=lon,
            lat=lat,
            name=initiative.display_title,
            url=reverse("initiatives:detail", args=[initiative.reference]),
        )


def register() -> None:
    """Offer initiatives beside returns."""
    register_layer(PointLayer("initiatives", _("Initiatives"), initiative_points))
    register_response(
        ResponseMeasure(
            "initiatives",
            _("Initiatives"),
            _("Initiatives per 1,000 residents"),
            initiative_counts,
        )
    )
