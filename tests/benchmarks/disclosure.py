"""Disclosure control on a synthetic country: what it costs, and whether it holds.

    python tests/benchmarks/disclosure.py [--json] [--largest CELLS] [--sex]
                                          [--cover-zeros]

Builds lattices of 1,675 to 128,973 cells from one seed: a country of regions,
districts and communities, quarters and their total (with ``--sex`` also 129,519 cells
of two sexes and their total). Counts are negative binomial, a quarter of the cells empty, with waves
by district. k = 5. Each lattice is protected in a process of its own and then
attacked. ``fails`` counts the sensitive cells for which the attacker can rule out 0
or k; the first row of each lattice hides the small cells only and must fail. Ends with
a message and status 1, after the rows that there are, when a process was killed (for
want of memory, say) or the certificate of a lattice fails.

Anchors (one core): the trial needed 10.6 CPU s and 319 MB for 43,173 cells and lost
9.7 % of the safe ones; 43 s and 413 MB for 128,973; 164 s and 933 MB with sex.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np

if __package__ in {None, ""}:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from maps.disclosure import Lattice, area_lattice, attack, certify, protect

THRESHOLD = 5
SEED = 0


class CertificateFailedError(Exception):
    """A protection did not hold; no figure of it is worth printing."""


@dataclass(frozen=True)
class Country:
    """Sizes of a synthetic country."""

    regions: int
    districts: int
    communities: int
    quarters: int = 12
    sexes: int = 1

    @property
    def cells(self) -> int:
        areas = 1 + self.regions + self.districts + self.communities
        return areas * (self.quarters + 1) * (self.sexes + 1 if self.sexes > 1 else 1)


COUNTRIES = (
    Country(4, 30, 300, quarters=4),
    Country(7, 100, 1_000, quarters=4),
    Country(20, 300, 3_000),
    Country(20, 900, 9_000),
    Country(20, 300, 3_000, sexes=2),
)


@dataclass(frozen=True)
class Row:
    """One line of the table. Shares are of listed cells; people of all cells' sums."""

    cells: int
    breakdown: str
    method: str
    sensitive: int
    fails: int
    safe_lost: int
    safe_lost_share: float
    people_lost: float
    cpu_s: float
    audit_cpu_s: float
    peak_mb: int


def lattice_of(country: Country) -> Lattice:
    """The cells of a country: areas × (quarters and total) × (sexes and both)."""
    regions, districts = country.regions, country.districts
    parents: list[int | None] = [None]
    parents += [0] * regions
    parents += [1 + d * regions // districts for d in range(districts)]
    parents += [
        1 + regions + c * districts // country.communities
        for c in range(country.communities)
    ]
    sizes = (1, regions, districts, country.communities)
    levels = np.repeat(np.arange(4), sizes).tolist()
    time_columns = _with_total(country.quarters)
    sex_columns = _with_total(country.sexes)
    return area_lattice(parents, levels, breakdown=np.kron(time_columns, sex_columns))


def _with_total(slices: int) -> np.ndarray:
    own = np.eye(slices)
    return own if slices == 1 else np.vstack([own, np.ones((1, slices))])


def counts_of(country: Country) -> np.ndarray:
    """Counts of the atoms: communities × quarters × sexes, flattened."""
    random = np.random.default_rng(SEED + 1)
    size = random.lognormal(1.2, 1.4, country.communities)
    wave = random.lognormal(0.0, 0.5, (country.districts, country.quarters))
    district = np.arange(country.communities) * country.districts // country.communities
    mean = size[:, None] * wave[district]
    mean *= random.random(mean.shape) > 0.25
    counts = random.negative_binomial(2.0, 2.0 / (2.0 + mean + 1e-9))
    if country.sexes > 1:
        shares = random.dirichlet(np.full(country.sexes, 20.0), size=counts.size)
        counts = random.multinomial(counts.ravel(), shares)
    return counts.ravel()


def measure(country: Country, cover_zeros: bool) -> list[Row]:
    """Primary suppression alone, then the protection, on one lattice."""
    lattice, counts = lattice_of(country), counts_of(country)
    values = lattice.cell_values(counts)
    small = values < THRESHOLD
    sensitive = small & (values > 0)
    started = time.process_time()
    protection = protect(lattice, counts, threshold=THRESHOLD, cover_zeros=cover_zeros)
    spent = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if not certify(lattice, counts, protection, THRESHOLD).ok:
        raise CertificateFailedError("the certificate failed")
    rows = []
    for method, hidden, cpu in (
        ("small cells only", small, 0.0),
        ("witnesses", protection.hidden, spent),
    ):
        started = time.process_time()
        found = attack(lattice, np.where(hidden, np.nan, values), THRESHOLD)
        lost = hidden & ~small
        rows.append(
            Row(
                cells=lattice.n_cells,
                breakdown="quarters × sex" if country.sexes > 1 else "quarters",
                method=method,
                sensitive=int(sensitive.sum()),
                fails=len(found.failures(sensitive)),
                safe_lost=int(lost.sum()),
                safe_lost_share=round(float(lost.sum() / (~small).sum()), 4),
                people_lost=round(float(values[lost].sum() / values.sum()), 4),
                cpu_s=round(cpu, 1),
                audit_cpu_s=round(time.process_time() - started, 1),
                peak_mb=peak if method == "witnesses" else 0,
            )
        )
    return rows


def _print_to_stderr() -> None:
    """The solver greets on standard output, which is for the table or the JSON."""
    os.dup2(2, 1)


def measured_apart(country: Country, cover_zeros: bool) -> list[Row]:
    """``measure`` in a process of its own, whose memory is then that lattice's alone.

    Raises BrokenProcessPool when that process dies before it has an answer.
    """
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, fresh, initializer=_print_to_stderr) as pool:
        return pool.submit(measure, country, cover_zeros).result()


def main() -> None:
    """Print the table, or JSON. Exits with 1 when a lattice could not be measured."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--largest", type=int, default=128_973, metavar="CELLS")
    parser.add_argument("--cover-zeros", action="store_true")
    parser.add_argument("--sex", action="store_true", help="also the three-way table")
    chosen = parser.parse_args()
    rows: list[Row] = []
    unmeasured = False
    for country in _chosen(chosen.largest, chosen.sex):
        try:
            rows += measured_apart(country, chosen.cover_zeros)
        except BrokenProcessPool:
            unmeasured = True
            print(
                f"{country.cells} cells: the measuring process died (killed, perhaps "
                "for want of memory); there are no figures.",
                file=sys.stderr,
            )
        except CertificateFailedError as failure:
            unmeasured = True
            print(f"{country.cells} cells: {failure}.", file=sys.stderr)
    (_print_json if chosen.json else _print_table)(rows)
    if unmeasured:
        raise SystemExit(1)


def _chosen(largest: int, sex: bool) -> list[Country]:
    return [
        country
        for country in COUNTRIES
        if (sex if country.sexes > 1 else country.cells <= largest)
    ]


def _print_json(rows: list[Row]) -> None:
    print(json.dumps([asdict(row) for row in rows], indent=2))


def _print_table(rows: list[Row]) -> None:
    names = [field.name for field in fields(Row)]
    table = [names] + [[str(v) for v in asdict(row).values()] for row in rows]
    widths = [max(len(line[i]) for line in table) for i in range(len(names))]
    for line in table:
        print("  ".join(v.rjust(w) for v, w in zip(line, widths, strict=True)))


if __name__ == "__main__":
    main()
