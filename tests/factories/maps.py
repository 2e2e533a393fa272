"""Areas, rounds and releases for tests."""

import datetime
from typing import Any

import factory
from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from maps.models import AdminArea, AreaSuccession, Population, ReportingRound
from maps.models.returns import ReturnCount


def square(x: float, y: float, size: float = 1.0) -> MultiPolygon:
    """A square of ``size`` degrees with its lower left corner at (x, y)."""
    ring = [(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)]
    return MultiPolygon(Polygon(ring), srid=4326)


class AdminAreaFactory(factory.django.DjangoModelFactory[AdminArea]):
    """A square area; each next one stands east of the last."""

    class Meta:
        model = AdminArea

    class Params:
        x = factory.Sequence(lambda n: float(n % 150))
        y = 0.0

    level = 2
    pcode = factory.Sequence(lambda n: f"XT{n:04d}")
    name = factory.Sequence(lambda n: f"Ward {n}")
    names: dict[str, str] = {}
    geometry = factory.LazyAttribute(lambda o: square(o.x, o.y))
    point = factory.LazyAttribute(lambda o: Point(o.x + 0.5, o.y + 0.5, srid=4326))
    area_km2 = 120.0
    valid_on = datetime.date(2024, 1, 1)


class AreaSuccessionFactory(factory.django.DjangoModelFactory[AreaSuccession]):
    """An area that got another name, confirmed by a person."""

    class Meta:
        model = AreaSuccession

    predecessor = factory.SubFactory(
        AdminAreaFactory,
        valid_on=datetime.date(2020, 1, 1),
        valid_to=datetime.date(2024, 1, 1),
    )
    successor = factory.SubFactory(AdminAreaFactory)
    kind = "renamed"
    share_of_predecessor = 1.0
    share_of_successor = 1.0
    is_confirmed = True


class PopulationFactory(factory.django.DjangoModelFactory[Population]):
    """Ten thousand residents."""

    class Meta:
        model = Population

    area = factory.SubFactory(AdminAreaFactory)
    year = 2025
    persons = 10_000
    source = "Test census"


class ReportingRoundFactory(factory.django.DjangoModelFactory[ReportingRound]):
    """A round of the year 2026."""

    class Meta:
        model = ReportingRound

    code = factory.Sequence(lambda n: f"R{n}")
    reported_on = datetime.date(2026, 9, 30)
    source = "Test registry"


def area_tree(*counts: int, **fields: Any) -> list[list[AdminArea]]:
    """Nested areas: ``area_tree(1, 3)`` is one country of three areas of level 1."""
    levels: list[list[AdminArea]] = []
    for level, count in enumerate(counts):
        parents: list[AdminArea | None] = list(levels[-1]) if levels else [None]
        levels.append(
            [
                AdminAreaFactory(level=level, parent=parent, **fields)
                for parent in parents
                for _ in range(count)
            ]
        )
    return levels


def row_of_wards(number: int) -> list[AdminArea]:
    """Wards of one district of one country, each touching the next."""
    [_country], [district] = area_tree(1, 1)
    return [
        AdminAreaFactory(level=2, parent=district, x=float(at)) for at in range(number)
    ]


def return_count(
    area: AdminArea,
    individuals: int,
    *,
    round: ReportingRound,
    group: str = "RET",
    households: int | None = None,
    breakdown: str = "all",
    revision: int = 1,
) -> ReturnCount:
    """A raw count behind the door."""
    return ReturnCount.objects.create(
        round=round,
        area=area,
        group=group,
        individuals=individuals,
        households=households,
        breakdown=breakdown,
        revision=revision,
    )
