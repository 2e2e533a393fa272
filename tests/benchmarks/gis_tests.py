"""Django's own tests of GeoDjango against the embedded back end, beside PostGIS.

    python tests/benchmarks/gis_tests.py [--json] [--sdist FILE] [--postgis URL]

Fetches the source distribution of the installed Django (its tests are not in the wheel)
into a temporary folder, or takes ``--sdist``, and runs ``gis_tests`` in a process of its
own: on ``maps.backends.geosqlite`` in memory, and on PostGIS where ``--postgis`` or
DATABASE_URL names a server. GDAL and GEOS are those of the wheels for both, as on a
machine that has neither. ``failed_alone`` counts the tests that PostGIS passes; each
failing test is named with its reason.

To hold, of 674 tests: ≤ 98 skipped, ≤ 4 failed, of which 2 fail on every database.
Anchors: the trial skipped 98 and failed 4 (PostGIS: 49 and 2). Exits with 1 when the
figures are not held.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path
from typing import Any

import dj_database_url
import django

ROOT = Path(__file__).resolve().parents[2]
MOST_SKIPPED, MOST_FAILED, FEWEST_TESTS = 98, 4, 674
NAMES = ("backend", "tests", "skipped", "failed", "failed_alone", "seconds")

SETTINGS = """
from maps.backends.native_libraries import find_native_libraries, set_data_paths

_found = find_native_libraries(prefer_system=False)
GDAL_LIBRARY_PATH, GEOS_LIBRARY_PATH = _found.gdal, _found.geos
set_data_paths(_found)
DATABASES = {databases!r}
SECRET_KEY = "tests"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
USE_TZ = False
"""

#: Why tests fail that are known to; what is not listed is told by its own error.
REASONS = {
    "gdal_tests.test_driver.DriverTest.test01_valid_driver": (
        "the wheel's GDAL has dropped a driver that the test asks for"
    ),
    "gdal_tests.test_driver.DriverTest.test03_aliases": (
        "the wheel's GDAL has dropped a driver that the test asks for"
    ),
    "geoapp.test_functions.GISFunctionsTests.test_bounding_circle": (
        "answers 168.94 as PostGIS does; of other back ends the test expects Oracle's 171"
    ),
    "geogapp.tests.GeographyFunctionTests.test_distance_function": (
        "answers 4,899.68 m as PostGIS does when the point comes first; of other back "
        "ends the test expects 4,891.20 m"
    ),
}


def fetch(folder: Path) -> Path:
    """The source distribution of the Django that is installed."""
    subprocess.run(  # noqa: S603 - this interpreter's own pip
        [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"),
            *("--no-binary", ":all:", "--dest", str(folder)),
            f"django=={django.get_version()}",
        ],
        check=True,
    )
    (found,) = folder.glob("*.tar.gz")
    return found


def unpack(sdist: Path, folder: Path) -> Path:
    """Django's folder of tests."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (tests,) = folder.glob("*/tests/gis_tests")
    return tests.parent


def databases_of(backend: str, url: str) -> dict[str, Any]:
    """The two databases that Django's tests want."""
    if backend == "geosqlite":
        engine = {"ENGINE": "maps.backends.geosqlite", "NAME": ":memory:"}
        return {"default": engine, "other": engine}
    server = dj_database_url.parse(url, engine="django.contrib.gis.db.backends.postgis")
    return {
        alias: {**server, "TEST": {"NAME": f"test_gis_{alias}"}}
        for alias in ("default", "other")
    }


def run(backend: str, tests: Path, url: str) -> dict[str, Any]:
    """Run the tests on one back end, and read the figures off their report."""
    settings = f"settings_of_{backend}"
    (tests / f"{settings}.py").write_text(
        SETTINGS.format(databases=databases_of(backend, url))
    )
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603 - Django's own program
        [
            *(sys.executable, "runtests.py", "gis_tests", "--parallel=1"),
            *("--noinput", f"--settings={settings}"),
        ],
        cwd=tests,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(tests)])},
        capture_output=True,
        text=True,
        check=False,
    )
    report = done.stderr + done.stdout
    count = re.search(r"^Ran (\d+) tests", report, re.MULTILINE)
    if count is None:
        raise SystemExit(f"The tests did not run on {backend}:\n{report[-2_000:]}")
    skipped = re.search(r"skipped=(\d+)", report)
    return {
        "backend": backend,
        "tests": int(count[1]),
        "skipped": int(skipped[1]) if skipped else 0,
        "failures": failures_in(report),
        "seconds": round(time.monotonic() - began),
    }


def failures_in(report: str) -> dict[str, str]:
    """The tests that failed, each once, with the reason."""
    found: dict[str, str] = {}
    for part in re.split(r"^={70}$", report, flags=re.MULTILINE)[1:]:
        name = re.search(r"^(?:FAIL|ERROR): \w+ \(gis_tests\.([\w.]+)\)", part.strip())
        if name is None:
            continue
        error = re.split(r"^-{70}$", part, flags=re.MULTILINE)[1].strip()
        said = error.splitlines()[-1][:100]
        found.setdefault(name[1], REASONS.get(name[1], said))
    return found


def compared(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With what fails on this back end alone."""
    everywhere = set.intersection(*(set(row["failures"]) for row in rows))
    return [
        {
            **row,
            "failed": len(row["failures"]),
            "failed_alone": (
                len(set(row["failures"]) - everywhere) if len(rows) > 1 else None
            ),
        }
        for row in rows
    ]


def is_held(row: dict[str, Any]) -> bool:
    """Whether the embedded back end does as well as it did."""
    return bool(
        row["tests"] >= FEWEST_TESTS
        and row["skipped"] <= MOST_SKIPPED
        and row["failed"] <= MOST_FAILED
    )


def main() -> None:
    """Print the table and the failing tests, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--sdist", type=Path, help="Django's source, already fetched")
    parser.add_argument(
        "--postgis", default=os.environ.get("DATABASE_URL", ""), metavar="URL"
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tests = unpack(chosen.sdist or fetch(Path(folder)), Path(folder))
        backends = ["geosqlite", *(["postgis"] if chosen.postgis else [])]
        rows = compared([run(each, tests, chosen.postgis) for each in backends])
    if chosen.json:
        print(json.dumps(rows, indent=2))
    else:
        print("  ".join(f"{name:>12}" for name in NAMES))
        for row in rows:
            print("  ".join(f"{row[name]!s:>12}" for name in NAMES))
        for row in rows:
            print(f"\nFailing on {row['backend']}:")
            for name, reason in sorted(row["failures"].items()):
                print(f"  {name}\n    {reason}")
    if not is_held(rows[0]):
        raise SystemExit("The figures are not held.")


if __name__ == "__main__":
    main()
