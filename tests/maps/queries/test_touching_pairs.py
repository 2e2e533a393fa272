"""Which areas lie side by side: what areas shown together are made of."""

import pytest
from django.contrib.gis.geos import MultiPolygon

from maps.models import AdminArea
from maps.queries.areas import touching_pairs
from tests.factories.maps import AdminAreaFactory, row_of_wards, square

pytestmark = pytest.mark.django_db


def test_neighbours_in_a_row_are_paired_once_each():
    wards = row_of_wards(3)

    pairs = touching_pairs(ward.pk for ward in wards)

    assert {frozenset(pair) for pair in pairs} == {
        frozenset({wards[0].pk, wards[1].pk}),
        frozenset({wards[1].pk, wards[2].pk}),
    }
    assert len(pairs) == 2


def test_a_corner_is_enough_and_a_gap_is_not():
    first = AdminAreaFactory(x=0.0)
    corner = AdminAreaFactory(geometry=square(1.0, 1.0))
    AdminAreaFactory(geometry=square(2.1, 0.0))

    pairs = touching_pairs(AdminArea.objects.values_list("pk", flat=True))

    assert pairs == [(first.pk, corner.pk)]


def test_only_areas_asked_for_are_paired():
    wards = row_of_wards(3)

    assert touching_pairs([wards[0].pk, wards[2].pk]) == []
    assert touching_pairs([]) == []


def test_pairs_are_those_that_the_database_finds():
    apart = MultiPolygon(*square(0.5, 2.0), *square(3.5, 0.5), srid=4326)
    areas = [*row_of_wards(5), AdminAreaFactory(geometry=apart)]
    keys = [area.pk for area in areas]

    found = {
        (area.pk, other)
        for area in areas
        for other in AdminArea.objects.filter(
            pk__in=keys, geometry__intersects=area.geometry
        ).values_list("pk", flat=True)
        if area.pk < other
    }

    assert set(touching_pairs(keys)) == found
