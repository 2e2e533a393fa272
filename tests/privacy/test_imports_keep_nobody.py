"""Nothing of a person in an uploaded file stays: in no table, log, cache or folder."""

import tempfile
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection

from config.settings import base
from maps.enums import ImportState
from maps.imports.return_rows import RowReader
from maps.models import ImportJob
from maps.services.import_jobs import start_reading
from maps.services.import_readings import read_file
from tests.factories.communities import MandateFactory
from tests.factories.maps import AdminAreaFactory
from tests.maps.wizard.walking import answer, press, upload, workbook

pytestmark = pytest.mark.django_db

NAME, PHONE = "Zebulina Quartermain", "0791357924"
PLACE = "9.876543"
PLANTED = (NAME, NAME.split()[0], NAME.split()[1], PHONE, PLACE)

#: A name under every heading that a shifted row can put it, and beside them all.
OF_PLACES = (
    "adm2_pcode,district,individuals,households,latitude,longitude,contact,phone\n"
    f"XA01,One,40,9,0.5,0.5,{NAME},{PHONE}\n"
    f"{NAME},One,40,9,,,{NAME},{PHONE}\n"
    f"XA02,Two,{NAME},9,,,{NAME},{PHONE}\n"
    f"XA02,Two,{PHONE},9,,,{NAME},{PHONE}\n"
    f"XA02,{NAME},12,{NAME},{PLACE},{PLACE},{NAME},{PHONE}\n"
)
OF_PERSONS = (
    f"adm2_pcode,full name,phone,sex\nXA01,{NAME},{PHONE},f\n{PHONE},{NAME},{PHONE},m\n"
)
WITHOUT_HEADINGS = f"XA01,{NAME},{PHONE},40\nXA02,{NAME},{PHONE},55\n"
OF_SHEETS = workbook(
    Data=[["adm2_pcode", "individuals", "name"], ["XA01", 40, NAME], [NAME, 5, PHONE]],
    List=[[NAME, PHONE], [NAME, PHONE]],
)


@pytest.fixture(autouse=True)
def folders(settings, tmp_path, monkeypatch):
    """Every folder that anything could be left in, empty at first."""
    for name in ("imports", "media", "temporary"):
        (tmp_path / name).mkdir()
    settings.IMPORT_ROOT = tmp_path / "imports"
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return tmp_path


@pytest.fixture
def steward(client):
    for n in (1, 2):
        AdminAreaFactory(pcode=f"XA0{n}", x=float(n - 1))
    user = MandateFactory(steward=True).user
    client.force_login(user)
    return user


def everything_stored():
    """Every cell of every table, sessions and tasks too."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {quoted}")  # noqa: S608 - the database's own
            yield from (str(row) for row in cursor.fetchall())
    yield str(getattr(cache, "_cache", {}))


def assert_nobody(texts):
    for text in texts:
        assert not [each for each in PLANTED if each in text], text


@pytest.mark.parametrize(
    ("content", "name", "choices"),
    [
        (OF_PLACES, "file.csv", {}),
        (OF_PERSONS, "file.csv", {"each_row": "person"}),
        (WITHOUT_HEADINGS, "file.csv", {"column_individuals": "D", "column_code": "A"}),
        (WITHOUT_HEADINGS, "file.csv", {"column_individuals": "B"}),
        (OF_SHEETS, f"{NAME} {PHONE}.xlsx", {}),
    ],
    ids=["places", "persons", "without headings", "wrong column", "sheets"],
)
@pytest.mark.parametrize("ending", ["store_import", "cancel_import"])
def test_nothing_of_a_person_stays_at_any_step(
    client, steward, folders, caplog, capfd, content, name, choices, ending
):
    pages = [upload(client, content, name=name)]
    job = ImportJob.objects.latest("pk")
    assert_nobody(everything_stored())

    pages.append(answer(client, job, group="RRI", **choices))
    assert_nobody(everything_stored())
    pages.append(client.get(f"/map/imports/{job.pk}/findings.csv"))
    pages.append(client.get(f"/map/imports/{job.pk}/columns/"))
    pages.append(press(client, ending, job, without_bad_rows="on"))
    if not ImportJob.objects.get(pk=job.pk).is_finished:
        pages.append(press(client, "cancel_import", job))

    assert_nobody(everything_stored())
    assert_nobody(page.content.decode() for page in pages)
    assert_nobody([caplog.text, *capfd.readouterr()])
    assert [path for path in folders.rglob("*") if path.is_file()] == []


def test_while_it_waits_the_file_is_for_this_account_alone(client, steward, folders):
    upload(client, OF_PLACES)

    [path] = (folders / "imports").iterdir()

    assert oct(path.stat().st_mode)[-3:] == "600"
    assert oct(path.parent.stat().st_mode)[-3:] == "700"
    assert [each for each in (folders / "temporary").rglob("*") if each.is_file()] == []
    assert path.name == ImportJob.objects.get().stored_as
    assert PHONE.encode() in OF_PLACES.encode()
    for each in PLANTED:
        assert each.encode() not in path.read_bytes()
    assert client.get(f"/media/{path.name}").status_code == 404


@pytest.mark.parametrize("content", [OF_PLACES, OF_SHEETS], ids=["text", "workbook"])
def test_while_it_is_read_the_file_lies_sealed_too(
    client, steward, folders, monkeypatch, content
):
    """All that lies on the disk is looked at whenever a row has been read."""
    upload(client, content)
    seen = []

    def look(reader, *row):
        seen.extend(path.read_bytes() for path in folders.rglob("*") if path.is_file())
        return read(reader, *row)

    read = RowReader.read
    monkeypatch.setattr(RowReader, "read", look)
    answer(client, ImportJob.objects.latest("pk"), group="RRI")

    assert seen
    # A workbook is recognised by its first bytes, whatever compression hides.
    assert not [each for each in seen if PHONE.encode() in each or each[:2] == b"PK"]


def test_the_private_folder_is_none_that_is_served():
    assert not base.IMPORT_ROOT.is_relative_to(base.MEDIA_ROOT)
    assert not base.IMPORT_ROOT.is_relative_to(base.STATIC_ROOT)
    assert isinstance(base.IMPORT_ROOT, Path)


def test_an_unforeseen_error_is_told_without_its_text(client, steward, folders, caplog):
    """What breaks on a cell would put the cell into its traceback."""
    upload(client, OF_PLACES)
    job = ImportJob.objects.latest("pk")
    start_reading(job, {"each_row": NAME}, by=steward)

    read_file(job.pk)

    failed = ImportJob.objects.get(pk=job.pk)
    assert failed.state == ImportState.FAILED
    assert "ValueError" in caplog.text
    assert_nobody([caplog.text, failed.reason])
    assert [path for path in folders.rglob("*") if path.is_file()] == []
