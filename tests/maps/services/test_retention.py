"""Raw counts are kept for as long as a correction may need them, and no longer."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from maps.imports.counting import Count
from maps.models.returns import ReturnCount
from maps.services.audits import audit_release
from maps.services.refusals import ReleaseRefusedError
from maps.services.releases import publish_release
from maps.services.retention import forget_old_counts
from maps.services.returns import ReturnsNotStoredError, store_returns
from tests.factories.releases import counted_round

pytestmark = pytest.mark.django_db
LONG_AGO = datetime.date(2024, 2, 1)


def in_days(days: int) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=days)


@pytest.fixture(autouse=True)
def _kept_for_a_hundred_days(settings):
    settings.RAW_COUNTS_KEPT_DAYS = 100


def load(reporting, wards):
    store_returns(
        {(ward.pk, "RET"): Count(40 + at) for at, ward in enumerate(wards)},
        round_code=reporting.code,
        reported_on=reporting.reported_on,
        by=None,
    )


def test_counts_are_forgotten_when_their_time_is_over_and_releases_stay():
    reporting, _wards = counted_round(reported_on=LONG_AGO)
    release = publish_release("R1", by=None)

    assert forget_old_counts(in_days(101)) == ["R1"]

    assert not ReturnCount.objects.exists()
    assert release.cells.exists()
    assert audit_release(release).ok
    [entry] = ModelLogEntry.objects.filter(action="maps.forget_counts")
    assert (entry.object_id, entry.data) == (str(reporting.pk), {"kept_days": 100})
    assert forget_old_counts(in_days(101)) == []


def test_counts_that_were_published_not_long_ago_are_kept():
    counted_round(reported_on=LONG_AGO)
    publish_release("R1", by=None)

    assert forget_old_counts(in_days(99)) == []
    assert ReturnCount.objects.exists()


def test_counts_that_were_loaded_not_long_ago_are_kept():
    reporting, wards = counted_round(reported_on=LONG_AGO)
    load(reporting, wards)

    assert forget_old_counts(in_days(99)) == []
    assert forget_old_counts(in_days(101)) == ["R1"]


def test_counts_of_a_day_not_long_ago_are_kept():
    counted_round(reported_on=timezone.now().date())

    assert forget_old_counts(in_days(99)) == []


def test_a_published_round_takes_no_counts_after_its_own_are_forgotten():
    """They could not be protected against what was published of the others."""
    reporting, wards = counted_round(reported_on=LONG_AGO)
    publish_release("R1", by=None)
    forget_old_counts(in_days(101))

    with pytest.raises(ReturnsNotStoredError, match="next date"):
        load(reporting, wards)
    with pytest.raises(ReleaseRefusedError, match="no counts"):
        publish_release("R1", by=None)


def test_the_command_names_the_rounds(settings):
    settings.RAW_COUNTS_KEPT_DAYS = 30
    counted_round(reported_on=LONG_AGO)
    out = io.StringIO()

    call_command("purge_returns", stdout=out)

    assert out.getvalue().split("\n")[:2] == [
        "Raw counts removed of 1 rounds.",
        "  R1",
    ]
