"""Test databases: migrated once, with the first pages, then copied for whoever needs one.

Migrating takes half a minute, most of it for the CMS's own two hundred migrations, and
its first pages a second for every test that wants them; a copy takes none. All processes of a run share what was migrated. Where
HOMEGROUND_MIGRATED names a folder, several runs share it; whoever names one sees to it
that the migrations stay as they are meanwhile (as .ci/run does).
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from config.site_tree import plant_site_tree


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """Where the processes of this run find what was migrated."""
    if named := os.environ.get("HOMEGROUND_MIGRATED"):
        return Path(named)
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def migrated_file(folder: Path) -> Path:
    """A file with every table and the first pages, made by whoever comes first."""
    file = folder / "migrated.sqlite3"
    with _alone(folder / "file.lock"):
        if not file.exists():
            unfinished = file.with_suffix(".unfinished")
            with another_database(str(unfinished)):
                connection.creation.create_test_db(verbosity=0, serialize=False)
                plant_site_tree("Homeground", "testserver", 80)
                connection.close()
            unfinished.rename(file)
    return file


def filled_file(folder: Path, name: str, fill: Callable[[], None]) -> Path:
    """A copy of the migrated file that ``fill`` has filled, by whoever comes first."""
    migrated = migrated_file(folder)
    file = folder / f"{name}.sqlite3"
    with _alone(folder / f"{name}.lock"):
        if not file.exists():
            unfinished = file.with_suffix(".unfinished")
            with database_of_its_own(migrated, unfinished):
                fill()
            unfinished.rename(file)
    return file


def migrated_template(folder: Path) -> str:
    """The name of a database on the server that others are copied from.

    It stays there, and is made anew by the first process of the next run.
    """
    name = f"template_{connection.settings_dict['NAME']}"
    done = folder / "migrated.server"
    with _alone(folder / "server.lock"):
        if not done.exists():
            with another_database(name):
                connection.creation.create_test_db(
                    verbosity=0, autoclobber=True, serialize=False
                )
                plant_site_tree("Homeground", "testserver", 80)
                # Nobody may be connected to what is copied.
                connection.close()
            done.touch()
    return name


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One process after the other."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


@contextmanager
def another_database(name: str) -> Iterator[None]:
    """Let the connection be to another test database, not yet opened."""
    settings = connection.settings_dict
    known = {"NAME": settings["NAME"], "TEST": settings["TEST"] | {}}
    # Closing a database in memory would lose it; its connection waits here.
    waiting, connection.connection = connection.connection, None
    settings["TEST"]["NAME"] = name
    yield
    settings.update(known)
    connection.connection = waiting


@contextmanager
def database_of_its_own(migrated: Path | None, file: Path) -> Iterator[None]:
    """A second test database: a copy of the file, or one more on the server."""
    if migrated:
        shutil.copyfile(migrated, file)
        with another_database(str(file)):
            connection.settings_dict["NAME"] = str(file)
            yield
            connection.close()
        return
    name = connection.settings_dict["NAME"]
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    with another_database(f"test_own_{worker}"):
        creation = connection.creation
        creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        yield
        creation.destroy_test_db(name, verbosity=0)
