"""A small country with rounds, and what journeys over its map share."""

import datetime
from collections.abc import Mapping, Sequence

from django.contrib.gis.geos import Point
from playwright.sync_api import Locator, Page, expect

from maps.models import AdminArea
from maps.services.outlines import redraw_outlines
from maps.services.releases import publish_release
from tests.factories.maps import (
    AdminAreaFactory,
    PopulationFactory,
    ReportingRoundFactory,
    return_count,
    square,
)

NAMES = ["Amra", "Bekal", "Corvan", "Dunmar", "Esh", "Fallow"]
SIDE = 0.2


def country_of_wards(
    rounds: Mapping[str, Mapping[str, Sequence[int]]],
) -> list[AdminArea]:
    """Six wards in two rows, with the persons of each group in each round, published."""
    whole = AdminAreaFactory(
        level=0,
        name="Kelda",
        geometry=square(20, 10, 3 * SIDE),
        point=Point(20.3, 10.2, srid=4326),
    )
    wards: list[AdminArea] = []
    for index, name in enumerate(NAMES):
        x, y = 20 + index % 3 * SIDE, 10 + (1 - index // 3) * SIDE
        wards.append(
            AdminAreaFactory(
                name=name,
                names={"ar": f"وارد {index}"},
                parent=whole,
                geometry=square(x, y, SIDE),
                point=Point(x + SIDE / 2, y + SIDE / 2, srid=4326),
            )
        )
        PopulationFactory(area=wards[-1], persons=4_000)
    for month, (code, groups) in enumerate(rounds.items(), start=4):
        reporting = ReportingRoundFactory(
            code=code, reported_on=datetime.date(2026, month, 30)
        )
        for group, counts in groups.items():
            for ward, persons in zip(wards, counts, strict=True):
                return_count(ward, persons, round=reporting, group=group)
        publish_release(code, by=None)
    for level in (0, 2):
        redraw_outlines(level)
    return wards


def drawn(page: Page) -> Page:
    """The page once its map is drawn."""
    expect(page.locator(".map-canvas canvas").first).to_be_visible()
    return page


def row(page: Page, name: str) -> Locator:
    """The row of an area in the table below the map."""
    return page.locator("[data-live-rows] tr", has_text=name)
