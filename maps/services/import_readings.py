"""Read an uploaded file with a person's answers, and keep what it adds up to.

What is kept: counts behind the door (``StagedCount``), findings as their own rule
lets them be told, and a summary without a figure of people. An error that nobody
foresaw is told by its class alone: its text could quote a cell.
"""

import datetime
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from maps.enums import ImportKind, ImportState
from maps.imports.areas import AreaFile, read_areas
from maps.imports.choices import Choices, WhenTheyDiffer
from maps.imports.columns import EachRow
from maps.imports.counting import Count
from maps.imports.findings import FileRefusedError, Finding
from maps.imports.geolayers import look_at_layers
from maps.imports.looking import Recognised
from maps.imports.mappings import fingerprint_of_fields
from maps.imports.population import PopulationFile, read_population
from maps.imports.progress import ImportCancelledError, Progress
from maps.imports.residents import Residents
from maps.imports.returns import read_returns
from maps.models import ImportFinding, ImportJob
from maps.queries.gazetteer import gazetteer_on
from maps.queries.surroundings import borders_around
from maps.services.import_basis import basis_of, effect_of
from maps.services.import_files import open_copy, sealed_file
from maps.services.import_jobs import fail_import, forget_outcome
from maps.services.import_looks import remembered_fields
from maps.services.import_proposals import (
    proposals_told,
    with_confirmed,
)
from maps.services.raw_counts import stage_counts
from maps.services.residents import residents_in
from maps.services.returns import (
    ReturnsNotStoredError,
    codes_of_levels,
    locator_on,
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What reading came to. ``counts`` are confidential, ``summary`` is not."""

    rows_read: int
    bad_rows: int
    findings: list[Finding]
    is_refused: bool
    summary: dict[str, Any]
    counts: Mapping[tuple[int, str], Count] = field(default_factory=dict, repr=False)


def read_file(job_id: int) -> None:
    """Read the file of a job; whatever happens, the job says how it went."""
    job = ImportJob.objects.get(pk=job_id)
    if job.state != ImportState.READING:
        return
    with translation.override(job.language):
        try:
            outcome = _READERS[ImportKind(job.kind)](job)
        except ImportCancelledError:
            return
        except (FileRefusedError, ReturnsNotStoredError) as refusal:
            outcome = _refused(refusal)
        except Exception as error:  # noqa: BLE001 - its text may quote a cell
            logger.error("Import %s was not read: %s", job_id, type(error).__name__)
            fail_import(
                job, _("The file could not be read. Ask the people who run this site.")
            )
            return
        _keep(job, outcome)


def _refused(refusal: FileRefusedError | ReturnsNotStoredError) -> Outcome:
    finding = (
        refusal.finding
        if isinstance(refusal, FileRefusedError)
        else FileRefusedError(str(refusal)).finding
    )
    return Outcome(0, 0, [finding], is_refused=True, summary={})


class _Watch:
    """Notes how far a reading has come, and stops it when it is not wanted any more."""

    def __init__(self, job: ImportJob) -> None:
        self._reading = ImportJob.objects.filter(
            pk=job.pk, state=ImportState.READING, step_began_at=job.step_began_at
        )

    def __call__(self, done: int, total: int | None, *, bad: int = 0) -> None:
        if not self._reading.update(rows_read=done, bad_rows=bad):
            raise ImportCancelledError


def _read_returns(job: ImportJob) -> Outcome:
    about, answers = job.about, job.answers
    day = datetime.date.fromisoformat(about["date"])
    level, each_row = answers.get("level"), answers.get("each_row")
    choices = replace(
        _remembered_choices(job),
        when_they_differ=WhenTheyDiffer(
            answers.get("when_they_differ", WhenTheyDiffer.CODE)
        ),
        turn_axes=bool(answers.get("turn_axes")),
        grid=answers.get("grid") or "",
    )
    read = partial(
        read_returns,
        sealed_file(job.stored_as),
        locate=locator_on(day, level),
        gazetteer=gazetteer_on(day, level),
        other_levels=codes_of_levels(day),
        sheet=answers.get("sheet") or None,
        columns=answers.get("columns"),
        group=answers.get("group") or None,
        round_name=about["round"],
        on=day,
        each_row=EachRow(each_row) if each_row else None,
        max_bytes=settings.IMPORT_MAX_BYTES,
        progress=_Watch(job),
    )
    file = read(choices=choices)
    confirmed = with_confirmed(choices, file, answers)
    if confirmed != choices:
        file = read(choices=confirmed)
    is_of_places = file.each_row is EachRow.PLACE
    return Outcome(
        file.rows_read,
        file.bad_rows,
        file.findings,
        file.is_refused,
        {
            "areas": len({area for area, _group in file.counts}),
            "groups": sorted({group for _area, group in file.counts}),
            "left_out": dict(file.left_out),
            "each_row": file.each_row,
            "confirmed": {
                "codes": dict(confirmed.codes) if is_of_places else {},
                "places": dict(confirmed.places) if is_of_places else {},
            },
            **proposals_told(file, quotes=is_of_places),
            **_headings(job, file.fingerprint, file.sheet, file.recognised),
        },
        file.counts,
    )


def _remembered_choices(job: ImportJob) -> Choices:
    """The spellings that were remembered with the columns of the file."""
    remembered = job.answers.get("confirmed") or {}
    return Choices(
        codes=remembered.get("codes", {}), places=remembered.get("places", {})
    )


def _population_of(job: ImportJob) -> PopulationFile:
    return read_population(
        sealed_file(job.stored_as),
        level=job.answers.get("level"),
        year=job.about.get("year"),
        sheet=job.answers.get("sheet") or None,
        columns=job.answers.get("columns"),
        max_bytes=settings.IMPORT_MAX_BYTES,
    )


def residents_of(job: ImportJob) -> Mapping[tuple[str, int], int]:
    """Residents by code and year, with the spellings that were confirmed.

    Raises FileRefusedError: the file cannot be read any more as it was.
    """
    file = _population_of(job)
    if file.is_refused:
        first = file.findings[0]
        raise FileRefusedError(first.message, first.remedy)
    return _settled_residents(job, file).persons


def _settled_residents(job: ImportJob, file: PopulationFile) -> Residents:
    choices = _remembered_choices(job)
    residents = residents_in(file, choices)
    confirmed = with_confirmed(choices, residents, job.answers)
    return residents if confirmed == choices else residents_in(file, confirmed)


def _read_population(job: ImportJob) -> Outcome:
    file = _population_of(job)
    residents = _settled_residents(job, file)
    bad_rows = file.bad_rows + residents.bad_rows
    _Watch(job)(file.rows_read, None, bad=bad_rows)
    return Outcome(
        file.rows_read,
        bad_rows,
        [*file.findings, *residents.findings],
        file.is_refused,
        {
            "areas": len({code for code, _year in residents.persons}),
            "left_out": dict(file.left_out),
            "years": sorted({year for _code, year in residents.persons}),
            "confirmed": {
                "codes": dict(residents.choices.codes),
                "places": dict(residents.choices.places),
            },
            **proposals_told(residents, quotes=True),
            **_headings(job, file.fingerprint, file.sheet, file.recognised),
        },
    )


def read_areas_of(job: ImportJob, progress: Progress | None = None) -> AreaFile:
    """The borders in the file of a job."""
    return _read_borders(job, progress)[0]


def _read_borders(
    job: ImportJob, progress: Progress | None
) -> tuple[AreaFile, Mapping[str, str]]:
    """The borders, with the columns that were chosen for the file, or for an earlier one
    with these headings; and what was remembered so."""
    with open_copy(job.stored_as) as path:
        chosen = job.answers.get("columns")
        remembered = {} if chosen else _remembered_fields(path)
        file = read_areas(
            path,
            level=job.about["level"],
            layer=job.answers.get("layer") or None,
            columns=chosen or remembered,
            progress=progress,
            crs=job.answers.get("crs") or None,
            turn_axes=bool(job.answers.get("turn_axes")),
            around=borders_around(job.about["level"]),
            max_bytes=settings.IMPORT_MAX_BYTES,
            workspace=path.parent,
        )
        return file, remembered


def _read_areas(job: ImportJob) -> Outcome:
    watch = _Watch(job)
    file, remembered = _read_borders(job, watch)
    chosen = job.answers.get("columns", {})
    watch(file.rows_read, None, bad=file.bad_rows)
    told: dict[str, Any] = {
        "areas": len(file.rows),
        "crs": file.crs,
        "sheet": "",
        "fingerprint": fingerprint_of_fields(file.headings) if file.headings else "",
        "columns": [
            [
                role,
                heading,
                100,
                _("chosen by hand")
                if role in chosen
                else _("remembered")
                if role in remembered
                else _("by its words"),
            ]
            for role, heading in file.columns.items()
        ],
    }
    if file.is_refused:
        told |= _what_could_be_meant(job, file)
    return Outcome(file.rows_read, file.bad_rows, file.findings, file.is_refused, told)


def _remembered_fields(path: Path) -> Mapping[str, str]:
    """What was chosen for a layer with the same headings as one in the file."""
    layers = look_at_layers(
        path, max_bytes=settings.IMPORT_MAX_BYTES, workspace=path.parent
    )
    for layer in layers:
        known = remembered_fields(ImportKind.AREAS, layer.headings)
        if known is not None:
            return known.columns
    return {}


def _what_could_be_meant(job: ImportJob, file: AreaFile) -> dict[str, Any]:
    """Layers, headings and coordinate systems for a person to choose from."""
    with open_copy(job.stored_as) as path:
        layers = look_at_layers(
            path, max_bytes=settings.IMPORT_MAX_BYTES, workspace=path.parent
        )
    return {
        "layers": [layer.name for layer in layers],
        "headings": sorted({name for layer in layers for name in layer.headings}),
        "systems": [[each.code, str(each)] for each in file.crs_candidates],
    }


def _headings(
    job: ImportJob, fingerprint: str, sheet: str, recognised: Iterable[Recognised]
) -> dict[str, Any]:
    """Which heading was taken for what, unless a row of data may stand in their place."""
    if not job.answers.get("has_headings", True) or not fingerprint:
        return {"sheet": sheet, "columns": [], "fingerprint": ""}
    return {
        "sheet": sheet,
        "fingerprint": fingerprint,
        "columns": [
            [column.role, column.label, round(100 * column.confidence), column.reason]
            for column in recognised
            if column.is_taken
        ],
    }


_READERS = {
    ImportKind.RETURNS: _read_returns,
    ImportKind.AREAS: _read_areas,
    ImportKind.POPULATION: _read_population,
}


@transaction.atomic
def _keep(job: ImportJob, outcome: Outcome) -> None:
    """Store what was read, unless the job was cancelled meanwhile."""
    held = ImportJob.objects.select_for_update().get(pk=job.pk)
    if held.state != ImportState.READING:
        return
    forget_outcome(held)
    ImportFinding.objects.bulk_create(
        [_finding(held, number, each) for number, each in enumerate(outcome.findings)],
        batch_size=500,
    )
    stage_counts(held, outcome.counts)
    held.rows_read, held.bad_rows = outcome.rows_read, outcome.bad_rows
    held.result = outcome.summary
    held.state = ImportState.NEEDS_ANSWERS if outcome.is_refused else ImportState.READY
    if not outcome.is_refused:
        held.basis = basis_of(held)
        held.result["effect"] = effect_of(held, outcome.counts)
    held.step_began_at = timezone.now()
    held.save()


def _finding(job: ImportJob, number: int, finding: Finding) -> ImportFinding:
    return ImportFinding(
        job=job,
        number=number,
        severity=finding.severity.value,
        row=finding.row,
        field=finding.field[:40],
        value=finding.value[:60],
        message=finding.message,
        remedy=finding.remedy,
    )
