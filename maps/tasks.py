"""Work that takes longer than a page may: protecting a country's counts, large files.

Arguments are keys only. Whoever was let in when the work was asked for must still be
when it begins: services check again.
"""

from django.contrib.auth import get_user_model
from django_tasks import task

from maps.models import ReleaseProposal, ReportingRound
from maps.services.approvals import publish_approved
from maps.services.import_commits import store_import
from maps.services.import_jobs import purge_expired
from maps.services.import_readings import read_file
from maps.services.preparations import work_out_drafts


@task()
def work_out(round_id: int, by_id: int) -> int:
    """Work out what waits for it in a round; return how many thresholds."""
    return work_out_drafts(
        ReportingRound.objects.get(pk=round_id),
        by=get_user_model().objects.get(pk=by_id),
    )


@task()
def publish(proposal_id: int) -> bool:
    """Publish an approved proposal; return whether it still was what was proposed."""
    proposal = ReleaseProposal.objects.select_related("round", "decided_by").get(
        pk=proposal_id
    )
    return publish_approved(proposal) is not None


@task()
def read_import(job_id: int) -> None:
    """Read an uploaded file."""
    read_file(job_id)


@task()
def commit_import(job_id: int) -> None:
    """Store what was read of it."""
    store_import(job_id)


@task()
def purge_imports() -> int:
    """Delete what nobody has stored in time; return how many imports ended."""
    return purge_expired()
