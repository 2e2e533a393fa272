"""Areas shown together: offered to stewards, and told to everybody as one figure."""

import csv
import io
import json
import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from maps.enums import ProposalState
from maps.services.approvals import approve_release, propose_release, publish_approved
from maps.services.outlines import redraw_outlines
from maps.services.preparations import prepare_zones, work_out_drafts
from maps.services.withdrawals import ask_to_withdraw, confirm_withdrawal
from tests.factories.maps import (
    PopulationFactory,
    ReportingRoundFactory,
    return_count,
    row_of_wards,
)
from tests.factories.releases import steward

pytestmark = pytest.mark.django_db


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
    reporting = ReportingRoundFactory._meta.model.objects.get(code="R1")
    person = steward()
    prepare_zones(reporting, 10, level=2, by=person)
    work_out_drafts(reporting, by=person)
    return reporting.proposals.get(state=ProposalState.DRAFTED)


@pytest.fixture
def release(draft):
    proposal = propose_release(draft, by=draft.prepared_by)
    return publish_approved(approve_release(proposal, by=steward()))


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


def test_pictures_shade_zones_only_where_it_is_said_what_that_means(client, release):
    def picture(theme):
        return client.get(at("picture", release.pk, 2, "RET", "persons", theme)).content

    assert picture("light-zones") != picture("light")


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
