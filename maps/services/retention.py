"""Raw counts are forgotten once no release is expected to need them any more."""

import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from maps.enums import DRAFT_STATES
from maps.models import ReportingRound
from maps.services.raw_counts import forget_counts, rounds_with_counts

_LOADED = "maps.load_returns"


def forget_old_counts(now: datetime.datetime | None = None) -> list[str]:
    """Remove raw counts that have lain untouched for longer than they are kept.

    Of whole rounds: those whose day, last loading and last release are all more than
    ``RAW_COUNTS_KEPT_DAYS`` ago. Releases and their figures stay. Returns the codes of
    the rounds. What uploaded files add up to is `purge_expired`'s to remove.
    """
    before = (now or timezone.now()) - datetime.timedelta(
        days=settings.RAW_COUNTS_KEPT_DAYS
    )
    rounds = ReportingRound.objects.filter(
        pk__in=rounds_with_counts(), reported_on__lt=before.date()
    )
    return [each.code for each in rounds if _forget(each, before)]


@transaction.atomic
def _forget(reporting: ReportingRound, before: datetime.datetime) -> bool:
    held = ReportingRound.objects.select_for_update().get(pk=reporting.pk)
    is_used = (
        held.releases.filter(published_at__gte=before).exists()
        or ModelLogEntry.objects.for_instance(held)
        .filter(action=_LOADED, timestamp__gte=before)
        .exists()
    )
    if is_used:
        return False
    held.proposals.filter(state__in=DRAFT_STATES).delete()
    forget_counts(held)
    log(
        instance=held,
        action="maps.forget_counts",
        data={"kept_days": settings.RAW_COUNTS_KEPT_DAYS},
    )
    return True
