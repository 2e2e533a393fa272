"""The door: the only module that reads and writes raw return counts (privacy, rule 8).

Where a role of its own may read them (``RAW_COUNTS_ROLE``, set up on PostgreSQL by
``protect_raw_counts``), every function here takes that role on for its own statements
and lays it down again. Whatever else the site runs, a page with a fault in its query
included, is refused by the database. What comes out is plain data, confidential.
Whoever calls puts on record what for (`maps.services.stocks.note_reading`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from maps.imports.counting import Count
from maps.models import ImportJob, ReportingRound
from maps.models.returns import ReturnCount, StagedCount

_BATCH = 2_000


class RawCount(NamedTuple):
    """Returnees of one group, or of a part of it, in one area (its key)."""

    revision: int
    area_id: int
    group: str
    breakdown: str
    individuals: int
    households: int | None


@contextmanager
def _door() -> Iterator[None]:
    """Run what is inside as the role that may.

    A fault inside rolls the role back with everything else.
    """
    if not settings.RAW_COUNTS_ROLE or connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        _take_on(settings.RAW_COUNTS_ROLE)
        yield
        _take_on("none")


def _take_on(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', %s, true)", [role])


# --- counts of rounds -------------------------------------------------------------------


def counts_of_round(
    reporting: ReportingRound, revision: int | None = None
) -> list[RawCount]:
    """All counts of a round, of one revision or of every one."""
    rows = ReturnCount.objects.filter(round=reporting).order_by("pk")
    if revision is not None:
        rows = rows.filter(revision=revision)
    with _door():
        return [RawCount(*row) for row in rows.values_list(*RawCount._fields)]


def revisions_of(reporting: ReportingRound) -> set[int]:
    """The revisions of which counts are kept."""
    rows = ReturnCount.objects.filter(round=reporting)
    with _door():
        return set(rows.values_list("revision", flat=True).distinct())


def newest_revision(reporting: ReportingRound) -> int:
    """The revision that is published next; 1 where no counts are loaded."""
    with _door():
        found = ReturnCount.objects.filter(round=reporting).aggregate(Max("revision"))
    return found["revision__max"] or 1


def rounds_with_counts() -> set[int]:
    """The keys of the rounds of which counts are kept."""
    with _door():
        return set(ReturnCount.objects.values_list("round", flat=True).distinct())


def replace_counts(
    reporting: ReportingRound,
    revision: int,
    groups: Collection[str],
    counts: Iterable[RawCount],
) -> None:
    """Store counts in place of what a revision has of some groups."""
    own = ReturnCount.objects.filter(round=reporting, revision=revision)
    rows = [ReturnCount(round=reporting, **count._asdict()) for count in counts]
    with _door():
        own.filter(group__in=groups).delete()
        ReturnCount.objects.bulk_create(rows, batch_size=_BATCH)


def forget_counts(reporting: ReportingRound) -> None:
    """Remove all counts of a round."""
    with _door():
        ReturnCount.objects.filter(round=reporting).delete()


# --- counts of uploaded files -----------------------------------------------------------


def staged_counts(job: ImportJob) -> dict[tuple[int, str], Count]:
    """What an uploaded file adds up to, by area key and group."""
    with _door():
        staged = list(StagedCount.objects.filter(job=job).order_by("pk"))
    return {
        (each.area_id, each.group): Count(each.individuals, each.households, each.parts)
        for each in staged
    }


def stage_counts(job: ImportJob, counts: Mapping[tuple[int, str], Count]) -> None:
    """Keep what an uploaded file adds up to until a person stores it."""
    rows = [
        StagedCount(
            job=job,
            area_id=area,
            group=group,
            individuals=count.individuals,
            households=count.households,
            parts=count.parts,
        )
        for (area, group), count in counts.items()
    ]
    with _door():
        StagedCount.objects.bulk_create(rows, batch_size=_BATCH)


def forget_staged(job: ImportJob) -> None:
    """Forget what an uploaded file added up to."""
    with _door():
        StagedCount.objects.filter(job=job).delete()
