"""Store a round's counts behind the door: aggregated, repeatable, all or nothing."""

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import shapely
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from maps.enums import AreaLevel, Breakdown, is_partition
from maps.imports.counting import Count
from maps.imports.locating import AreaLocator, LocatableArea
from maps.models import ReportingRound
from maps.permissions import IMPORT_DATA, require
from maps.queries.areas import current_areas
from maps.services.raw_counts import (
    RawCount,
    counts_of_round,
    newest_revision,
    replace_counts,
    revisions_of,
)


class ReturnsNotStoredError(Exception):
    """A round's counts were refused; nothing is stored."""


@dataclass(frozen=True)
class ReturnsStored:
    """What a load did, without a single figure."""

    round: ReportingRound
    areas: int
    groups: list[str]
    changed: bool


def locator_on(day: datetime.date, level: int | None = None) -> AreaLocator[int]:
    """The areas of one level valid on a day (the finest unless told), for placing rows.

    Raises ReturnsNotStoredError where no areas of that level are loaded.
    """
    areas = current_areas(day)
    if level is None:
        level = areas.order_by("-level").values_list("level", flat=True).first() or 0
    found = [
        LocatableArea(area.pk, area.pcode, shapely.from_wkb(bytes(area.geometry.wkb)))
        for area in areas.filter(level=level)
    ]
    if not found:
        raise ReturnsNotStoredError(
            _("No areas are valid on %(date)s. Load the borders first (load_areas).")
            % {"date": day}
        )
    return AreaLocator(found)


def codes_of_levels(day: datetime.date) -> dict[str, list[str]]:
    """Codes of the areas that are valid on a day, by the name of their level."""
    codes: dict[str, list[str]] = {}
    for level, code in current_areas(day).values_list("level", "pcode"):
        name = _("%(level)s (level %(number)d)") % {
            "level": AreaLevel(level).label,
            "number": level,
        }
        codes.setdefault(name, []).append(code)
    return codes


@transaction.atomic
def store_returns(
    counts: Mapping[tuple[int, str], Count],
    *,
    round_code: str,
    reported_on: datetime.date,
    by: Any,
    source: str = "",
    note: str = "",
) -> ReturnsStored:
    """Store counts of (area key, group) as the stock of a round.

    Groups that the file does not have are left alone; the same counts again change
    nothing. Other counts of a group replace the stored ones. Once these have been
    published they are kept, and the others become the next revision of the stock: a
    correction, which is published only as far as the difference reveals nobody.

    Raises ReturnsNotStoredError, PermissionDenied.
    """
    require(IMPORT_DATA, by)
    if not counts:
        raise ReturnsNotStoredError(_("The file has no counts to store."))
    reporting = _round(round_code, reported_on, source, note)
    groups = sorted({group for _area, group in counts})
    _check_parts(counts.values())
    _refuse_where_forgotten(reporting)
    revision = newest_revision(reporting)
    stored = _stored(reporting, revision, groups)
    areas = len({area for area, _group in counts})
    if stored == dict(counts):
        _record(reporting, groups, areas, revision, replaced=True, by=by)
        return ReturnsStored(reporting, areas, groups, changed=False)
    if reporting.releases.filter(revision=revision).exists():
        revision = _next_revision(reporting, revision)
    replace_counts(
        reporting,
        revision,
        groups,
        (
            row
            for (area, group), count in counts.items()
            for row in _rows(revision, area, group, count)
        ),
    )
    _record(reporting, groups, areas, revision, replaced=bool(stored), by=by)
    return ReturnsStored(reporting, areas, groups, changed=True)


def _record(
    reporting: ReportingRound,
    groups: list[str],
    areas: int,
    revision: int,
    *,
    replaced: bool,
    by: Any,
) -> None:
    """Also of a load that changes nothing: its absence would say that a guess is right."""
    log(
        instance=reporting,
        action="maps.load_returns",
        user=by,
        data={
            "groups": groups,
            "areas": areas,
            "replaced": replaced,
            "revision": revision,
        },
    )


def _refuse_where_forgotten(reporting: ReportingRound) -> None:
    """Counts next to published ones are protected against these, which must be there.

    Raises ReturnsNotStoredError.
    """
    published = set(reporting.releases.values_list("revision", flat=True))
    if published - revisions_of(reporting):
        raise ReturnsNotStoredError(
            _(
                "The counts that were published of round %(code)s are not kept any more. "
                "Put the correction into the round of the next date."
            )
            % {"code": reporting.code}
        )


def counts_of(
    reporting: ReportingRound, groups: Collection[str]
) -> dict[tuple[int, str], Count]:
    """The newest counts of some groups as a file would give them. Confidential."""
    return _stored(reporting, newest_revision(reporting), groups)


def _stored(
    reporting: ReportingRound, revision: int, groups: Collection[str]
) -> dict[tuple[int, str], Count]:
    found: dict[tuple[int, str], Count] = {}
    parts: dict[tuple[int, str], dict[str, int]] = {}
    for row in counts_of_round(reporting, revision):
        if row.group not in groups:
            continue
        key = row.area_id, row.group
        if row.breakdown == Breakdown.ALL:
            own = parts.setdefault(key, {})
            found[key] = Count(row.individuals, row.households, own)
        else:
            parts.setdefault(key, {})[row.breakdown] = row.individuals
    return {key: replace(count, parts=parts[key]) for key, count in found.items()}


def _next_revision(reporting: ReportingRound, revision: int) -> int:
    """Begin a revision with a copy of all counts, and return its number."""
    copies = [
        count._replace(revision=revision + 1)
        for count in counts_of_round(reporting, revision)
    ]
    replace_counts(reporting, revision + 1, (), copies)
    return revision + 1


def _rows(revision: int, area: int, group: str, count: Count) -> Iterator[RawCount]:
    whole = Breakdown.ALL.value
    yield RawCount(revision, area, group, whole, count.individuals, count.households)
    for code, individuals in count.parts.items():
        yield RawCount(revision, area, group, code, individuals, None)


def _check_parts(counts: Collection[Count]) -> None:
    """Parts are all of sex or all of age, and nowhere more than the whole.

    Raises ReturnsNotStoredError.
    """
    codes = {code for count in counts for code in count.parts}
    if not is_partition(codes) or any(
        sum(count.parts.values()) > count.individuals for count in counts
    ):
        raise ReturnsNotStoredError(
            _("The parts by sex or age do not make up the whole they belong to.")
        )


def _round(
    code: str, reported_on: datetime.date, source: str, note: str
) -> ReportingRound:
    reporting, _created = ReportingRound.objects.select_for_update().get_or_create(
        code=code,
        defaults={"reported_on": reported_on, "source": source, "note": note},
    )
    if reporting.reported_on != reported_on:
        raise ReturnsNotStoredError(
            _("Round %(code)s is of %(stored)s, not of %(given)s. Check --date.")
            % {"code": code, "stored": reporting.reported_on, "given": reported_on}
        )
    return reporting
