"""Whoever loads files but may not see counts cannot find one out by guessing at it."""

import pytest
from wagtail.models import ModelLogEntry

from maps.models.returns import ReturnCount
from tests.factories.communities import MandateFactory
from tests.factories.maps import AdminAreaFactory, ReportingRoundFactory, return_count
from tests.maps.wizard.walking import answer, only_job, press, text_of, upload

pytestmark = pytest.mark.django_db
RIGHT, WRONG = 3, 4


@pytest.fixture
def counted():
    """A round of two wards, the second with three returnees."""
    reporting = ReportingRoundFactory(code="R7", reported_on="2026-06-30")
    wards = [AdminAreaFactory(pcode=f"XA0{n}", x=float(n)) for n in (1, 2)]
    for ward, persons in zip(wards, (40, RIGHT), strict=True):
        return_count(ward, persons, round=reporting, group="RRI")
    return reporting


def guess(client, persons):
    """Load a guess; return what the preview, the end, the list and the record tell."""
    upload(client, f"adm2_pcode,individuals\nXA01,40\nXA02,{persons}\n")
    job = only_job()
    pages = [answer(client, job, group="RRI")]
    pages += [press(client, "store_import", job, without_bad_rows="on")]
    told = [text_of(page).replace(f"/{job.pk}/", "/…/") for page in pages]
    job.refresh_from_db()
    recorded = ModelLogEntry.objects.filter(action="maps.load_returns")
    return (
        told,
        job.state,
        job.result["effect"],
        job.result["changed"],
        recorded.count(),
    )


def test_staff_are_told_the_same_of_a_right_guess_as_of_a_wrong_one(client, counted):
    client.force_login(MandateFactory(staff=True).user)

    *right, recorded = guess(client, RIGHT)
    *wrong, afterwards = guess(client, WRONG)

    assert right == wrong
    assert (recorded, afterwards) == (1, 2)
    assert ReturnCount.objects.filter(individuals=WRONG).exists()


def test_a_data_steward_may_know_that_nothing_changes(client, counted):
    client.force_login(MandateFactory(steward=True).user)

    told, *_rest = guess(client, RIGHT)

    assert "The very same counts are stored already" in told[0]


@pytest.mark.parametrize("persons", [RIGHT, WRONG])
@pytest.mark.parametrize("step", ["totals"])
def test_staff_do_not_read_what_a_file_adds_up_to(client, counted, persons, step):
    client.force_login(MandateFactory(staff=True).user)
    upload(client, f"adm2_pcode,individuals\nXA01,40\nXA02,{persons}\n")
    job = only_job()
    answer(client, job, group="RRI")

    assert press(client, f"import_{step}", job).status_code == 403
