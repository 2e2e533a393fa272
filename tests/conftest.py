"""What every test may count on, and a plain word on what was left out and why.

Tests that need PostGIS, Redis or Chromium carry that marker. They are left out where
the service is not at hand; HOMEGROUND_REQUIRE="postgis redis browser" makes leaving
them out a failure (as continuous integration does).
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils.translation import override

HOW_TO_INCLUDE = {
    "postgis": "start PostgreSQL with PostGIS and set DATABASE_URL=postgres://user@host/name",
    "redis": "start Redis and set REDIS_URL=redis://host:6379/0",
    "browser": "install Chromium; set CHROMIUM=/path if it is not on the PATH",
}
_CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def chromium_path() -> str | None:
    """The browser to drive, if there is one."""
    return os.environ.get("CHROMIUM") or next(
        (found for name in _CHROMIUM_NAMES if (found := shutil.which(name))), None
    )


def _at_hand() -> dict[str, bool]:
    return {
        "postgis": os.environ.get("DATABASE_URL", "").startswith("postgres"),
        "redis": bool(os.environ.get("REDIS_URL")),
        "browser": chromium_path() is not None,
    }


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what needs a service that is not there, or fail if it is required."""
    at_hand = _at_hand()
    required = set(os.environ.get("HOMEGROUND_REQUIRE", "").split())
    for item in items:
        for kind, how in HOW_TO_INCLUDE.items():
            if item.get_closest_marker(kind) is None or at_hand[kind]:
                continue
            if kind in required:
                raise pytest.UsageError(f"{kind} tests are required: {how}")
            item.add_marker(pytest.mark.skip(reason=f"needs {kind}"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say plainly which kinds of tests were left out and how to include them."""
    left_out: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        reason = str(report.longrepr)
        for kind in HOW_TO_INCLUDE:
            left_out[kind] += f"needs {kind}" in reason
    for kind, count in left_out.items():
        if count:
            terminalreporter.write_line(
                f"{count} {kind} tests were left out. To include them: "
                f"{HOW_TO_INCLUDE[kind]}."
            )


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A page asked for in Arabic leaves Arabic active; every test begins in English."""
    with override("en"):
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """No test sees what another left in the cache."""
    cache.clear()
