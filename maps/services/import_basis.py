"""What is stored already where an uploaded file would go.

Two people can load the same round at once. The second is told, because the digest of
what is stored is no longer the one taken when the file was read.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.crypto import salted_hmac

from maps.enums import ImportEffect, ImportKind
from maps.imports.counting import Count
from maps.models import AdminArea, ImportJob, Population, ReportingRound
from maps.permissions import is_data_steward
from maps.services.raw_counts import counts_of_round
from maps.services.returns import counts_of


def basis_of(job: ImportJob) -> str:
    """A keyed digest: counts are few and small, so a plain one could be guessed back."""
    rows = _STORED[ImportKind(job.kind)](job)
    return salted_hmac(
        "maps.import", repr(sorted(map(repr, rows))), algorithm="sha256"
    ).hexdigest()


def effect_of(job: ImportJob, counts: Mapping[tuple[int, str], Count]) -> ImportEffect:
    """What storing counts would do to the round. Of other kinds that is not known.

    That they are the very ones stored is told to data stewards alone: whoever else
    loads files could guess at a hidden count, upload the guess, and be told it is right.
    """
    if job.kind != ImportKind.RETURNS:
        return ImportEffect.ADDS
    groups = {group for _area, group in counts}
    reporting = ReportingRound.objects.filter(code=job.about["round"]).first()
    stored = counts_of(reporting, groups) if reporting is not None else {}
    if is_data_steward(job.uploaded_by) and stored == dict(counts):
        return ImportEffect.NOTHING
    if reporting is not None and reporting.releases.exists():
        return ImportEffect.CORRECTS
    return ImportEffect.REPLACES if stored else ImportEffect.ADDS


def _stored_counts(job: ImportJob) -> Iterable[tuple[Any, ...]]:
    reporting = ReportingRound.objects.filter(code=job.about["round"]).first()
    return [] if reporting is None else map(tuple, counts_of_round(reporting))


def _stored_areas(job: ImportJob) -> Iterable[tuple[Any, ...]]:
    return AdminArea.objects.filter(level=job.about["level"]).values_list(
        "pcode", "valid_on"
    )


def _stored_population(job: ImportJob) -> Iterable[tuple[Any, ...]]:
    return Population.objects.values_list("area__pcode", "year", "persons")


_STORED = {
    ImportKind.RETURNS: _stored_counts,
    ImportKind.AREAS: _stored_areas,
    ImportKind.POPULATION: _stored_population,
}
