"""Serve the demonstration: load it if it is not there, say who can sign in, serve."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.demo_site.presence import is_loaded, welcome_file


class Command(BaseCommand):
    """`demo --port 8000`, as `make demo` calls it."""

    help = "Load the demonstration if needed and serve it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--port", default="8000")
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, introduce, serve."""
        if not settings.DEMO:
            raise CommandError("Use DJANGO_SETTINGS_MODULE=config.settings.demo.")
        if not self._is_ready():
            self.stdout.write("Loading the demonstration; this takes about a minute …")
            call_command("load_demo", stdout=self.stdout)
        self._introduce(options["host"], options["port"])
        call_command(
            "runserver",
            f"{options['host']}:{options['port']}",
            use_reloader=False,
            skip_checks=True,
        )

    def _is_ready(self) -> bool:
        """Whether the stored demonstration is of this version of the program."""
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        return not pending and is_loaded()

    def _introduce(self, host: str, port: str) -> None:
        shown = "localhost" if host in ("127.0.0.1", "0.0.0.0") else host  # noqa: S104
        lines = [
            "",
            f"  Homeground is served on http://{shown}:{port}/",
            f"  In Arabic:              http://{shown}:{port}/ar/",
            f"  Writing and approving:  http://{shown}:{port}/{settings.CMS_PATH}",
            "",
            welcome_file().read_text(encoding="utf-8"),
            "  Stop with Ctrl-C.",
            "",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
