"""Points to areas: CPU and memory of the grid beside geopandas, counts compared.

    python tests/benchmarks/assign.py [--json] [--cluster]

A made-up coverage of 3,000 areas of about 190 vertices, drawn from a seed, and points
in and around it, one in fifty of them on a vertex and one in fifty on an edge. Each
way runs in a process of its own, from the same files: *geopandas* does ``sjoin`` and
``groupby``, *grid* what ``load_returns`` does, by chunks. ``cpu_s`` is from the files
to the counts, without imports; ``peak_mb`` is all that the process ever held, imports
included. Where a point lies on borders, the join names every area; of these the first
in our order of preference is taken, outside the measured time. ``counts_equal``
compares the counts of all 3,000 areas with the join's; at 10,000,000 points, which the
join does not do in the memory allowed, with the grid's own in one chunk of each
million. ``--cluster`` adds a Dask cluster of two local workers (``cpu_s`` and
``peak_mb`` are then the client's).

To hold: at 1,000,000 points ≤ 0.4 × the join's CPU and ≤ 0.25 × its memory in the same
run; 10,000,000 in ≤ 1,000 MB. Anchors of the trial, one core: geopandas 4.8 s and
450 MB; putting every point to an R-tree of the areas, as was done before the grid,
4.5 s and 69 MB; the grid 0.7 s and 84 MB.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

COLUMNS, ROWS = 60, 50
#: Vertices between two corners of an area: four sides make about 190.
VERTICES = 47
SEED = 0
CHUNK = 1 << 18
NAMES = ("way", "points", "areas", "cpu_s", "peak_mb", "cpu_ratio", "memory_ratio")


def coverage() -> list[shapely.Polygon]:
    """Crooked quadrangles with winding sides that neighbours share to the last bit."""
    random = np.random.default_rng(SEED)
    x, y = np.meshgrid(np.arange(COLUMNS + 1.0), np.arange(ROWS + 1.0), indexing="ij")
    corners = np.stack([x, y], axis=-1)
    corners += random.uniform(-0.25, 0.25, corners.shape)
    along = np.linspace(0, 1, VERTICES + 2)[:-1, None]

    def side(begin: Floats, end: Floats) -> Floats:
        """The first corner and the vertices up to, not including, the last."""
        across = (end - begin)[::-1] * (-1, 1)
        waves = sum(
            random.normal() * np.sin(np.pi * k * along) / k for k in (1, 2, 3, 5, 8, 13)
        )
        return (
            begin
            + along * (end - begin)
            + 0.05 * np.sin(np.pi * along) * (waves * across)
        )

    across = {
        (i, j): side(corners[i, j], corners[i + 1, j])
        for i in range(COLUMNS)
        for j in range(ROWS + 1)
    }
    upwards = {
        (i, j): side(corners[i, j], corners[i, j + 1])
        for i in range(COLUMNS + 1)
        for j in range(ROWS)
    }
    areas = []
    for i in range(COLUMNS):
        for j in range(ROWS):
            ring = [
                across[i, j],
                upwards[i + 1, j],
                corners[i + 1, j + 1][None],
                across[i, j + 1][:0:-1],
                corners[i, j + 1][None],
                upwards[i, j][:0:-1],
            ]
            areas.append(shapely.Polygon(20 + 0.2 * np.concatenate(ring)))
    if not shapely.is_valid(areas).all():
        raise SystemExit("The coverage drawn is not valid.")
    return areas


def draw_points(areas: list[shapely.Polygon], count: int, file: Path) -> None:
    """Write points as pairs of doubles: anywhere, on vertices, on edges."""
    random = np.random.default_rng(SEED + 1)
    vertices, area = shapely.get_coordinates(areas, return_index=True)
    edges = np.flatnonzero(area[1:] == area[:-1])
    west, south, east, north = shapely.total_bounds(areas)
    with file.open("wb") as stream:
        for begin in range(0, count, 1_000_000):
            size = min(1_000_000, count - begin)
            xy = random.uniform(
                (west - 0.1, south - 0.1), (east + 0.1, north + 0.1), (size, 2)
            )
            special = size // 50
            xy[:special] = vertices[random.integers(0, len(vertices), special)]
            edge = edges[random.integers(0, len(edges), special)]
            xy[special : 2 * special] = (vertices[edge] + vertices[edge + 1]) / 2
            random.shuffle(xy)
            stream.write(xy.tobytes())


def read_borders(folder: Path) -> NDArray[np.object_]:
    """The areas in our order of preference: the smallest first, then by code."""
    with (folder / "areas.txt").open() as lines:
        areas = np.array([shapely.from_wkb(line.strip()) for line in lines])
    return areas[np.argsort(shapely.area(areas), kind="stable")]


def chunks(file: Path, size: int) -> Iterator[Floats]:
    """The points of a file, so many at a time; shape (n, 2)."""
    with file.open("rb") as stream:
        while (xy := np.fromfile(stream, count=2 * size)).size:
            yield xy.reshape(-1, 2)


def by_join(areas: NDArray[np.object_], file: Path) -> tuple[list[int], float]:
    """Counts by geopandas, and CPU seconds."""
    import geopandas as gpd  # noqa: PLC0415 - the other way must not carry its weight

    began = time.process_time()
    (xy,) = chunks(file, file.stat().st_size)
    frame = gpd.GeoDataFrame({"area": range(len(areas))}, geometry=areas, crs=4326)
    points = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy(xy[:, 0], xy[:, 1]), crs=frame.crs
    )
    joined = gpd.sjoin(points, frame, predicate="intersects")
    joined.groupby("area").size()
    spent = time.process_time() - began
    first = joined.sort_values("area")
    first = first[~first.index.duplicated()].groupby("area").size()
    return first.reindex(range(len(areas)), fill_value=0).tolist(), spent


def by_grid(
    areas: NDArray[np.object_], file: Path, chunk: int, scheduler: str = ""
) -> tuple[list[int], float]:
    """Counts by the grid, here or over a cluster, and CPU seconds."""
    from maps.imports.locating import AreaLocator, LocatableArea  # noqa: PLC0415

    began = time.process_time()
    locator = AreaLocator(
        LocatableArea(index, f"{index:05}", area) for index, area in enumerate(areas)
    )
    counts = np.zeros(1 + len(areas), dtype=np.int64)
    over: AbstractContextManager[AreaLocator[int]] = nullcontext(locator)
    if scheduler:
        from maps.imports.clusters import over_cluster  # noqa: PLC0415

        over = over_cluster(locator, scheduler)
    with over as placing:
        for xy in chunks(file, chunk):
            found = placing.locate(xy[:, 0], xy[:, 1])
            counts += np.bincount(found + 1, minlength=len(counts))
    return counts[1:].tolist(), time.process_time() - began


def measure(way: str, folder: Path, file: Path, scheduler: str) -> dict[str, Any]:
    """One way in this process."""
    areas = read_borders(folder)
    if way == "geopandas":
        counts, spent = by_join(areas, file)
    else:
        size = 1_000_000 if way == "grid, large chunks" else CHUNK
        counts, spent = by_grid(areas, file, size, scheduler)
    return {
        "way": way,
        "points": file.stat().st_size // 16,
        "areas": len(areas),
        "cpu_s": round(spent, 2),
        "peak_mb": peak_mb(),
        "counts": counts,
    }


def peak_mb() -> int:
    """The most memory this process has held (not its parent, as getrusage may say)."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    (line,) = (x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def apart(way: str, folder: Path, file: Path, scheduler: str = "") -> dict[str, Any]:
    """One way in a process of its own."""
    command = [sys.executable, __file__, "--measure", way, str(folder), str(file)]
    done = subprocess.run(  # noqa: S603 - this very program
        [*command, scheduler], check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def compared(
    reference: dict[str, Any], others: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Rows with ratios to the reference, and whether the counts are the very same."""
    for row in (reference, *others):
        yield {
            **{name: row[name] for name in NAMES[:5]},
            "cpu_ratio": round(row["cpu_s"] / reference["cpu_s"], 3),
            "memory_ratio": round(row["peak_mb"] / reference["peak_mb"], 3),
            "counts_equal": row["counts"] == reference["counts"],
        }


def rows(folder: Path, with_cluster: bool) -> Iterator[dict[str, Any]]:
    """A million points each way, and ten million by the grid."""
    areas = coverage()
    (folder / "areas.txt").write_text("\n".join(shapely.to_wkb(areas, hex=True)))
    million, ten = folder / "million.bin", folder / "ten.bin"
    draw_points(areas, 1_000_000, million)
    draw_points(areas, 10_000_000, ten)
    join, grid = (apart(way, folder, million) for way in ("geopandas", "grid"))
    spread = []
    if with_cluster:
        from distributed import LocalCluster  # noqa: PLC0415 - only where asked for

        with LocalCluster(2, threads_per_worker=1, dashboard_address=None) as cluster:
            spread = [apart("cluster", folder, million, cluster.scheduler_address)]
    yield from compared(join, [grid, *spread])
    yield from compared(
        apart("grid, large chunks", folder, ten), [apart("grid", folder, ten)]
    )


def main() -> None:
    """Print the table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--cluster", action="store_true")
    parser.add_argument("--measure", nargs=4, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        way, folder, file, scheduler = chosen.measure
        print(json.dumps(measure(way, Path(folder), Path(file), scheduler)))
        return
    with tempfile.TemporaryDirectory() as folder:
        measured = list(rows(Path(folder), chosen.cluster))
    if chosen.json:
        print(json.dumps(measured, indent=2))
        return
    names = (*NAMES, "counts_equal")
    print("  ".join(f"{name:>18}" if name == "way" else name for name in names))
    for row in measured:
        print(
            "  ".join(
                f"{row[name]!s:>{18 if name == 'way' else len(name)}}" for name in names
            )
        )


if __name__ == "__main__":
    main()
