"""Whether the demonstration is in the database, and what its visitors are told.

Kept apart from what draws the district: a site that is loaded already must serve
without making up 300 areas again.
"""

from pathlib import Path

from django.conf import settings
from django.db import connection

from config.demo import DOMAIN
from maps.models import AdminArea
from participation.models import User


class NotADemoError(Exception):
    """The database holds something else than the demonstration."""


def is_loaded() -> bool:
    """Whether the demonstration is in the database, with its welcome beside it."""
    there = User.objects.filter(email__endswith=f"@{DOMAIN}").exists()
    return there and welcome_file().exists()


def refuse_real_data() -> None:
    """Raise NotADemoError on a server's database, or where somebody else has been."""
    if connection.vendor != "sqlite":
        raise NotADemoError(
            "The demonstration refuses a database server: its accounts have a "
            "published password. Unset DATABASE_URL."
        )
    own = User.objects.filter(email__endswith=f"@{DOMAIN}")
    strangers = User.objects.exclude(pk__in=own).exists()
    if strangers or (AdminArea.objects.exists() and not own.exists()):
        raise NotADemoError(
            "This database holds something else than the demonstration. Nothing was "
            "changed. Use DJANGO_SETTINGS_MODULE=config.settings.demo."
        )


def welcome_file() -> Path:
    """Where the accounts and passes that visitors may use are written, as text."""
    name = str(settings.DATABASES["default"]["NAME"])
    return Path(f"{name}-welcome.txt")
