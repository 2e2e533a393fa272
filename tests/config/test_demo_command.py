"""The demonstration never overwrites anything that is not the demonstration."""

import pytest
from django.core.management import CommandError, call_command

from config.demo_site.loading import NotADemoError, is_loaded, refuse_real_data
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
