"""Areas shown together: offered to stewards, and told to everybody as one figure."""

import csv
import datetime
import io
import json
import re

import pytest
import shapely
from django.core.management import call_command
from django.urls import reverse

from communities.enums import ServiceCategory, ServiceStatus
from maps.collections.zones import zone_features, zones_of_release
from maps.exports import FORMATS
from maps.models import Population, ReportingRound
from maps.queries.hexagons import hexagon_classes
from maps.services.outlines import redraw_outlines
from maps.services.releases import publish_release
from maps.services.withdrawals import ask_to_withdraw, confirm_withdrawal
from tests.factories.communities import CommunityFactory
from tests.factories.maps import (
    PopulationFactory,
    ReportingRoundFactory,
    return_count,
    row_of_wards,
)
from tests.factories.releases import shown_together, steward, zoned_draft

pytestmark = pytest.mark.django_db

A_LATER_DAY = datetime.date(2026, 12, 31)


def at(name, *args):
    return reverse(f"maps:{name}", args=args)


def text_of(response):
    [main] = re.findall(r"<main.*?</main>", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.fixture
def wards():
    """Five wards in a row, counted; the first two have few returnees."""
    wards = row_of_wards(5)
    reporting = ReportingRoundFactory(code="R1")
    for ward, persons in zip(wards, (7, 8, 40, 50, 60), strict=True):
        return_count(ward, persons, round=reporting)
        PopulationFactory(area=ward, persons=1_000)
        type(ward).objects.filter(pk=ward.pk).update(name=f"Place {ward.pcode}")
        ward.refresh_from_db()
    redraw_outlines(2)
    return wards


@pytest.fixture
def draft(wards):
    return zoned_draft(ReportingRound.objects.get(code="R1"), by=steward())


@pytest.fixture
def release(wards):
    return shown_together(ReportingRound.objects.get(code="R1"))


def clinic_in(community, number=1):
    return community.services.create(
        name=f"Clinic {number}",
        category=ServiceCategory.values[0],
        status=ServiceStatus.ACTIVE,
    )


def values_of(client, release, shade="persons"):
    return json.loads(client.get(at("values", release.pk, 2, "RET", shade)).content)


# --- stewards ---------------------------------------------------------------------------


def test_a_steward_has_zones_worked_out_and_sees_what_they_bring(
    client, wards, django_capture_on_commit_callbacks
):
    client.force_login(steward())

    with django_capture_on_commit_callbacks(execute=True):
        client.post(at("prepare_zones", "R1"), {"zone_threshold": 10, "zone_level": 2})

    page = text_of(client.get(at("release_round", "R1")))
    assert "District: small ones together" in page
    assert "2 in zones" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone_threshold": 4, "zone_level": 2},
        {"zone_threshold": 10, "zone_level": 0},
        {"zone_threshold": 10},
    ],
    ids=["threshold", "country", "no level"],
)
def test_what_cannot_be_worked_out_is_asked_again(client, wards, wrong):
    client.force_login(steward())

    answer = client.post(at("prepare_zones", "R1"), wrong)

    assert answer.status_code == 200
    assert 'class="error-summary' in answer.content.decode()


def test_a_proposal_tells_which_areas_and_at_what_price(client, draft, wards):
    client.force_login(steward())

    answer = client.get(at("proposal", "R1", draft.pk))

    page = text_of(answer)
    assert f"{wards[0].name} and {wards[1].name} Returned refugees" in page
    assert "areas shown together: 2; zones made of them: 1; people in them: 15" in page


def test_its_map_sets_zones_apart_from_what_is_hatched(client, draft):
    client.force_login(steward())

    with_zones = client.get(at("proposal_picture", "R1", draft.pk, 2, "RET", "light"))
    draft.zones = []
    draft.save()
    without = client.get(at("proposal_picture", "R1", draft.pk, 2, "RET", "light"))

    assert with_zones.content != without.content


# --- everybody --------------------------------------------------------------------------


def test_the_map_shades_the_areas_of_a_zone_alike_and_says_so(client, release, wards):
    told = values_of(client, release)

    first, second = (told["areas"][ward.pcode] for ward in wards[:2])
    assert first[0] == second[0] is not None
    assert first[1] == f"together with {wards[1].name}: 15"
    assert second[1] == f"together with {wards[0].name}: 15"
    # 15 persons of 2,000 residents on 240 km².
    assert first[2:] == ["7.5", "0.06"]
    assert "2 areas are shown together with neighbours" in told["texts"]["together"]


def test_the_table_of_the_map_says_with_whom(client, release, wards):
    page = text_of(client.get(at("map"), {"level": 2, "group": "RET"}))

    assert f"{wards[0].name} together with {wards[1].name}: 15 7.5 0.06" in page


def test_the_page_of_an_area_says_with_whom(client, release, wards):
    page = text_of(client.get(at("area", wards[0].pcode)))

    assert f"together with {wards[1].name}: 15" in page
    assert "together" not in text_of(client.get(at("area", wards[2].pcode)))


@pytest.fixture
def earlier(wards):
    """The same wards a round before; the first two have few returnees there, too."""
    reporting = ReportingRoundFactory(code="R0", reported_on="2025-01-31")
    for ward, persons in zip(wards, (9, 3, 41, 50, 70), strict=True):
        return_count(ward, persons, round=reporting)
    return shown_together(reporting)


@pytest.mark.parametrize("path", ["map", "hexagons", "rounds", "compare"])
def test_every_page_that_draws_zones_says_what_their_colour_means(
    client, earlier, release, path
):
    page = text_of(client.get(at(path), {"round": "R1", "level": 2, "group": "RET"}))

    assert "shown together with neighbours: colour and number are those of all" in page


def test_first_page_says_so_too(client, release):
    page = text_of(client.get("/"))

    assert "2 areas are shown together with neighbours" in page


def test_need_and_response_of_a_zone_are_those_of_all_its_areas(client, release, wards):
    for ward, count in ((wards[1], 4), (wards[2], 1)):
        community = CommunityFactory(area=ward)
        for number in range(count):
            clinic_in(community, number)

    page = client.get(at("need"), {"round": "R1", "level": 2, "response": "services"})
    values = client.get(at("need_values", release.pk, 2, "RET", "services")).json()

    rows = {code: row for code, _name, row in page.context["rows"]}
    # 15 persons and 4 services of 2,000 residents.
    assert rows[wards[0].pcode] == [f"together with {wards[1].name}: 7.5", "2.00", "4"]
    assert rows[wards[1].pcode] == [f"together with {wards[0].name}: 7.5", "2.00", "4"]
    first, second = (values["areas"][ward.pcode] for ward in wards[:2])
    assert first[0] == second[0] == 3  # few returns, most services
    assert "shown together with neighbours: colour and number" in text_of(page)


def test_a_zone_that_lags_behind_is_named_once(client, wards):
    Population.objects.filter(area__in=wards[:2]).update(persons=20)
    shown_together(ReportingRound.objects.get(code="R1"))
    for ward in wards[2:]:
        clinic_in(CommunityFactory(area=ward))

    page = client.get(at("need"), {"round": "R1", "level": 2, "response": "services"})

    names = f"{wards[0].name} and {wards[1].name}"
    assert page.context["finding"] == (
        f"Many returns meet the fewest services in {names}."
    )


def test_what_both_rounds_show_together_is_compared_together(
    client, earlier, release, wards
):
    choice = {"round": "R1", "before": "R0", "level": 2, "shade": "persons"}
    page = text_of(client.get(at("compare"), choice))

    other = wards[1].name
    assert (
        f"{wards[0].name} together with {other}: 12 together with {other}: 15 "
        "\u2066+3\u2069" in page
    )
    assert "More returnees in 0 areas and fewer in 2, of 3 that both rounds" in page


def test_what_only_one_round_shows_together_is_not_compared(client, release, wards):
    before = ReportingRoundFactory(code="R0", reported_on="2025-01-31")
    for ward in wards:
        return_count(ward, 30, round=before)
    publish_release("R0", by=None)

    choice = {"round": "R1", "before": "R0", "level": 2, "shade": "persons"}
    page = text_of(client.get(at("compare"), choice))

    assert f"{wards[0].name} 30 together with {wards[1].name}: 15 –" in page


def test_a_steward_compares_zones_of_two_releases(client, release, wards):
    later = ReportingRoundFactory(code="R2", reported_on=A_LATER_DAY)
    for ward, persons in zip(wards, (9, 8, 40, 50, 60), strict=True):
        return_count(ward, persons, round=later)
    shown_together(later)
    client.force_login(steward())

    page = text_of(client.get(at("compare_releases", "R2", 1), {"other": release.pk}))

    names = f"{wards[0].name} and {wards[1].name}"
    assert f"{names} Returned refugees 15 17 +2" in page


def test_a_zone_of_one_release_only_is_named_as_such(client, release, wards):
    later = ReportingRoundFactory(code="R2", reported_on=A_LATER_DAY)
    for ward, persons in zip(wards, (70, 80, 40, 50, 60), strict=True):
        return_count(ward, persons, round=later)
    publish_release("R2", by=None, threshold=10)
    client.force_login(steward())

    page = text_of(client.get(at("compare_releases", "R2", 1), {"other": release.pk}))

    assert "15 not together –" in page


def test_hexagons_over_a_zone_have_what_all_its_areas_have(client, release, wards):
    classes = hexagon_classes(release, level=2, group="RET")

    # Only where most of a hexagon lies outside every area could one be hatched.
    assert None not in classes.values()
    assert round(min(value for _class, value in classes.values()), 2) == 0.06


@pytest.mark.parametrize("form", FORMATS)
def test_zones_of_a_release_are_in_files_of_their_own(client, release, wards, form):
    answer = client.get(f"/data/returns/R1/1/zones.{form}")

    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode(errors="replace")
    if form in ("csv", "geojson"):
        assert f"{wards[0].pcode}|{wards[1].pcode}" in text


def test_a_release_without_zones_has_no_such_file(client, wards):
    release = publish_release("R1", by=None)

    assert not release.zones.exists()
    assert client.get("/data/returns/R1/1/zones.csv").status_code == 404
    assert client.get("/data/zones/zones.gpkg").status_code == 200
    assert "files of their own" not in text_of(client.get("/data/returns/R1/1/"))


def test_the_page_of_a_release_offers_its_zones(client, release):
    page = client.get("/data/returns/R1/1/")

    assert "in files of their own" in text_of(page)
    assert "/data/returns/R1/1/zones.csv" in page.content.decode()


def test_the_open_interface_has_zones_with_the_borders_of_all_their_areas(
    client, release, wards
):
    items = "/api/features/collections/zones/items"
    [feature] = client.get(f"{items}?level=2&round=R1&group=RET").json()["features"]

    told = feature["properties"]
    assert told["value"] == 15
    assert told["pcodes"] == f"{wards[0].pcode}|{wards[1].pcode}"
    assert told["parent"] == wards[0].parent.pcode
    assert shapely.geometry.shape(feature["geometry"]).bounds == (
        wards[0].geometry.union(wards[1].geometry).extent
    )
    west, south, east, north = wards[4].geometry.extent
    far = f"{west + 0.1},{south},{east},{north}"
    assert client.get(f"{items}?bbox={far}").json()["features"] == []
    assert client.get(f"{items}/{feature['id']}").json()["properties"] == told


def test_zones_of_a_release_that_was_taken_back_are_told_nowhere(client, release):
    asked = ask_to_withdraw(release, reason="Wrong.", by=steward())
    confirm_withdrawal(asked, by=steward())

    items = "/api/features/collections/zones/items"
    assert client.get(items).json()["features"] == []
    assert client.get("/data/returns/R1/1/zones.csv").status_code == 410


def test_zones_are_read_in_as_many_queries_as_there_are_kinds_of_things(
    release, wards, django_assert_max_num_queries
):
    figures = list(zones_of_release(release).rows())

    with django_assert_max_num_queries(8):
        zone_features(figures)


def test_the_report_lists_zones_until_it_is_withdrawn(client, release, wards):
    names = f"{wards[0].name} and {wards[1].name} Returned refugees 15"
    before = text_of(client.get(at("release", "R1", 1)))
    asked = ask_to_withdraw(release, reason="Wrong.", by=steward())
    confirm_withdrawal(asked, by=steward())

    after = text_of(client.get(at("release", "R1", 1)))

    assert names in before
    assert wards[0].name not in after


def test_cells_are_exported_hidden_and_zones_in_a_file_of_their_own(release, wards):
    def rows(*options):
        text = io.StringIO()
        call_command("export_release", release.pk, *options, stdout=text)
        names, *lines = csv.reader(text.getvalue().splitlines())
        return [dict(zip(names, line, strict=True)) for line in lines]

    cells = {row["pcode"]: (row["status"], row["value"]) for row in rows()}
    _tags, zone = rows("--zones")

    assert cells[wards[0].pcode] == cells[wards[1].pcode] == ("hidden", "")
    assert zone["pcodes"] == f"{wards[0].pcode}|{wards[1].pcode}"
    assert (zone["status"], zone["value"], zone["level"]) == ("published", "15", "2")
