"""The wizard as those walk it who load data."""

import csv
import datetime
import io
import json
import os
import re
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from maps.enums import ImportState
from maps.models import ColumnMapping, ImportJob, Population, ReportingRound
from maps.models.returns import ReturnCount, StagedCount
from maps.services.import_jobs import purge_expired
from maps.services.releases import publish_release
from tests.factories.communities import MandateFactory
from tests.factories.maps import AdminAreaFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

GOOD = "adm2_pcode,individuals,households\nXA01,40,9\nXA02,55,11\nXA03,120,25\n"


@pytest.fixture
def country():
    """A country, two regions and three districts."""
    top = AdminAreaFactory(level=0, pcode="XA", name="Ana", x=0.0)
    west = AdminAreaFactory(level=1, pcode="XA1", name="West", x=0.0, parent=top)
    east = AdminAreaFactory(level=1, pcode="XA2", name="East", x=1.0, parent=top)
    return [
        AdminAreaFactory(pcode=code, name=f"District {code}", x=x, parent=parent)
        for code, x, parent in (
            ("XA01", 0.0, west),
            ("XA02", 1.0, east),
            ("XA03", 2.0, east),
        )
    ]


@pytest.fixture
def steward(client):
    user = MandateFactory(steward=True).user
    client.force_login(user)
    return user


def waiting_files():
    return [path for path in Path(settings.IMPORT_ROOT).iterdir() if path.is_file()]


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    settings.IMPORT_ROOT = tmp_path / "imports"
    settings.IMPORT_ROOT.mkdir()
    return settings.IMPORT_ROOT


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def upload(client, content, kind="returns", name="file.csv", **about):
    """Send a file; return the page that comes then."""
    given = {
        "returns": {"round": "R7", "date": "2026-06-30", "source": "Test registry"},
        "areas": {"level": "2"},
        "population": {},
    }[kind]
    data = content if isinstance(content, bytes) else content.encode()
    return client.post(
        reverse("maps:upload_import", args=[kind]),
        {**given, **about, "file": SimpleUploadedFile(name, data)},
        follow=True,
    )


def page_of(client, name, job, **query):
    return client.get(reverse(f"maps:{name}", args=[job.pk]), query)


def press(client, button, job, **fields):
    return client.post(reverse(f"maps:{button}", args=[job.pk]), fields, follow=True)


def answer(client, job, **choices):
    """Confirm the columns as they are recognised, except for the choices."""
    fields = {"when_they_differ": "code", "table": "0", "remember": "on"}
    return press(client, "import_columns", job, **{**fields, **choices})


def only_job():
    return ImportJob.objects.latest("pk")


def text_of(response):
    """What a person reads, tags and repeated blanks aside."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(plain.replace("&nbsp;", " ").split())


def stored():
    return {
        (count.area.pcode, count.group): (count.individuals, count.households)
        for count in ReturnCount.objects.select_related("area")
    }


# --- the whole way ------------------------------------------------------------------


def test_a_steward_walks_from_the_file_to_the_stored_round(client, steward, country):
    my_work = client.get(reverse("participation:my_work"))
    assert reverse("maps:imports") in my_work.content.decode()

    columns = upload(client, GOOD)
    assert "3 rows with a place and a count" in text_of(columns)
    assert "As recognised: individuals" in text_of(columns)
    assert re.search(r"“individuals”: [^“]+ \(\d+%\)", text_of(columns))

    preview = answer(client, only_job(), group="RRI")
    assert "What would be stored" in text_of(preview)
    assert "Rows read 3 Rows with errors 0 Areas with returns 3" in re.sub(
        r"(Rows read|Rows with errors|Areas with returns) (\d+)",
        r"\1 \2",
        text_of(preview),
    )
    assert not ReturnCount.objects.exists()

    done = press(client, "store_import", only_job())
    assert "It is stored, and the file is deleted." in text_of(done)
    assert stored() == {
        ("XA01", "RRI"): (40, 9),
        ("XA02", "RRI"): (55, 11),
        ("XA03", "RRI"): (120, 25),
    }
    reporting = ReportingRound.objects.get(code="R7")
    assert reporting.reported_on == datetime.date(2026, 6, 30)
    assert reporting.source == "Test registry"
    assert waiting_files() == []
    assert not StagedCount.objects.exists()


def test_the_same_file_again_changes_nothing(client, steward, country):
    for _time in range(2):
        upload(client, GOOD)
        preview = answer(client, only_job(), group="RRI")
        done = press(client, "store_import", only_job())

    assert "The very same counts are stored already" in text_of(preview)
    assert "Nothing has changed" in text_of(done)
    loads = ModelLogEntry.objects.filter(action="maps.load_returns")
    assert loads.count() == 1


def test_pressing_store_twice_stores_once(client, steward, country):
    upload(client, GOOD)
    job = only_job()
    answer(client, job, group="RRI")
    press(client, "store_import", job)

    again = press(client, "store_import", job)

    assert "This import is in another state by now: Stored" in text_of(again)
    assert ModelLogEntry.objects.filter(action="maps.commit_import").count() == 1


def test_columns_chosen_by_hand_are_remembered_for_the_next_file(
    client, steward, country
):
    strange = "adm2_pcode,alpha,beta\nXA01,40,1\nXA02,55,2\n"
    columns = upload(client, strange)
    assert "No column is recognised as the number of returnees" in text_of(columns)
    preview = answer(client, only_job(), column_individuals="B", group="RRI")
    assert "named by a person" in text_of(preview)
    press(client, "store_import", only_job())

    next_time = upload(client, strange.replace("40", "41"), round="R8")

    assert f"{steward} has chosen columns for files with these headings" in text_of(
        next_time
    )
    assert re.search(r'<option value="B" selected>', next_time.content.decode())
    mapping = ColumnMapping.objects.get()
    assert mapping.remembered_by == steward
    assert "40" not in mapping.mapping


def test_columns_are_not_remembered_against_a_persons_will(client, steward, country):
    upload(client, GOOD)
    answer(client, only_job(), group="RRI", remember="")
    press(client, "store_import", only_job())

    assert not ColumnMapping.objects.exists()


def test_the_sheet_is_chosen_by_content_and_can_be_changed(client, steward, country):
    content = workbook(
        Notes=[["About this file"]],
        Places=[
            ["adm2_pcode", "individuals"],
            ["XA01", 40],
            ["XA02", 55],
            ["XA03", 70],
        ],
        Summary=[["adm2_pcode", "individuals"], ["XA01", 999]],
    )
    columns = upload(client, content, name="book.xlsx")
    assert "“Places” was chosen by its content: 3 rows" in text_of(columns)

    other = page_of(client, "import_columns", only_job(), table="1")
    assert "What the table looks like" in text_of(other)
    answer(client, only_job(), table="1", group="RRI")
    press(client, "store_import", only_job())

    assert stored() == {("XA01", "RRI"): (999, None)}


@pytest.mark.parametrize(
    ("content", "language"),
    [
        (
            "Código del distrito;Distrito;Personas retornadas\n"
            "XA01;Uno;40\nXA02;Dos;55\n",
            "es",
        ),
        ("رمز المديرية,المديرية,عدد العائدين\nXA01,أ,40\nXA02,ب,55\n", "ar"),
    ],
)
def test_headings_in_other_languages(client, steward, country, content, language):
    upload(client, content)
    preview = answer(client, only_job(), group="RRI")
    press(client, "store_import", only_job())

    assert "What would be stored" in text_of(preview)
    assert stored() == {("XA01", "RRI"): (40, None), ("XA02", "RRI"): (55, None)}


# --- what is wrong with a file -------------------------------------------------------


def test_one_bad_row_is_shown_with_its_remedy_and_can_be_left_out(
    client, steward, country
):
    upload(client, GOOD.replace("55", "many"))
    job = only_job()
    preview = answer(client, job, group="RRI")
    assert "Row 3" in text_of(preview)
    assert "1 row has an error" in text_of(preview)

    unsure = press(client, "store_import", job)
    assert "Say that this is meant" in text_of(unsure)
    assert not ReturnCount.objects.exists()

    press(client, "store_import", job, without_bad_rows="on")
    assert set(stored()) == {("XA01", "RRI"), ("XA03", "RRI")}


def test_findings_are_paged_and_come_as_a_file(client, steward, country):
    rows = "".join(f"XA01,bad{n}\n" for n in range(60))
    upload(client, f"adm2_pcode,individuals\n{rows}XA02,10\n")
    job = only_job()
    preview = answer(client, job, group="RRI")
    assert "See all 60 findings" in text_of(preview)

    second = page_of(client, "import_findings", job, page=2)
    assert "Page 2 of 2" in text_of(second)
    assert "Row 61" in text_of(second)

    response = page_of(client, "import_findings_file", job)
    assert response["Content-Disposition"].startswith("attachment")
    table = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(table) == 60
    assert (table[0]["Row"], table[0]["Field"]) == ("2", "individuals")
    assert table[0]["What to do"]


def test_what_is_in_question_is_asked_and_then_read(client, steward, country):
    upload(client, "adm2_pcode,alpha\nXA01,40\n")
    asked = answer(client, only_job(), group="RRI")
    assert only_job().state == ImportState.NEEDS_ANSWERS
    assert 'href="#id_column_individuals"' in asked.content.decode()

    answer(client, only_job(), group="RRI", column_individuals="B")

    assert only_job().state == ImportState.READY


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old.xls", "old .xls workbook"),
        (b"", "empty.csv", "empty"),
        (b"PK\x03\x04broken", "broken.xlsx", "upload_error"),
        (b"\x7fELF\0\0\0", "program.csv", "neither a table of text nor a workbook"),
    ],
)
def test_what_cannot_be_read_is_refused_at_the_door(
    client, steward, country, content, name, said
):
    response = upload(client, content, name=name)

    assert "Please correct this" in text_of(response)
    if said != "upload_error":
        assert said in text_of(response)
    assert not ImportJob.objects.exists()
    assert waiting_files() == []


def test_a_file_that_is_too_large_is_refused(client, steward, country, settings):
    settings.IMPORT_MAX_BYTES = 100

    response = upload(client, GOOD + "XA01,1,1\n" * 1000)

    assert "larger than we accept" in text_of(response)
    assert not ImportJob.objects.exists()
    assert waiting_files() == []


def test_without_borders_a_person_is_told_to_load_them_first(client, steward):
    upload(client, GOOD)

    response = answer(client, only_job(), group="RRI")

    assert "Load the borders first" in text_of(response)


def test_a_published_round_is_not_changed(client, steward, country):
    upload(client, GOOD)
    answer(client, only_job(), group="RRI")
    press(client, "store_import", only_job())
    publish_release("R7", by=None)

    upload(client, GOOD.replace("55", "56"))
    preview = answer(client, only_job(), group="RRI")
    failed = press(client, "store_import", only_job())

    assert "This round has been published with other counts" in text_of(preview)
    assert "Nothing was stored" in text_of(failed)
    assert stored()["XA02", "RRI"] == (55, 11)


# --- areas and population ------------------------------------------------------------


def squares(*codes):
    features = [
        {
            "type": "Feature",
            "properties": {"adm0_pcode": "XB", "adm0_name": code},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[n, 20], [n + 1, 20], [n + 1, 21], [n, 21], [n, 20]]],
            },
        }
        for n, code in enumerate(codes)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_borders_are_loaded_by_the_same_way(client, steward):
    preview = upload(client, squares("Bana"), kind="areas", name="b.geojson", level="0")
    assert "Areas 1" in text_of(preview)

    done = press(client, "store_import", only_job())
    assert "Areas added 1" in text_of(done)

    upload(client, squares("Bana"), kind="areas", name="b.geojson", level="0")
    again = press(client, "store_import", only_job())
    assert "Nothing has changed" in text_of(again)
    assert waiting_files() == []


def test_borders_that_say_too_little_are_asked_about(client, steward):
    nameless = squares("Bana").replace("adm0_pcode", "kennung")
    upload(client, nameless, kind="areas", name="b.geojson", level="0")
    asked = page_of(client, "import_columns", only_job())
    assert "What the file does not say" in text_of(asked)

    preview = press(
        client, "import_columns", only_job(), code="kennung", name="adm0_name"
    )

    assert "Areas 1" in text_of(preview)


def test_residents_are_loaded_by_the_same_way(client, steward, country):
    upload(client, "adm2_pcode,year,population\nXA01,2025,1000\n", kind="population")
    preview = answer(client, only_job())
    assert "2025" in text_of(preview)
    done = press(client, "store_import", only_job())

    assert "Figures new or changed 1" in text_of(done)
    assert Population.objects.get().persons == 1000


# --- letting go ----------------------------------------------------------------------


def test_a_cancelled_file_is_gone_at_once(client, steward, country):
    upload(client, GOOD)
    answer(client, only_job(), group="RRI")

    response = press(client, "cancel_import", only_job())

    assert "Nothing was stored, and the file is deleted" in text_of(response)
    assert waiting_files() == []
    assert not StagedCount.objects.exists()
    assert not ReturnCount.objects.exists()


def test_a_file_whose_time_is_over_is_gone(client, steward, country):
    upload(client, GOOD)
    job = only_job()
    assert len(waiting_files()) == 1
    ImportJob.objects.update(expires_at=timezone.now() - datetime.timedelta(minutes=1))

    response = page_of(client, "import_columns", job)
    followed = page_of(client, "import", job)

    assert response.status_code == 302
    assert "The time for this file is over" in text_of(followed)
    assert waiting_files() == []


def test_purging_ends_old_files_and_deletes_stray_ones(
    client, steward, country, private_folder
):
    upload(client, GOOD)
    answer(client, only_job(), group="RRI")
    ImportJob.objects.update(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    upload(client, GOOD)
    kept = only_job()
    stray, arriving = private_folder / "stray", private_folder / "arriving"
    for path in (stray, arriving):
        path.write_text("left by a crash")
    os.utime(stray, (0, 0))

    ended = purge_expired()

    assert ended == 0, "uploading purges as well"
    assert ImportJob.objects.exclude(pk=kept.pk).get().state == ImportState.EXPIRED
    assert {path.name for path in waiting_files()} == {"arriving", kept.stored_as}
    assert not StagedCount.objects.exists()


def test_nobody_collects_unfinished_files_without_end(client, steward, country):
    for _n in range(10):
        upload(client, GOOD)

    response = upload(client, GOOD)

    assert "You have 10 unfinished imports" in text_of(response)
    assert len(waiting_files()) == 10


# --- two persons ---------------------------------------------------------------------


def test_two_stewards_at_once_do_not_overwrite_each_other_unseen(client, country):
    first, second = (MandateFactory(steward=True).user for _ in range(2))
    client.force_login(first)
    upload(client, GOOD)
    mine = only_job()
    answer(client, mine, group="RRI")
    client.force_login(second)
    upload(client, GOOD.replace("55", "60"))
    answer(client, only_job(), group="RRI")
    press(client, "store_import", only_job())

    client.force_login(first)
    told = press(client, "store_import", mine)
    assert "somebody else has loaded data" in text_of(told)
    assert "This round has other counts already" in text_of(told)
    assert stored()["XA02", "RRI"] == (60, 11)

    press(client, "store_import", mine)
    assert stored()["XA02", "RRI"] == (55, 11)


PAGES = ["import", "import_columns", "import_findings", "import_findings_file"]
BUTTONS = ["import_totals", "store_import", "cancel_import"]


@pytest.mark.parametrize("name", [*PAGES, *BUTTONS])
def test_a_file_is_its_uploaders_alone(client, steward, country, name):
    upload(client, GOOD)
    job = only_job()
    client.force_login(MandateFactory(steward=True).user)

    address = reverse(f"maps:{name}", args=[job.pk])
    response = client.get(address) if name in PAGES else client.post(address)

    assert response.status_code == 404
    assert only_job().state == ImportState.UPLOADED


@pytest.mark.parametrize(
    ("person", "may_load", "may_see_totals"),
    [
        ("visitor", False, False),
        ("resident", False, False),
        ("committee", False, False),
        ("authority", False, False),
        ("implementer", False, False),
        ("staff", True, False),
        ("steward", True, True),
        ("administrator", True, True),
    ],
)
def test_who_loads_and_who_sees_totals(
    client, country, person, may_load, may_see_totals
):
    makers = {
        "resident": UserFactory,
        "administrator": lambda: UserFactory(is_superuser=True),
        "committee": lambda: MandateFactory().user,
    }
    if person != "visitor":
        maker = makers.get(person, lambda: MandateFactory(**{person: True}).user)
        client.force_login(maker())

    listed = client.get(reverse("maps:imports"))
    response = upload(client, GOOD)

    assert (listed.status_code == 200) is may_load
    assert ImportJob.objects.exists() is may_load
    assert bool(waiting_files()) is may_load
    if person != "visitor":
        desk = client.get(reverse("participation:my_work")).content.decode()
        assert (f'href="{reverse("maps:imports")}"' in desk) is may_load
    if may_load:
        preview = answer(client, only_job(), group="RRI")
        totals = client.post(reverse("maps:import_totals", args=[only_job().pk]))
        assert ("Look at the totals" in text_of(preview)) is may_see_totals
        assert totals.status_code == (200 if may_see_totals else 403)
    else:
        assert response.status_code in (200, 403)


def test_a_mandate_that_has_ended_stores_nothing(client, country):
    mandate = MandateFactory(steward=True)
    client.force_login(mandate.user)
    upload(client, GOOD)
    answer(client, only_job(), group="RRI")
    mandate.delete()

    assert (
        client.post(reverse("maps:store_import", args=[only_job().pk])).status_code
        == 403
    )
    assert not ReturnCount.objects.exists()


# --- totals --------------------------------------------------------------------------


def test_totals_are_shown_coarsely_and_looking_is_on_record(client, steward, country):
    upload(client, GOOD.replace("XA01,40", "XA01,4"))
    job = only_job()
    preview = answer(client, job, group="RRI")
    assert "179" not in text_of(preview)
    assert not ModelLogEntry.objects.filter(action="maps.read_raw_counts").exists()

    response = press(client, "import_totals", job)

    shown = text_of(response)
    assert "Ana Country Returnees, not distinguished 179" in shown
    assert "East Region Returnees, not distinguished 175" in shown
    assert "West Region Returnees, not distinguished few" in shown
    assert "District XA" not in shown
    entry = ModelLogEntry.objects.get(action="maps.read_raw_counts")
    assert (entry.user, entry.data) == (steward, {"purpose": "preview_import"})
    assert "no-store" in response["Cache-Control"]


# --- queries -------------------------------------------------------------------------


def test_the_list_asks_as_much_for_three_files_as_for_one(
    client, steward, country, django_assert_num_queries
):
    upload(client, GOOD)
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("maps:imports"))
    asked = len(one)
    upload(client, GOOD)
    upload(client, GOOD)

    with django_assert_num_queries(asked):
        client.get(reverse("maps:imports"))


def test_findings_ask_as_much_for_three_as_for_one(
    client, steward, country, django_assert_num_queries
):
    def loaded(rows):
        upload(client, "adm2_pcode,individuals\nXA02,10\n" + "XA01,bad\n" * rows)
        answer(client, only_job(), group="RRI")
        return only_job()

    one_bad, three_bad = loaded(1), loaded(3)
    with CaptureQueriesContext(connection) as one:
        page_of(client, "import_findings", one_bad)

    with django_assert_num_queries(len(one)):
        page_of(client, "import_findings", three_bad)
