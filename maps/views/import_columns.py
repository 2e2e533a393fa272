"""Which table of an uploaded file is meant, and which column says what."""

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from maps import tasks
from maps.enums import WAITING_IMPORTS, ImportKind, ImportState
from maps.forms.columns import ColumnsForm, ReturnColumnsForm
from maps.forms.imports import LayerForm, level_choices
from maps.forms.proposals import SpellingsForm
from maps.imports.findings import FileRefusedError
from maps.queries.areas import levels_in_use
from maps.services.import_files import sealed_file
from maps.services.import_jobs import fail_import, start_reading
from maps.services.import_looks import (
    has_known_headings,
    look_into,
    remembered_for,
    roles_of,
)
from maps.views.importers import did, for_importers, own_import

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from maps.imports.looking import Candidate, Look
    from maps.imports.mappings import ColumnMapping as Mapped
    from maps.models import ImportJob


@for_importers
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: "HttpRequest", pk: int) -> "HttpResponse":
    """Ask what the file leaves open; the answers start the reading."""
    job = own_import(request, pk)
    if job.state not in WAITING_IMPORTS:
        return redirect("maps:import", pk)
    if job.kind == ImportKind.AREAS:
        form = LayerForm(
            request.POST or None,
            initial=LayerForm.initial_of(job.answers),
            result=job.result,
        )
        return _answered(request, job, form) or _page(request, job, form)
    try:
        look = look_into(job.kind, sealed_file(job.stored_as))
    except FileRefusedError as refusal:
        fail_import(job, str(refusal))
        return redirect("maps:import", pk)
    sheets = sorted(look.candidates, key=lambda candidate: candidate.sheet)
    candidate = _candidate(request, job, look, sheets)
    if candidate is None:
        return _page(request, job, None)
    remembered = remembered_for(job.kind, candidate)
    mapped = remembered[1] if remembered else None
    table_form = _form(request, job, candidate, mapped)
    context = {
        "candidate": candidate,
        "sheets": list(enumerate(sheets)),
        "is_chosen_by_content": candidate is look.chosen and len(sheets) > 1,
        "number": sheets.index(candidate),
        "remembered": remembered and remembered[0],
    }
    confirmed = {"codes": mapped.codes, "places": mapped.places} if mapped else {}
    return _answered(request, job, table_form, confirmed=confirmed) or _page(
        request, job, table_form, **context
    )


def _candidate(
    request: "HttpRequest", job: "ImportJob", look: "Look", sheets: "list[Candidate]"
) -> "Candidate | None":
    """The table asked for, else the one answered before, else the one that is meant."""
    wanted = request.POST.get("table") or request.GET.get("table") or ""
    if wanted.isdecimal() and int(wanted) < len(sheets):
        return sheets[int(wanted)]
    for candidate in sheets:
        if job.answers and candidate.sheet == job.answers.get("sheet"):
            return candidate
    return look.chosen or next(iter(look.candidates), None)


def _form(
    request: "HttpRequest",
    job: "ImportJob",
    candidate: "Candidate",
    mapped: "Mapped | None",
) -> ColumnsForm:
    same = job.answers.get("sheet") == candidate.sheet
    options: dict[str, Any] = {
        "candidate": candidate,
        "roles": roles_of(job.kind),
        "has_headings": has_known_headings(candidate),
        "remembered": mapped.columns if mapped else None,
        "answers": job.answers if same else None,
    }
    data = request.POST or None
    if job.kind == ImportKind.RETURNS:
        levels = level_choices(reversed(levels_in_use()))
        return ReturnColumnsForm(data, levels=levels, **options)
    return ColumnsForm(data, **options)


def _answered(
    request: "HttpRequest",
    job: "ImportJob",
    form: ColumnsForm | LayerForm,
    **more: Any,
) -> "HttpResponse | None":
    if request.method != "POST" or not form.is_valid():
        return None
    answers = {**form.answers(), **more}
    if did(request, lambda: start_reading(job, answers, by=request.user)):
        tasks.read_import.enqueue(job.pk)
    return redirect("maps:import", job.pk)


def _page(
    request: "HttpRequest",
    job: "ImportJob",
    form: ColumnsForm | LayerForm | None,
    **context: Any,
) -> "HttpResponse":
    template = "layer" if job.kind == ImportKind.AREAS else "columns"
    refused = (
        job.findings.filter(row__isnull=True, severity="error")
        if job.state == ImportState.NEEDS_ANSWERS
        else ()
    )
    return render(
        request,
        f"maps/imports/{template}.html",
        {
            "job": job,
            "form": form,
            "refused": refused,
            "spellings": SpellingsForm(result=job.result),
            **context,
        },
    )
