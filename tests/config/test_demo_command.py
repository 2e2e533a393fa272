"""The demonstration never overwrites anything that is not the demonstration."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from config.demo_site.presence import NotADemoError, is_loaded, refuse_real_data
from tests.factories.maps import AdminAreaFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_empty_database_may_be_filled():
    assert not is_loaded()


def test_database_with_other_accounts_is_refused():
    UserFactory(email="mayor@town.example.org")

    with pytest.raises(NotADemoError):
        refuse_real_data()
    with pytest.raises(CommandError):
        call_command("load_demo")


def test_database_with_somebody_elses_areas_is_refused():
    AdminAreaFactory()

    with pytest.raises(NotADemoError):
        refuse_real_data()


def test_demo_is_served_with_its_own_settings_only():
    with pytest.raises(CommandError, match=r"config\.settings\.demo"):
        call_command("demo")


def test_demo_on_a_database_server_is_refused_in_a_sentence(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "demo"],
        cwd=Path(__file__).parents[2],
        env={
            "PATH": os.environ["PATH"],
            "HOMEGROUND_DATA": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "config.settings.demo",
            "DATABASE_URL": "postgres://user:password@127.0.0.1:5432/homeground",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "unset DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr
