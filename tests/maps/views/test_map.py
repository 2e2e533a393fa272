"""The map as a reader sees it: released figures, and nothing else."""

import datetime
import gzip
import json
import re

import brotli
import numpy as np
import pytest
from django.core.cache import cache
from django.urls import reverse

from maps.enums import CellStatus
from maps.models import AdminArea, Population, ReportingRound
from maps.services.outlines import redraw_outlines
from maps.services.releases import publish_release
from tests.factories.communities import CommunityFactory
from tests.factories.maps import (
    AdminAreaFactory,
    PopulationFactory,
    ReportingRoundFactory,
    area_tree,
    return_count,
)
from tests.factories.participation import eligible_initiative
from tests.factories.people import UserFactory
from tests.maps.views.conftest import SECRET

pytestmark = pytest.mark.django_db


def test_map_without_a_release_teaches_what_comes(client):
    page = client.get(reverse("maps:map")).content.decode()

    assert "Nothing has been released yet" in page


def test_map_shows_released_figures_with_source_and_date(client, wards):
    page = client.get(reverse("maps:map")).content.decode()

    assert "120" in page
    assert "30.0" in page  # per 1,000 residents
    assert "Test registry" in page
    assert "30 September 2026" in page


def test_map_says_of_hidden_areas_only_that_they_are_not_shown(client, wards):
    page = client.get(reverse("maps:map"))

    hidden = [f for f in page.context["drawn"].figures if f.is_hidden]
    assert wards[0] in [figure.area for figure in hidden]
    assert page.content.decode().count("not shown</td>") == len(hidden)


@pytest.mark.parametrize(
    "query",
    [
        {"level": "2", "shade": "persons"},
        {"level": "2", "shade": "per_km2"},
        {"level": "2", "group": "RRI", "round": "R999"},
        {"level": "99", "shade": "individuals"},
        {"level": "-1", "group": "'; DROP TABLE", "shade": "__class__"},
    ],
)
def test_no_parameter_of_the_map_brings_out_more(client, wards, query):
    page = client.get(reverse("maps:map"), query)

    assert page.status_code == 200
    for figure in page.context["drawn"].figures:
        assert figure.persons != SECRET


def test_values_travel_apart_from_shapes_and_hide_what_is_hidden(client, wards):
    release = client.get(reverse("maps:map")).context["selection"].release

    values = client.get(
        reverse("maps:values", args=[release.pk, 2, "RET", "persons"])
    ).json()

    assert values["areas"][wards[0].pcode] is None
    assert values["areas"][wards[3].pcode][1] == "120"
    assert len(values["legend"]) <= 7


def test_shapes_carry_names_and_codes_but_no_figure(client, wards):
    body = client.get(reverse("maps:outlines", args=[2, "country"])).content
    collection = json.loads(body)

    assert len(collection["features"]) == 5
    assert set(collection["features"][0]["properties"]) == {"pcode", "name"}


def shapes_address(client, level=2):
    return next(
        address
        for address in re.findall(
            r'<homeground-map[^>]*data-shapes="([^"]+)"',
            client.get(reverse("maps:map"), {"level": level}).content.decode(),
        )
    )


def test_shapes_for_the_script_come_back_as_they_were(client, wards):
    packed = client.get(shapes_address(client)).json()

    code, name, _label, ring = packed["areas"][1]
    steps = np.array(ring).reshape(-1, 2)
    corners = np.cumsum(steps, axis=0) * packed["step"] + packed["origin"]
    assert (code, name) == (wards[1].pcode, wards[1].name)
    west, _south, east, _north = wards[1].geometry.extent
    longitudes = (corners[:, 0] - 0.5) * 360
    assert longitudes.min() == pytest.approx(west, abs=0.01)
    assert longitudes.max() == pytest.approx(east, abs=0.01)


@pytest.mark.parametrize(
    ("accepted", "unpack"),
    [
        ("gzip, deflate, br", brotli.decompress),
        ("gzip, br;q=0", gzip.decompress),
        ("", bytes),
    ],
)
def test_shapes_travel_compressed_as_the_reader_takes_them(
    client, wards, accepted, unpack
):
    answer = client.get(shapes_address(client), headers={"Accept-Encoding": accepted})

    assert len(json.loads(unpack(answer.content))["areas"]) == 5
    assert "Accept-Encoding" in answer["Vary"]


def test_shapes_are_kept_for_good_and_known_again(client, wards):
    address = shapes_address(client)
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert "immutable" in first["Cache-Control"]
    assert (again.status_code, again.content) == (304, b"")


def test_shapes_have_another_address_once_a_name_is_corrected(client, wards):
    before = shapes_address(client)
    cache.clear()
    AdminArea.objects.filter(pk=wards[0].pk).update(name="Corrected")

    now = client.get(before, follow=True)

    assert now.redirect_chain == [(shapes_address(client), 302)]
    assert "Corrected" in now.content.decode()


def test_colours_mean_the_same_in_every_round(client, wards):
    later = ReportingRoundFactory(code="R2", reported_on=datetime.date(2026, 10, 31))
    for ward in wards:
        return_count(ward, 900, round=later)
    publish_release("R2", by=None)

    legends = [
        client.get(reverse("maps:map"), {"round": code}).context["legend"]
        for code in ("R1", "R2")
    ]

    assert legends[0] == legends[1]
    assert len(legends[0]) > 1


def test_one_place_of_a_name_leads_to_its_page(client, wards):
    answer = client.get(reverse("maps:map"), {"place": wards[2].name.upper()})

    assert answer["Location"] == reverse("maps:area", args=[wards[2].pcode])


def test_several_places_of_a_name_are_offered(client, wards):
    page = client.get(reverse("maps:map"), {"place": "ward"}).content.decode()

    assert "Which of these do you mean?" in page


def test_place_that_is_not_there_is_said_to_be_missing(client, wards):
    page = client.get(reverse("maps:map"), {"place": "<b>Atlantis"}).content.decode()

    assert "No place here is called “&lt;b&gt;Atlantis”" in page


def test_shapes_with_markup_in_a_name_stay_data(client):
    AdminAreaFactory(name="<script>alert(1)</script>", level=2)
    redraw_outlines(2)

    answer = client.get(reverse("maps:outlines", args=[2, "country"]))

    assert answer["Content-Type"] == "application/geo+json"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_area_with_markup_in_its_name_is_shown_as_text(client):
    area = AdminAreaFactory(name="<script>alert(1)</script>")

    page = client.get(reverse("maps:area", args=[area.pcode])).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    "address",
    [
        "/map/values/1/2/RET/raw.json",
        "/map/values/1/2/XXX/persons.json",
        "/map/values/999/2/RET/persons.json",
        "/map/shapes/9/country.json",
        "/map/shapes/2/huge.json",
        "/map/points/returns.json",
        "/map/areas/NOWHERE/",
    ],
)
def test_what_is_not_offered_is_not_found(client, wards, address):
    assert client.get(address).status_code == 404


def test_services_and_initiatives_are_layers_to_be_asked_for(client, wards):
    community = CommunityFactory(area=wards[1], name="Fenra")
    for name, status in (("Clinic", "active"), ("Old mill", "closed")):
        community.services.create(name=name, category="health", status=status)
    public = eligible_initiative(community, 40, title="Lamps")
    eligible_initiative(community, 40, title="Not yet", state="draft")

    page = client.get(reverse("maps:map")).content.decode()
    services, initiatives = (
        client.get(reverse("maps:points", args=[layer])).json()["features"]
        for layer in ("services", "initiatives")
    )

    assert page.count('value="/map/points/') == 3
    assert 'data-points-1="/map/points/communities.json"' in page
    assert "data-points-2" not in page
    assert [each["properties"]["name"] for each in services] == ["Clinic · Fenra"]
    assert [each["properties"] for each in initiatives] == [
        {"name": "Lamps", "url": f"/initiatives/{public.reference}/"}
    ]


def test_the_page_of_an_area_says_what_is_there(client, wards):
    here = wards[1].geometry.point_on_surface
    community = CommunityFactory(area=wards[1], name="Fenra", point=here)
    community.services.create(name="Clinic", category="health", status="active")
    lamps = eligible_initiative(community, 40, title="Lamps")

    page = client.get(reverse("maps:area", args=[wards[1].pcode])).content.decode()
    other = client.get(reverse("maps:area", args=[wards[2].pcode])).content.decode()

    assert "Communities (1)" in page
    assert "Clinic · Fenra" in page
    assert f'<a href="/initiatives/{lamps.reference}/">Lamps</a>' in page
    assert "What is here" not in other


def test_picture_draws_hidden_areas_hatched(client, wards):
    release = client.get(reverse("maps:map")).context["selection"].release

    svg = client.get(
        reverse("maps:picture", args=[release.pk, 2, "RET", "persons", "light"])
    ).content.decode()

    hidden = release.cells.filter(area__level=2, status=CellStatus.HIDDEN)
    assert svg.count('fill="url(#h)"') == hidden.count()
    assert "<script" not in svg
    assert " style=" not in svg


def test_area_page_names_what_it_lies_in_and_what_lies_in_it(client, wards):
    page = client.get(
        reverse("maps:area", args=[wards[0].parent.pcode])
    ).content.decode()

    assert all(ward.name in page for ward in wards)
    assert wards[0].parent.parent.name in page


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_a_long_table_is_sent_whole_on_request(client, wards, settings, is_signed_in):
    settings.MAP_TABLE_ROWS = 2
    if is_signed_in:
        client.force_login(UserFactory())

    def rows(query):
        page = client.get(f"/map/?level=2{query}").content.decode()
        return page.count('<th scope="row">'), "rows=all#table-heading" in page

    assert rows("") == (2, True)
    assert rows("&rows=all") == (len(wards), False)


def test_page_for_visitors_is_written_once_and_follows_what_is_released(client, wards):
    first = client.get(reverse("maps:map"))
    again = client.get(reverse("maps:map"), headers={"If-None-Match": first["ETag"]})
    ReportingRoundFactory(code="R2", reported_on=datetime.date(2026, 10, 31))
    for ward in wards:
        return_count(ward, 77, round=ReportingRound.objects.get(code="R2"))
    publish_release("R2", by=None)

    assert again.status_code == 304
    assert "31 October 2026" in client.get(reverse("maps:map")).content.decode()


def test_page_of_somebody_signed_in_is_their_own(client, wards):
    client.get(reverse("maps:map"))
    client.force_login(UserFactory(name="Salma Idris"))

    page = client.get(reverse("maps:map"))

    assert "Sign out" in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_arabic_map_reads_from_the_right(client, wards):
    page = client.get("/ar/map/").content.decode()

    assert '<html lang="ar" dir="rtl">' in page


def test_public_pages_set_no_cookie_and_a_strict_policy(client, wards):
    answer = client.get(reverse("maps:map"))

    assert not answer.cookies
    policy = answer["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy


def test_without_residents_returns_are_shown_by_ground(client, wards):
    Population.objects.all().delete()

    page = client.get(reverse("maps:map"))

    assert page.context["selection"].shade == "per_km2"
    assert any(page.context["drawn"].class_of.values())


@pytest.mark.parametrize(
    ("shade", "unknown", "is_said"),
    [("per_thousand", 0, False), ("per_thousand", 1, True), ("per_km2", 1, False)],
)
def test_legend_says_where_a_hatch_may_be_for_want_of_residents(
    client, wards, shade, unknown, is_said
):
    Population.objects.filter(area__in=wards[4 : 4 + unknown]).delete()

    page = client.get(reverse("maps:map"), {"shade": shade}).content.decode()

    assert ("or residents are not known" in page) == is_said


@pytest.mark.parametrize("count", [1, 30])
def test_map_asks_the_same_number_of_questions_for_any_number_of_areas(
    client, django_assert_num_queries, count
):
    [_country], wards = area_tree(1, count)
    reporting = ReportingRoundFactory(code="R1")
    for ward in wards:
        return_count(ward, 60, round=reporting)
        PopulationFactory(area=ward)
    redraw_outlines(1)
    publish_release("R1", by=None)
    client.get(reverse("maps:map"))

    with django_assert_num_queries(5):
        client.get(reverse("maps:map"))
    with django_assert_num_queries(9):
        client.get(reverse("maps:map"), {"place": "Nowhere"})
