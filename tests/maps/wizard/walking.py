"""Steps of the wizard, as the browser sends them."""

import io
import re
from pathlib import Path

import openpyxl
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from maps.models import ImportJob
from maps.models.returns import ReturnCount

GOOD = "adm2_pcode,individuals,households\nXA01,40,9\nXA02,55,11\nXA03,120,25\n"


def waiting_files():
    return [path for path in Path(settings.IMPORT_ROOT).iterdir() if path.is_file()]


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
