"""Rebuild the demonstration from nothing, identically."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test.utils import override_settings

from config.demo_site.loading import load_everything, write_welcome
from config.demo_site.presence import NotADemoError, refuse_real_data, welcome_file

_NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"


class Command(BaseCommand):
    """`load_demo`."""

    help = (
        "Rebuild the made-up district from nothing. Only on the embedded database, and "
        "only where nothing but the demonstration is stored."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Empty the embedded database, migrate it and load everything."""
        tables = connection.introspection.table_names()
        try:
            if "participation_user" in tables or connection.vendor != "sqlite":
                refuse_real_data()
        except NotADemoError as error:
            raise CommandError(str(error)) from error
        self._empty()
        call_command("migrate", verbosity=0, skip_checks=True)
        # Nobody is written to of a story that is told all at once.
        with override_settings(EMAIL_BACKEND=_NO_MAIL):
            load_everything()
        write_welcome()
        self.stdout.write("The demonstration is loaded.")

    def _empty(self) -> None:
        """Remove the database's file: released figures cannot be deleted row by row."""
        name = str(connection.settings_dict["NAME"])
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)
        welcome_file().unlink(missing_ok=True)
        if settings.DEMO:
            shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
