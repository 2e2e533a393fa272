"""The wizard of those who load data: upload, preview, store, or let go."""

import csv
import io
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from maps import tasks
from maps.enums import ImportKind, ImportState, PopulationGroup
from maps.forms.imports import UPLOAD_FORMS, StoreForm, UploadForm
from maps.forms.proposals import SpellingsForm
from maps.imports.findings import FileRefusedError
from maps.permissions import is_data_steward
from maps.queries.imports import imports_of
from maps.queries.successions import cases_of, waiting_successions
from maps.services.import_jobs import (
    ImportRefusedError,
    cancel_import,
    receive_file,
    start_reading,
    start_storing,
)
from maps.services.import_looks import look_into
from maps.services.import_totals import staged_totals
from maps.views.importers import did, for_importers, own_import
from maps.views.uploading import PrivateUpload, PrivateUploadHandler

if TYPE_CHECKING:
    from django.http import HttpRequest

    from maps.models import ImportJob

A_PAGE = 30
FINDINGS_A_PAGE = 50
#: Findings shown beside the preview.
FIRST_FINDINGS = 10


@for_importers
@require_safe
def import_list(request: "HttpRequest") -> HttpResponse:
    """A person's own files, and the way to the next."""
    page = Paginator(imports_of(request.user), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "kinds": ImportKind,
        "changes": len(cases_of(waiting_successions())),
    }
    return render(request, "maps/imports/list.html", context)


@csrf_exempt
@for_importers
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: "HttpRequest", kind: str) -> HttpResponse:
    """Take in a file.

    The handler has to stand before anything reads the form, the check of its token
    too; so that check comes after it.
    """
    if kind not in ImportKind.values:
        raise Http404
    handler = PrivateUploadHandler(request)
    request.upload_handlers = [handler]
    try:
        return _upload(request, ImportKind(kind), handler)
    finally:
        handler.discard()


@csrf_protect
def _upload(
    request: "HttpRequest", kind: ImportKind, handler: PrivateUploadHandler
) -> HttpResponse:
    is_sent = request.method == "POST"
    form = UPLOAD_FORMS[kind](*((request.POST, request.FILES) if is_sent else ()))
    if handler.is_too_large:
        form.add_error("file", _("The file is larger than we accept. Split it."))
    if form.is_valid() and (job := _received(request, kind, form, handler)):
        tasks.purge_imports.enqueue()
        if kind == ImportKind.AREAS:
            start_reading(job, {}, by=request.user)
            tasks.read_import.enqueue(job.pk)
            return redirect("maps:import", job.pk)
        return redirect("maps:import_columns", job.pk)
    return render(request, "maps/imports/upload.html", {"form": form, "kind": kind})


def _received(
    request: "HttpRequest",
    kind: ImportKind,
    form: UploadForm,
    handler: PrivateUploadHandler,
) -> "ImportJob | None":
    """The job of the file, or None and the form says why there is none."""
    received: PrivateUpload = form.cleaned_data["file"]
    try:
        look_into(kind, received.incoming.sealed)
        job = receive_file(
            received.incoming,
            kind=kind,
            about=form.about(),
            language=(get_language() or "en"),
            by=request.user,
        )
    except FileRefusedError as refusal:
        finding = refusal.finding
        form.add_error("file", f"{finding.message} {finding.remedy}".strip())
        return None
    except ImportRefusedError as refusal:
        form.add_error(None, str(refusal))
        return None
    handler.keep()
    return job


@for_importers
@require_safe
def import_page(request: "HttpRequest", pk: int) -> HttpResponse:
    """A file as far as it has come."""
    job = own_import(request, pk)
    if job.is_running:
        return render(request, "maps/imports/progress.html", _progress(job))
    if job.state == ImportState.READY:
        return _preview(request, job, StoreForm())
    if job.is_finished:
        context = {
            "job": job,
            "findings": job.findings.all()[:FIRST_FINDINGS],
            "may_release": is_data_steward(request.user),
            "changes": len(cases_of(waiting_successions())),
        }
        return render(request, "maps/imports/finished.html", context)
    return redirect("maps:import_columns", job.pk)


def _progress(job: "ImportJob") -> dict[str, Any]:
    """How far it is, and how long it will still take if that can be told."""
    began = job.step_began_at or timezone.now()
    seconds = (timezone.now() - began).total_seconds()
    expected = job.rows_expected or 0
    left = None
    if job.state == ImportState.READING and 0 < job.rows_read <= expected:
        left = round(seconds / job.rows_read * (expected - job.rows_read))
    return {"job": job, "seconds_left": left, "seconds": round(seconds)}


def _preview(
    request: "HttpRequest", job: "ImportJob", form: StoreForm, **more: Any
) -> HttpResponse:
    findings = job.findings.all()
    context = {
        "job": job,
        "form": form,
        "spellings": SpellingsForm(result=job.result),
        "findings": findings[:FIRST_FINDINGS],
        "findings_count": findings.count(),
        "groups": [PopulationGroup(g).label for g in job.result.get("groups", [])],
        "may_see_totals": job.kind == ImportKind.RETURNS
        and is_data_steward(request.user),
        **more,
    }
    return render(request, "maps/imports/preview.html", context)


@for_importers
@require_POST
def import_totals(request: "HttpRequest", pk: int) -> HttpResponse:
    """The preview with totals of what was read: for data stewards, on record."""
    job = own_import(request, pk)
    if job.state != ImportState.READY or job.kind != ImportKind.RETURNS:
        return redirect("maps:import", pk)
    totals = staged_totals(job, by=request.user)
    return _preview(request, job, StoreForm(), totals=totals)


@for_importers
@require_POST
def confirm_spellings(request: "HttpRequest", pk: int) -> HttpResponse:
    """Read again with the spellings that the person confirms."""
    job = own_import(request, pk)
    form = SpellingsForm(request.POST, result=job.result)
    if form.is_valid():
        answers = form.answers(job.answers)
        if did(request, lambda: start_reading(job, answers, by=request.user)):
            tasks.read_import.enqueue(job.pk)
    return redirect("maps:import", pk)


@for_importers
@require_POST
def store(request: "HttpRequest", pk: int) -> HttpResponse:
    """Store what was read."""
    job = own_import(request, pk)
    form = StoreForm(request.POST)
    form.full_clean()
    without = bool(form.cleaned_data.get("without_bad_rows"))
    if did(
        request, lambda: start_storing(job, without_bad_rows=without, by=request.user)
    ):
        tasks.commit_import.enqueue(job.pk)
    return redirect("maps:import", pk)


@for_importers
@require_POST
def cancel(request: "HttpRequest", pk: int) -> HttpResponse:
    """Let the file go, also while it is being read."""
    job = own_import(request, pk)
    did(request, lambda: cancel_import(job, by=request.user))
    return redirect("maps:import", pk)


@for_importers
@require_safe
def findings(request: "HttpRequest", pk: int) -> HttpResponse:
    """All that was found, page by page."""
    job = own_import(request, pk)
    pages = Paginator(job.findings.all(), FINDINGS_A_PAGE)
    context = {"job": job, "page_obj": pages.get_page(request.GET.get("page"))}
    return render(request, "maps/imports/findings.html", context)


@for_importers
@require_safe
def findings_file(request: "HttpRequest", pk: int) -> HttpResponse:
    """The same as a table to work through beside the file."""
    job = own_import(request, pk)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(
        [_("Row"), _("Field"), _("Value"), _("What is wrong"), _("What to do")]
    )
    for finding in job.findings.all():
        table.writerow(
            [
                finding.row or "",
                finding.field,
                _harmless(finding.value),
                _harmless(finding.message),
                _harmless(finding.remedy),
            ]
        )
    # The mark tells spreadsheets that it is UTF-8.
    response = HttpResponse(
        "\N{ZERO WIDTH NO-BREAK SPACE}" + text.getvalue(), content_type="text/csv"
    )
    response["Content-Disposition"] = f'attachment; filename="findings-{job.pk}.csv"'
    return response


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in tuple("=+-@\t\r") else text
