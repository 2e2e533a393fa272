"""Uploaded files step by step: received, answered for, let go of.

Reading and storing are in ``import_readings`` and ``import_commits``. Every step locks
the job first, so that a second press of a button finds it already taken.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from maps.enums import (
    FINISHED_IMPORTS,
    WAITING_IMPORTS,
    ImportKind,
    ImportState,
)
from maps.models import ImportFinding, ImportJob
from maps.permissions import IMPORT_DATA, require
from maps.services.import_files import IncomingFile, delete_file, delete_stray_files
from maps.services.raw_counts import forget_staged

#: Nobody needs more unfinished files than this, and each may be large.
MOST_OPEN = 10


class ImportRefusedError(Exception):
    """A step was refused; the message says why and what to do."""


@transaction.atomic
def receive_file(
    file: IncomingFile,
    *,
    kind: ImportKind,
    about: Mapping[str, Any],
    language: str,
    by: Any,
) -> ImportJob:
    """Take in a file that has been written to the private folder.

    Raises ImportRefusedError, PermissionDenied.
    """
    require(IMPORT_DATA, by)
    open_jobs = ImportJob.objects.filter(uploaded_by=by).exclude(
        state__in=FINISHED_IMPORTS
    )
    if open_jobs.count() >= MOST_OPEN:
        raise ImportRefusedError(
            _("You have %(count)d unfinished imports. Store or cancel one first.")
            % {"count": MOST_OPEN}
        )
    job = ImportJob.objects.create(
        kind=kind,
        uploaded_by=by,
        stored_as=file.name,
        size=file.size,
        rows_expected=file.rows_expected,
        language=language,
        about=dict(about),
    )
    log(instance=job, action="maps.upload_import", user=by, data={"kind": kind})
    return job


@transaction.atomic
def start_reading(job: ImportJob, answers: Mapping[str, Any], *, by: Any) -> ImportJob:
    """Take a person's answers; the file is to be read with them.

    Raises ImportRefusedError, PermissionDenied.
    """
    held = held_job(job, by=by)
    if held.state not in WAITING_IMPORTS:
        raise ImportRefusedError(_taken(held))
    forget_outcome(held)
    held.answers = dict(answers)
    held.state = ImportState.READING
    held.step_began_at = timezone.now()
    held.rows_read = held.bad_rows = 0
    held.result, held.basis, held.reason = {}, "", ""
    held.save()
    return held


@transaction.atomic
def start_storing(
    job: ImportJob, *, without_bad_rows: bool = False, by: Any
) -> ImportJob:
    """Take a person's word that what was read is to be stored.

    Raises ImportRefusedError, PermissionDenied.
    """
    held = held_job(job, by=by)
    if held.state != ImportState.READY:
        raise ImportRefusedError(_taken(held))
    if held.bad_rows and not without_bad_rows:
        raise ImportRefusedError(
            _("Rows with errors would be left out. Say that this is meant.")
        )
    held.state = ImportState.COMMITTING
    held.step_began_at = timezone.now()
    held.reason = ""
    held.save()
    return held


def cancel_import(job: ImportJob, *, by: Any) -> None:
    """Let a file go, also while it is being read; it is deleted at once.

    Raises ImportRefusedError, PermissionDenied.
    """
    with transaction.atomic():
        held = held_job(job, by=by)
        if held.is_finished or held.state == ImportState.COMMITTING:
            raise ImportRefusedError(_taken(held))
        name = finish(held, ImportState.CANCELLED)
        log(instance=held, action="maps.cancel_import", user=by)
    delete_file(name)


def fail_import(job: ImportJob, reason: str) -> None:
    """End a job that cannot go on; its file is deleted. Nothing if it has ended."""
    with transaction.atomic():
        held = ImportJob.objects.select_for_update().get(pk=job.pk)
        if held.is_finished:
            return
        name = finish(held, ImportState.FAILED, reason)
    delete_file(name)


def purge_expired() -> int:
    """End what is older than it may be, delete stray files; return how many ended."""
    now = timezone.now()
    expired = ImportJob.objects.exclude(state__in=FINISHED_IMPORTS).filter(
        expires_at__lte=now
    )
    ended = sum(expire_import(job) for job in expired)
    ImportFinding.objects.filter(
        job__state__in=FINISHED_IMPORTS, job__expires_at__lte=now
    ).delete()
    known = set(
        ImportJob.objects.exclude(stored_as="").values_list("stored_as", flat=True)
    )
    delete_stray_files(known)
    return ended


def expire_import(job: ImportJob) -> bool:
    """End one job whose time is over; return whether it was open."""
    with transaction.atomic():
        held = ImportJob.objects.select_for_update().get(pk=job.pk)
        if held.is_finished or held.expires_at > timezone.now():
            return False
        name = finish(held, ImportState.EXPIRED)
        log(instance=held, action="maps.expire_import")
    delete_file(name)
    return True


def held_job(job: ImportJob, *, by: Any) -> ImportJob:
    """The job, locked, if the person may work on it. Raises PermissionDenied."""
    require(IMPORT_DATA, by)
    return ImportJob.objects.select_for_update().get(pk=job.pk, uploaded_by=by)


def finish(held: ImportJob, state: ImportState, reason: str = "") -> str:
    """End a locked job; return the name of the file to delete once that is stored."""
    name = held.stored_as
    forget_staged(held)
    held.state = state
    held.finished_at = timezone.now()
    held.stored_as, held.basis, held.reason = "", "", reason
    held.save()
    return name


def forget_outcome(held: ImportJob) -> None:
    """Forget what an earlier reading of a locked job's file has found."""
    forget_staged(held)
    held.findings.all().delete()


def _taken(job: ImportJob) -> str:
    return _("This import is in another state by now: %(state)s.") % {
        "state": job.get_state_display()
    }
