"""From which earlier areas an area's series of rounds may be continued, and where not."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from maps.enums import SuccessionKind
from maps.imports.successions import WHOLE
from maps.models import AdminArea, AreaSuccession
from maps.models.successions import ONE_TO_ONE


@dataclass(frozen=True)
class Change:
    """On ``day`` the areas named ``earlier`` became what is shown after it."""

    day: datetime.date
    kind: SuccessionKind
    earlier: tuple[str, ...]
    earlier_ids: frozenset[int]
    is_continued: bool
    is_confirmed: bool


@dataclass(frozen=True)
class Case:
    """All that became of one area, or all that one area was made of."""

    kind: SuccessionKind
    rows: tuple[AreaSuccession, ...]

    @property
    def earlier(self) -> list[AdminArea]:
        """The areas before, by code."""
        return _by_code(row.predecessor for row in self.rows)

    @property
    def later(self) -> list[AdminArea]:
        """The areas after, by code."""
        return _by_code(row.successor for row in self.rows)


@dataclass(frozen=True)
class Lineage:
    """``bases`` are sets of areas that each held exactly this area's ground, newest first.

    ``mergers`` say when several became one; ``breaks`` when ground was divided, so
    that nothing earlier can be compared.
    """

    bases: tuple[frozenset[int], ...]
    mergers: tuple[Change, ...] = ()
    breaks: tuple[Change, ...] = ()


def lineage_of(area: AdminArea) -> Lineage:
    """Follow an area back through confirmed changes. One query for each of them."""
    bases: list[frozenset[int]] = [frozenset({area.pk})]
    mergers: list[Change] = []
    while True:
        origins = _origins(bases[-1])
        breaks = [_change(rows) for rows in origins.values() if not _continues(rows)]
        if breaks or not origins:
            return Lineage(tuple(bases), tuple(mergers), tuple(breaks))
        mergers += [_change(rows) for rows in origins.values() if len(rows) > 1]
        kept = bases[-1] - origins.keys()
        bases.append(
            kept | {row.predecessor_id for rows in origins.values() for row in rows}
        )


def versions_of(area: AdminArea) -> set[int]:
    """This area under all its names and codes, earlier and later ones."""
    found, front = {area.pk}, {area.pk}
    while front:
        rows = AreaSuccession.objects.filter(is_confirmed=True, kind__in=ONE_TO_ONE)
        near = {
            *rows.filter(successor__in=front).values_list("predecessor", flat=True),
            *rows.filter(predecessor__in=front).values_list("successor", flat=True),
        }
        front = near - found
        found |= front
    return found


def waiting_successions(level: int | None = None) -> QuerySet[AreaSuccession]:
    """What a person has yet to confirm, of one level or of all; without borders."""
    waiting = AreaSuccession.objects.filter(is_confirmed=False)
    if level is not None:
        waiting = waiting.filter(successor__level=level)
    return (
        waiting.select_related("predecessor", "successor")
        .defer("predecessor__geometry", "successor__geometry")
        .order_by("successor__level", "predecessor__pcode", "successor__pcode")
    )


def cases_of(successions: Iterable[AreaSuccession]) -> list[Case]:
    """What belongs together: an area with all its parts, or a union with all of them."""
    cases: defaultdict[tuple[str, int], list[AreaSuccession]] = defaultdict(list)
    for each in successions:
        shared = (
            each.successor_id
            if each.kind == SuccessionKind.MERGED
            else each.predecessor_id
        )
        cases[each.kind, shared].append(each)
    return [
        Case(SuccessionKind(kind), tuple(rows)) for (kind, _id), rows in cases.items()
    ]


def _origins(areas: Iterable[int]) -> dict[int, list[AreaSuccession]]:
    origins: defaultdict[int, list[AreaSuccession]] = defaultdict(list)
    rows = (
        AreaSuccession.objects.filter(successor__in=areas)
        .select_related("predecessor", "successor")
        .defer("predecessor__geometry", "successor__geometry")
        .order_by("predecessor__name", "pk")
    )
    for row in rows:
        origins[row.successor_id].append(row)
    return dict(origins)


def _continues(rows: list[AreaSuccession]) -> bool:
    """Whether the earlier areas together are the later one, and nothing else.

    A merger counts only while every part of it is listed, confirmed and whole.
    """
    if not all(row.is_confirmed for row in rows):
        return False
    kinds = {row.kind for row in rows}
    if len(rows) == 1:
        return kinds <= set(ONE_TO_ONE)
    return (
        kinds == {SuccessionKind.MERGED}
        and all(row.share_of_predecessor >= WHOLE for row in rows)
        and sum(row.share_of_successor for row in rows) >= WHOLE
    )


def _change(rows: list[AreaSuccession]) -> Change:
    kinds = {row.kind for row in rows}
    (kind,) = kinds if len(kinds) == 1 else (SuccessionKind.REDRAWN,)
    return Change(
        rows[0].successor.valid_on,
        SuccessionKind(kind),
        tuple(row.predecessor.display_name for row in rows),
        frozenset(row.predecessor_id for row in rows),
        is_continued=_continues(rows),
        is_confirmed=all(row.is_confirmed for row in rows),
    )


def _by_code(areas: Iterable[AdminArea]) -> list[AdminArea]:
    return sorted({area.pk: area for area in areas}.values(), key=lambda a: a.pcode)
