"""A real site refuses to start half-configured; the demonstration refuses a real one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMPLETE = {
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "homeground.example",
    "DATABASE_URL": "postgres://user:password@127.0.0.1:5432/homeground",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "HOMEGROUND_BASE_URL": "https://homeground.example",
}


def start(
    module: str, tmp_path: Path, **variables: str
) -> "subprocess.CompletedProcess[str]":
    """Import a settings module in a process of its own, with nothing else set."""
    inherited = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return subprocess.run(  # noqa: S603 - our own interpreter and arguments
        [sys.executable, "-c", f"import {module}"],
        cwd=ROOT,
        env=inherited | {"HOMEGROUND_DATA": str(tmp_path)} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_when_complete(tmp_path):
    assert start("config.settings.production", tmp_path, **COMPLETE).returncode == 0


@pytest.mark.parametrize("missing", sorted(COMPLETE))
def test_production_refuses_to_start_without(missing, tmp_path):
    rest = {key: value for key, value in COMPLETE.items() if key != missing}

    done = start("config.settings.production", tmp_path, **rest)

    assert done.returncode != 0
    assert f"Set {missing}" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("SECRET_KEY", "short", "too short"),
        ("HOMEGROUND_UPLOADS_KEY", f"{'k' * 60} short", "too short"),
        ("HOMEGROUND_FEEDBACK_KEY", f"{'k' * 60} short", "too short"),
        ("ALLOWED_HOSTS", "*", "must name the hosts"),
        ("DATABASE_URL", "sqlite:///site.sqlite3", "PostgreSQL"),
    ],
)
def test_production_refuses_weak_values(name, value, why, tmp_path):
    done = start("config.settings.production", tmp_path, **COMPLETE | {name: value})

    assert done.returncode != 0
    assert why in done.stderr


def test_demonstration_refuses_a_database_server(tmp_path):
    done = start(
        "config.settings.demo", tmp_path, DATABASE_URL=COMPLETE["DATABASE_URL"]
    )

    assert done.returncode != 0
    assert "refuses a database server" in done.stderr


def test_local_settings_make_a_secret_of_their_own(tmp_path):
    start("config.settings.local", tmp_path)

    key = tmp_path / "secret_key"
    assert len(key.read_text()) > 50
    assert key.stat().st_mode & 0o077 == 0
