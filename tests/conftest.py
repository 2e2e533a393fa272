"""What every test may count on, and a plain word on what was left out and why.

Tests that need PostGIS, Redis or Chromium carry that marker. They are left out where
the service is not at hand; HOMEGROUND_REQUIRE="postgis redis browser" makes leaving
them out a failure (as continuous integration does).
"""

import gc
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils.translation import override
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker
from wagtail.signal_handlers import disable_reference_index_auto_update

from tests.databases import (
    database_of_its_own,
    migrated_file,
    migrated_template,
    shared_folder,
)

# How long an example takes is the machine's affair: speed is measured in benchmarks.
hypothesis_settings.register_profile("homeground", deadline=None)
hypothesis_settings.load_profile("homeground")

HOW_TO_INCLUDE = {
    "postgis": "start PostgreSQL with PostGIS and set DATABASE_URL=postgres://user@host/name",
    "redis": "start Redis and set REDIS_URL=redis://host:6379/0",
    "browser": "install Chromium; set CHROMIUM=/path if it is not on the PATH",
}
#: The first is the same browser without windows of its own: journeys take half the time.
_CHROMIUM_NAMES = (
    *("chromium-headless-shell", "chromium"),
    *("chromium-browser", "google-chrome", "chrome"),
)


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


def pytest_collection_finish() -> None:
    """Spare the collector of garbage the modules that stay: an eighth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


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


@pytest.fixture(scope="session")
def migrated(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path | None:
    """A file with every table and nobody in it; on a server it is a database instead."""
    folder = shared_folder(tmp_path_factory)
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            return migrated_file(folder)
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated_template(folder)
        return None


@pytest.fixture(scope="session")
def django_db_keepdb(
    django_db_keepdb: bool,
    django_db_modify_db_settings: None,
    migrated: Path | None,
) -> bool:
    """The test database begins as a copy of the migrated one."""
    if migrated is None:
        return django_db_keepdb
    shutil.copyfile(migrated, connection.settings_dict["TEST"]["NAME"])
    return True


@pytest.fixture
def own_database(
    django_db_blocker: DjangoDbBlocker, migrated: Path | None, tmp_path: Path
) -> Iterator[None]:
    """A database that is thrown away, for a test that commits from several threads.

    Emptying the tables of the shared one instead would take the first pages of the CMS
    from every test after it.
    """
    with (
        django_db_blocker.unblock(),
        database_of_its_own(migrated, tmp_path / "own.sqlite3"),
    ):
        yield


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A page asked for in Arabic leaves Arabic active; every test begins in English."""
    with override("en"):
        yield


class _NeverMind:
    """Stands in for the task that writes what was saved into the search index."""

    def enqueue(self, *_args: str) -> None:
        """Leave the index as it is."""


@pytest.fixture(autouse=True)
def _no_index(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The CMS's search and reference index are kept only where a test looks at them.

    They would take a fifth of all time, after each row that a factory saves. Tests
    marked ``indexed`` and the browser's sites keep them as a real site does.
    """
    if any(map(request.node.get_closest_marker, ("indexed", "browser"))):
        yield
        return
    monkeypatch.setattr(
        "modelsearch.signal_handlers.insert_or_update_object_task", _NeverMind()
    )
    with disable_reference_index_auto_update():
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """No test sees what another left in the cache."""
    cache.clear()
