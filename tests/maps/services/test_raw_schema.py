"""PostgreSQL keeps raw counts from whatever does not come through the door."""

import datetime
import uuid
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.db.models import ProtectedError

from maps.checks import raw_counts_are_protected
from maps.enums import ImportKind
from maps.imports.counting import Count
from maps.models import ImportJob, ReleasedCell, ReportingRound
from maps.models.returns import ReturnCount
from maps.services import raw_counts
from maps.services.raw_schema import are_raw_counts_open
from maps.services.releases import publish_release
from maps.services.retention import forget_old_counts
from tests.factories.maps import (
    AdminAreaFactory,
    ReportingRoundFactory,
    return_count,
    row_of_wards,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

PERSONS = (7, 8, 40, 50, 60)


@pytest.fixture
def wards():
    """Five wards in a row, counted in round R1."""
    wards = row_of_wards(5)
    reporting = ReportingRoundFactory(code="R1")
    for ward, persons in zip(wards, PERSONS, strict=True):
        return_count(ward, persons, round=reporting)
    return wards


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def as_the_site(wards, settings):
    """Protected by an administrator; what follows runs under the site's login."""
    name = uuid.uuid4().hex[:12]
    login, role = f"site_{name}", f"raw_{name}"
    run(f"CREATE ROLE {login} LOGIN")
    run("SET CONSTRAINTS ALL IMMEDIATE")  # what the test stored is checked by now
    arguments = {"site": login, "role": role, "schema": f"counts_{name}"}
    for _again in range(2):
        call_command("protect_raw_counts", **arguments, stdout=StringIO())
    settings.RAW_COUNTS_ROLE = role
    run(f"SET LOCAL SESSION AUTHORIZATION {login}")
    return role


@pytest.mark.postgis
@pytest.mark.parametrize(
    "question",
    [
        "SELECT individuals FROM maps_returncount",
        "SELECT sum(households) FROM maps_returncount",
        "SELECT * FROM maps_returncount",
        "SELECT individuals, parts FROM maps_stagedcount",
        "UPDATE maps_returncount SET individuals = 0",
    ],
)
def test_no_statement_outside_the_door_reads_or_changes_a_count(as_the_site, question):
    raw_counts.counts_of_round(ReportingRound.objects.get())

    with pytest.raises(ProgrammingError, match="permission denied"):
        run(question)


@pytest.mark.postgis
def test_a_page_with_a_fault_in_its_query_reads_nothing(as_the_site):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        list(ReturnCount.objects.all())

    assert not are_raw_counts_open()


@pytest.mark.postgis
def test_the_door_reads_and_is_shut_again_even_after_a_fault(as_the_site):
    reporting = ReportingRound.objects.get()
    counts = raw_counts.counts_of_round(reporting)

    assert sorted(each.individuals for each in counts) == sorted(PERSONS)
    with pytest.raises(TypeError), transaction.atomic(), raw_counts._door():
        raise TypeError
    assert not are_raw_counts_open()


@pytest.mark.postgis
def test_loading_publishing_correcting_and_forgetting_go_on(
    as_the_site, wards, tmp_path
):
    release = publish_release("R1", by=None, threshold=10)
    shown = ReleasedCell.objects.filter(release=release, value__isnull=False)
    assert {cell.value for cell in shown} >= {40, 50, 60}

    file = tmp_path / "returns.csv"
    lines = [
        f"{ward.pcode},{persons}"
        for ward, persons in zip(wards, (70, 80, 40, 50, 60), strict=True)
    ]
    file.write_text("\n".join(["pcode,individuals", *lines]))
    call_command(
        "load_returns", file, round="R1", date=release.round.reported_on, group="RET"
    )
    publish_release("R1", by=None, threshold=10)
    assert raw_counts.newest_revision(release.round) == 2

    years_later = datetime.datetime(2040, 1, 1, tzinfo=datetime.UTC)
    assert forget_old_counts(years_later) == ["R1"]
    assert raw_counts.counts_of_round(release.round) == []


@pytest.mark.postgis
def test_what_counts_hang_on_is_kept_or_removed_without_reading_them(
    as_the_site, wards
):
    job = ImportJob.objects.create(
        kind=ImportKind.RETURNS, uploaded_by=UserFactory(), stored_as="a"
    )
    raw_counts.stage_counts(job, {(wards[0].pk, "RET"): Count(12)})

    with pytest.raises(ProtectedError), transaction.atomic():
        wards[0].delete()
    job.delete()
    AdminAreaFactory(level=2).delete()

    assert not raw_counts.StagedCount.objects.exists()


@pytest.mark.postgis
def test_a_site_that_runs_under_the_administrators_login_is_warned(wards):
    [warning] = raw_counts_are_protected(None, databases=["default"])

    assert "protect_raw_counts" in warning.hint
    assert raw_counts_are_protected(None, databases=None) == []


@pytest.mark.postgis
def test_a_site_with_a_login_of_its_own_is_not_warned(as_the_site):
    assert raw_counts_are_protected(None, databases=["default"]) == []


@pytest.mark.postgis
def test_the_owner_of_the_tables_is_not_taken_for_the_site():
    with pytest.raises(CommandError, match="Create another one"):
        call_command(
            "protect_raw_counts", site=connection.get_connection_params()["user"]
        )


@pytest.mark.postgis
def test_a_login_that_is_not_there_changes_nothing():
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("protect_raw_counts", site="nobody_of_that_name")


def test_an_embedded_database_says_that_it_has_no_roles(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite")

    with pytest.raises(CommandError, match="no roles"):
        call_command("protect_raw_counts", site="site")
    assert not are_raw_counts_open()
