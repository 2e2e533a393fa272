"""The report on a district: what it says, in four languages, and what it never says."""

import io
import unicodedata

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from pypdf import PdfReader

from communities.enums import ServiceCategory, ServiceStatus
from communities.models import Service
from initiatives.enums import State
from initiatives.exports.district_report import REPORT_LANGUAGES, district_report
from initiatives.exports.report_map import (
    INITIATIVES,
    SERVICES,
    report_map,
    ring_width,
)
from initiatives.queries.district import district
from maps.enums import CellStatus
from maps.models import AdminArea, ReleasedCell
from maps.queries.released import release_for
from maps.services.outlines import redraw_outlines
from maps.services.releases import publish_release
from tests.factories.communities import CommunityFactory, CommunityProfileFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.maps import (
    AdminAreaFactory,
    PopulationFactory,
    ReportingRoundFactory,
    area_tree,
    return_count,
    row_of_wards,
)
from tests.factories.releases import shown_together

pytestmark = pytest.mark.django_db

#: Hidden with two households: a number that stands nowhere by chance.
SECRET = 987_654
PERSONS = (SECRET, 7, 55_555, 120)
HOUSEHOLDS = (2, 1, 9_000, 30)


@pytest.fixture
def region():
    """A region of four wards, two of them hidden, with a village that plans and has."""
    [_country], [region], wards = area_tree(1, 1, 4)
    reporting = ReportingRoundFactory(
        code="R1", source="Test registry, CC BY 4.0", note="Counted by key informants."
    )
    for ward, persons, households in zip(wards, PERSONS, HOUSEHOLDS, strict=True):
        PopulationFactory(area=ward, persons=1_000_000)
        return_count(ward, persons, round=reporting, households=households)
    for level in (0, 1, 2):
        redraw_outlines(level)
    publish_release("R1", by=None)
    village = CommunityFactory(area=wards[0], name="Orun Bridge")
    CommunityProfileFactory(community=village, residents=1_234)
    InitiativeFactory(
        community=village,
        title="A well behind the school",
        state=State.IN_IMPLEMENTATION,
        plan=3,
    )
    Service.objects.create(
        community=village,
        name="Monday clinic",
        category=ServiceCategory.HEALTH,
        status=ServiceStatus.STRETCHED,
    )
    return region


def report_on(area, language="en"):
    return PdfReader(io.BytesIO(district_report(area, release_for("R1"), language)))


def words_of(report):
    """All text, without shaping: presentation forms become letters again."""
    text = "\n".join(page.extract_text() for page in report.pages)
    return " ".join(unicodedata.normalize("NFKC", text).split())


def test_report_tells_figures_plans_and_services_with_their_source(region):
    words = words_of(report_on(region))
    for told in (
        f"Report on {region.name}",
        "55,555",
        "not shown",
        "Orun Bridge",
        "1,234",
        "A well behind the school",
        "18,000",
        "0 of 3",
        "Monday clinic",
        "Active, but stretched",
        "Test registry, CC BY 4.0",
        "Fewer than 10 people",
        "30 September 2026",
        "Counted by key informants.",
    ):
        assert told in words, told


@pytest.mark.parametrize("language", REPORT_LANGUAGES)
def test_report_holds_no_hidden_figure_in_any_language(region, language):
    hidden = ReleasedCell.objects.filter(status=CellStatus.HIDDEN)
    assert hidden.filter(area__level=2).count() >= 2
    words = words_of(report_on(region, language))
    digits = "".join(sign for sign in words if sign.isdigit())
    assert str(SECRET) not in digits
    assert "987.7" not in words
    assert "987,7" not in words


def test_areas_that_are_shown_together_stand_in_one_line(client):
    wards = row_of_wards(4)
    reporting = ReportingRoundFactory(code="R1")
    for name, ward, persons in zip(
        ("Tala", "Mera", "Sone", "Kobe"), wards, (7, 8, 400, 120), strict=True
    ):
        AdminArea.objects.filter(pk=ward.pk).update(name=name)
        return_count(ward, persons, round=reporting)
        PopulationFactory(area=ward, persons=1_000)
    redraw_outlines(2)
    shown_together(reporting)
    tala = AdminArea.objects.get(pk=wards[0].pk)

    of_district = words_of(report_on(wards[0].parent))
    of_ward = words_of(report_on(tala))

    assert "Tala and Mera 15 7.5 0.06" in of_district
    assert (
        "Areas that stand in one line of the table are shown together." in of_district
    )
    assert "together with Mera: 15 on" in of_ward
    assert "15 Returnees (together with Mera)" in of_ward


@pytest.mark.parametrize("language", REPORT_LANGUAGES)
def test_report_is_tagged_titled_and_on_a4(region, language):
    report = report_on(region, language)
    catalog = report.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert str(catalog["/Lang"]).startswith(language)
    assert region.name in report.metadata.title
    width, height = report.pages[0].mediabox[2:]
    assert (round(width), round(height)) == (595, 842)
    assert "pdfuaid:part" in catalog["/Metadata"].get_data().decode()


def test_arabic_is_set_from_the_right_with_its_letters_joined(region):
    region.names = {"ar": "ساهمارا"}
    region.save()
    report = report_on(region, "ar")
    assert "تقرير عن ساهمارا" in str(report.metadata.title)
    fonts = {
        str(font["/BaseFont"])
        for page in report.pages
        for font in (each.get_object() for each in page["/Resources"]["/Font"].values())
    }
    assert any("NotoSansArabic" in font.replace("-", "") for font in fonts)
    assert all("Noto" in font for font in fonts)


def test_names_are_never_taken_for_commands_of_the_typesetter(region):
    region.name = '#read("/etc/passwd") $x$ *bold*'
    region.save()
    assert '#read("/etc/passwd") $x$ *bold*' in words_of(report_on(region))


def test_a_name_that_no_font_knows_still_gives_a_report(region):
    region.name = "Linear \N{LINEAR B SYLLABLE B008 A}"
    region.save()
    assert "Linear" in words_of(report_on(region))


def test_an_area_without_parts_figures_or_people_has_a_report(region):
    empty = AdminAreaFactory(level=2)
    words = words_of(report_on(empty))
    assert "This round has no figures of returns for this area." in words
    assert "No community of this area takes part yet." in words


def test_drafts_are_not_in_the_report(region):
    village = CommunityFactory(area=region)
    InitiativeFactory(community=village, title="Only a draft", state=State.DRAFT)
    assert "Only a draft" not in words_of(report_on(region))


def test_the_same_report_is_set_once_and_again_when_it_says_something_new(region):
    release = release_for("R1")
    first = district_report(region, release, "en")
    assert district_report(region, release, "en") is not None
    InitiativeFactory(
        community=CommunityFactory(area=region),
        title="A new kiln",
        state=State.ELIGIBLE,
    )
    second = district_report(region, release, "en")
    assert "A new kiln" not in words_of(PdfReader(io.BytesIO(first)))
    assert "A new kiln" in words_of(PdfReader(io.BytesIO(second)))


@pytest.mark.parametrize("count", [1, 3])
def test_report_asks_as_much_for_three_as_for_one(
    region, count, django_assert_num_queries
):
    for number in range(count):
        village = CommunityFactory(area=region)
        InitiativeFactory(community=village, state=State.ELIGIBLE, plan=1)
        Service.objects.create(
            community=village, name=f"Well {number}", category=ServiceCategory.WATER
        )
    release = release_for("R1")
    district_report(region, release, "en")
    with django_assert_num_queries(13):
        district_report(region, release, "en")


# --- the pages and the command ----------------------------------------------------------


def test_the_page_of_an_area_leads_to_its_report_in_four_languages(client, region):
    area_page = client.get(reverse("maps:area", args=[region.pcode])).content.decode()
    address = reverse("initiatives:district_report", args=[region.pcode])
    assert f'href="{address}"' in area_page
    page = client.get(address).content.decode()
    for language in REPORT_LANGUAGES:
        file = reverse(
            "initiatives:district_report_file", args=[region.pcode, language]
        )
        assert f"{file}?round=R1" in page


def test_the_file_is_served_as_a_pdf_with_a_plain_name(client, region):
    response = client.get(
        reverse("initiatives:district_report_file", args=[region.pcode, "fr"]),
        {"round": "R1"},
    )
    assert response["Content-Type"] == "application/pdf"
    assert f'filename="{region.pcode}-R1-fr.pdf"' in response["Content-Disposition"]
    assert response.content.startswith(b"%PDF")
    assert not response.cookies


@pytest.mark.parametrize(
    ("pcode", "language", "round_code"),
    [(None, "xx", "R1"), (None, "en", "R9"), ("NOWHERE", "en", "R1")],
)
def test_what_is_not_offered_is_not_found(client, region, pcode, language, round_code):
    address = reverse(
        "initiatives:district_report_file", args=[pcode or region.pcode, language]
    )
    assert client.get(address, {"round": round_code}).status_code == 404


def test_the_command_writes_the_file(region):
    out = io.TextIOWrapper(io.BytesIO())
    call_command("district_report", region.pcode, "--language", "es", stdout=out)
    assert out.buffer.getvalue().startswith(b"%PDF")


def test_the_command_names_what_is_missing(region):
    with pytest.raises(CommandError, match="no area NOWHERE"):
        call_command("district_report", "NOWHERE")
    with pytest.raises(CommandError, match="no public release"):
        call_command("district_report", region.pcode, "--round", "R9")


def test_the_map_shows_initiatives_and_where_services_are(region):
    found = report_map(district(region, release_for("R1")))

    assert found is not None
    assert found.svg.count(f'fill="{INITIATIVES}"') == 1
    assert found.svg.count(f'fill="{SERVICES}"') == 1


def test_a_ring_is_wider_for_more_services_up_to_a_dozen():
    widths = [ring_width(count) for count in (0, 1, 2, 12, 40)]

    assert widths[0] == 0
    assert widths == sorted(widths)
    assert widths[-1] == widths[-2]
