"""Store what was read of an uploaded file: one transaction, and the file is gone."""

import datetime
import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from maps.enums import ImportKind, ImportState
from maps.imports.findings import FileRefusedError
from maps.imports.mappings import ColumnMapping as Mapped
from maps.imports.matching import AND
from maps.models import ImportJob
from maps.permissions import is_data_steward
from maps.services.areas import AreasNotStoredError, store_areas
from maps.services.import_basis import basis_of, effect_of
from maps.services.import_files import delete_file
from maps.services.import_jobs import fail_import, finish
from maps.services.import_looks import remember_columns
from maps.services.import_readings import read_areas_of, residents_of
from maps.services.population import PopulationNotStoredError, store_population
from maps.services.raw_counts import staged_counts
from maps.services.returns import ReturnsNotStoredError, store_returns

logger = logging.getLogger(__name__)

_REFUSALS = (
    FileRefusedError,
    ReturnsNotStoredError,
    AreasNotStoredError,
    PopulationNotStoredError,
)


def store_import(job_id: int) -> None:
    """Store what a job holds; whatever happens, the job says how it went."""
    job = ImportJob.objects.select_related("uploaded_by").get(pk=job_id)
    with translation.override(job.language):
        try:
            with transaction.atomic():
                name = _stored(job)
        except PermissionDenied:
            fail_import(job, _("You may not load data any more. Nothing was stored."))
        except _REFUSALS as refusal:
            fail_import(job, _("Nothing was stored. %(why)s") % {"why": refusal})
        except Exception as error:  # noqa: BLE001 - its text may quote a cell
            logger.error("Import %s was not stored: %s", job_id, type(error).__name__)
            fail_import(job, _("Nothing was stored. Ask the people who run this site."))
        else:
            delete_file(name)


def _stored(job: ImportJob) -> str:
    """Store, and return the name of the file to delete; empty if nothing was done."""
    held = ImportJob.objects.select_for_update().get(pk=job.pk)
    if held.state != ImportState.COMMITTING:
        return ""
    if basis_of(held) != held.basis:
        _back_to_looking(held)
        return ""
    result = _STORERS[ImportKind(held.kind)](held, by=job.uploaded_by)
    _remember(held, by=job.uploaded_by)
    held.result |= result
    name = finish(held, ImportState.COMMITTED)
    log(
        instance=held,
        action="maps.commit_import",
        user=job.uploaded_by,
        data={"kind": held.kind},
    )
    return name


def _back_to_looking(held: ImportJob) -> None:
    held.basis = basis_of(held)
    held.result["effect"] = effect_of(held, staged_counts(held))
    held.state = ImportState.READY
    held.reason = _(
        "Nothing was stored yet: somebody else has loaded data of the same kind since "
        "this file was read. Look once more at what storing would do."
    )
    held.save()


def _store_returns(held: ImportJob, *, by: Any) -> dict[str, Any]:
    about = held.about
    stored = store_returns(
        staged_counts(held),
        round_code=about["round"],
        reported_on=datetime.date.fromisoformat(about["date"]),
        by=by,
        source=about.get("source", ""),
        note=about.get("note", ""),
    )
    # To whoever may not see counts it is not told that a guess was right.
    return {"changed": stored.changed or not is_data_steward(by)}


def _store_population(held: ImportJob, *, by: Any) -> dict[str, Any]:
    changed = store_population(
        residents_of(held), by=by, source=held.about.get("source", "")
    )
    return {"changed": changed > 0, "figures": changed}


def _store_areas(held: ImportJob, *, by: Any) -> dict[str, Any]:
    about = held.about
    stored = store_areas(
        read_areas_of(held),
        by=by,
        valid_on=datetime.date.fromisoformat(about["date"])
        if about.get("date")
        else None,
        source=about.get("source", ""),
    )
    return {
        "changed": bool(stored.added or stored.closed),
        "added": stored.added,
        "unchanged": stored.unchanged,
        "closed": stored.closed,
        "notes": [*stored.notes, *stored.changes],
    }


_STORERS = {
    ImportKind.RETURNS: _store_returns,
    ImportKind.AREAS: _store_areas,
    ImportKind.POPULATION: _store_population,
}


def _remember(held: ImportJob, *, by: Any) -> None:
    fingerprint = held.result.get("fingerprint")
    if not fingerprint or not held.answers.get("remember"):
        return
    columns: dict[str, str] = {}
    for role, label, _confidence, _reason in held.result["columns"]:
        columns[role] = AND.join(filter(None, [columns.get(role), label]))
    confirmed = held.result.get("confirmed", {})
    mapped = Mapped(
        fingerprint,
        columns,
        held.result["sheet"],
        confirmed.get("codes", {}),
        confirmed.get("places", {}),
    )
    remember_columns(held.kind, mapped, by=by)
