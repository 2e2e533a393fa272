"""Attack a release with nothing but what is public."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
import numpy.typing as npt

from maps.disclosure import (
    Attack,
    ContradictoryReleasesError,
    History,
    attack,
    of_tables,
    with_rises_and_falls,
)
from maps.enums import Breakdown, CellStatus, Measure
from maps.models import AdminArea, Release, ReleasedCell, ReleasedZoneFigure
from maps.services.area_trees import AreaTree
from maps.services.lattices import Column, Structure


@dataclass(frozen=True)
class Audit:
    """What an attacker finds. ``leaks`` are (level, P-code, group, lower, upper).

    Of areas shown together, the P-codes are joined by a plus sign.
    """

    cells: int
    hidden: int
    programmes: int
    leaks: list[tuple[int, str, str, float, float]]

    @property
    def ok(self) -> bool:
        """Whether nothing can be worked out."""
        return not self.leaks


def audit_release(release: Release) -> Audit:
    """Run the attacker on a release and all others of its round.

    Reads released cells only: it knows no more than the public does. Where counts were
    corrected, what changed is judged like the gate judges it: that 1 … k − 1 came or
    went must not follow. It takes it that nothing changed but what public figures say
    must have; the gate knew more, namely which places were counted anew.

    Raises ContradictoryReleasesError where no counts have all of the public figures, or
    one of them has no place among those of this release.
    """
    releases = list(release.round.releases.order_by("revision", "version"))
    if release not in releases:
        releases.append(release)
    cells = list(release.cells.select_related("area", "parent").order_by("pk"))
    figures = ReleasedZoneFigure.objects.filter(zone__release__in=releases)
    zoned = list(figures.select_related("zone").prefetch_related("zone__areas"))
    structure = _structure(release, releases, cells, zoned)
    revisions = [
        list(group) for _number, group in groupby(releases, lambda each: each.revision)
    ]
    shown = [
        _joined(
            [
                _vector(
                    structure,
                    list(each.cells.all()),
                    [figure for figure in zoned if figure.zone.release_id == each.pk],
                )
                for each in of_revision
            ]
        )
        for of_revision in revisions
    ]
    seen, cell_of = _attacked(structure, shown, revisions, release)
    named = {}
    for cell in seen.disclosed.tolist():
        own = int(cell_of[cell])
        areas = structure.areas_of(own)
        codes = "+".join(area.pcode for area in areas)
        named[areas[0].level, codes, structure.column_of(own).group] = (
            float(seen.lower[cell]),
            float(seen.upper[cell]),
        )
    own_zones = [row for row in zoned if row.zone.release_id == release.pk]
    told: list[ReleasedCell | ReleasedZoneFigure] = [*cells, *own_zones]
    return Audit(
        len(told),
        sum(cell.status == CellStatus.HIDDEN for cell in told),
        seen.programmes,
        [(*name, *bounds) for name, bounds in named.items()],
    )


def _attacked(
    structure: Structure,
    tables: list[npt.NDArray[np.float64]],
    revisions: list[list[Release]],
    release: Release,
) -> tuple[Attack, npt.NDArray[np.int64]]:
    """What the attacker finds, and which figure each cell of the findings is one of."""
    for changed in _presumptions(structure, tables):
        history = with_rises_and_falls(of_tables(structure.lattice, changed))
        known = np.full(history.lattice.n_cells, np.nan)
        try:
            for place, table in zip(history.cell_of, tables, strict=True):
                known[place] = _joined([known[place], table])
            limits = _limits(structure, history, revisions, release)
            found = attack(history.lattice, known, limits)
        except ContradictoryReleasesError:
            continue
        return found, history.cell
    raise ContradictoryReleasesError("No table agrees with what was published.")


def _limits(
    structure: Structure,
    history: History,
    revisions: list[list[Release]],
    release: Release,
) -> npt.NDArray[np.int64]:
    """The threshold of each cell: differences and the release's own figures are held
    to the release's, those of other revisions to what these were published with."""
    found = _thresholds(structure, [release])[history.cell]
    for releases, place in zip(revisions, history.cell_of, strict=True):
        if release not in releases:
            found[place] = _thresholds(structure, releases)
    own = next(at for at, each in enumerate(revisions) if release in each)
    found[history.cell_of[own]] = _thresholds(structure, [release])
    return found


def _thresholds(structure: Structure, releases: list[Release]) -> npt.NDArray[np.int64]:
    """Of each cell of one revision: the lowest that it was published with."""
    persons = min(each.threshold for each in releases)
    households = min(each.household_threshold for each in releases)
    return structure.thresholds(persons, households)


def _presumptions(
    structure: Structure, tables: list[npt.NDArray[np.float64]]
) -> Iterator[list[npt.NDArray[np.bool_]]]:
    """Which atoms may differ between one table and the next, boldest presumption first.

    Only those in a figure that is public in both and another; all but those in a figure
    that is public in both and the same; any.
    """
    within = structure.lattice.memberships.T.astype(np.int64)
    pairs = list(pairwise(tables))
    same = [within @ (before == after) > 0 for before, after in pairs]
    other = [
        within @ ((before != after) & ~np.isnan(before) & ~np.isnan(after)) > 0
        for before, after in pairs
    ]
    yield [differ & ~equal for differ, equal in zip(other, same, strict=True)]
    yield [~equal for equal in same]
    yield [np.ones_like(equal) for equal in same]


def _joined(
    vectors: list[npt.NDArray[np.float64]],
) -> npt.NDArray[np.float64]:
    """All that several releases of one table have shown."""
    known = vectors[0].copy()
    for vector in vectors[1:]:
        both = ~np.isnan(known) & ~np.isnan(vector)
        if (known[both] != vector[both]).any():
            raise ContradictoryReleasesError("Two releases differ in a published cell.")
        known = np.where(np.isnan(known), vector, known)
    return known


def _vector(
    structure: Structure,
    cells: list[ReleasedCell],
    zoned: list[ReleasedZoneFigure],
) -> npt.NDArray[np.float64]:
    position = structure.positions()
    values = np.full(structure.lattice.n_cells, np.nan)
    public: list[tuple[frozenset[int], ReleasedCell | ReleasedZoneFigure]] = [
        *((frozenset({cell.area_id}), cell) for cell in cells),
        *((_members(figure), figure) for figure in zoned),
    ]
    for areas, cell in public:
        if cell.status != CellStatus.PUBLISHED:
            continue
        at = position.get((areas, Column(cell.group, cell.breakdown, cell.measure)))
        if at is None:
            raise ContradictoryReleasesError("A public figure has no place here.")
        values[at] = cell.value
    return values


def _members(figure: ReleasedZoneFigure) -> frozenset[int]:
    return frozenset(area.pk for area in figure.zone.areas.all())


def _structure(
    release: Release,
    releases: list[Release],
    cells: list[ReleasedCell],
    zoned: list[ReleasedZoneFigure],
) -> Structure:
    """The public structure of a release; groups, parts and measures are of its round."""
    parts: dict[str, set[str]] = {}
    for each in releases:
        for group, codes in each.report.get("parts", {}).items():
            parts.setdefault(group, set()).update(codes)
    columns = set(
        ReleasedCell.objects.filter(release__in=releases)
        .values_list("group", "breakdown", "measure")
        .distinct()
    )
    columns.update((row.group, row.breakdown, row.measure) for row in zoned)
    for group, code, _measure in columns:
        parts.setdefault(group, set()).update({code} - {Breakdown.ALL.value})
    levels = {
        level for each in releases for level in each.report.get("remainder_levels", [])
    }
    tree = _tree(cells)
    row_of = {area.pk: row for row, area in enumerate(tree.areas)}
    zones = {_members(figure) for figure in zoned}
    return Structure(
        tree,
        {group: sorted(parts[group]) for group in sorted(parts)},
        any(measure == Measure.HOUSEHOLDS for _group, _code, measure in columns),
        release.report.get("breakdown_level", 0),
        sorted(levels),
        # Sums like any other, beside the tree of areas: not put into it, as the
        # protection does, so that a fault there is not repeated here.
        remembered=[
            tuple(sorted(row_of[key] for key in zone))
            for zone in zones
            if zone <= row_of.keys()
        ],
    )


def _tree(cells: list[ReleasedCell]) -> AreaTree:
    """The areas of a release with the parents that they had when it was published."""
    parent_of: dict[int, AdminArea | None] = {}
    area_of: dict[int, AdminArea] = {}
    for cell in cells:
        area_of[cell.area_id] = cell.area
        parent_of[cell.area_id] = cell.parent
    areas = sorted(area_of.values(), key=lambda area: (area.level, area.pcode))
    index = {area.pk: at for at, area in enumerate(areas)}
    parents = [parent_of[area.pk] for area in areas]
    return AreaTree(
        areas, [None if parent is None else index[parent.pk] for parent in parents]
    )
