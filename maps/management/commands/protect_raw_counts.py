"""Let the database itself keep raw counts from everything but the door."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError

from maps.services.raw_schema import (
    NoPostgreSQLError,
    SameLoginError,
    protect_raw_counts,
)


class Command(BaseCommand):
    """`protect_raw_counts --site LOGIN`, by the database's administrator."""

    help = (
        "PostgreSQL: move raw return counts into a schema of their own that only one "
        "role may read. Run it with an administrator's DATABASE_URL, after the first "
        "migration; then give the site HOMEGROUND_RAW_COUNTS_ROLE."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Who the site is, and what to call what is made."""
        parser.add_argument("--site", required=True, help="Login of site and worker.")
        parser.add_argument("--role", default="homeground_raw")
        parser.add_argument("--schema", default="raw_counts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Protect, and say what is left to do."""
        try:
            protect_raw_counts(
                options["site"], role=options["role"], schema=options["schema"]
            )
        except NoPostgreSQLError:
            raise CommandError(
                "An embedded database has no roles: whoever has its file reads it. "
                "Set DATABASE_URL to a PostgreSQL database."
            ) from None
        except SameLoginError:
            raise CommandError(
                f"{options['site']} is the login that runs this command and owns the "
                "tables. Create another one for the site: CREATE ROLE … LOGIN."
            ) from None
        except ProgrammingError as refusal:
            raise CommandError(
                f"The database refused, and nothing was changed: {refusal}"
            ) from refusal
        self.stdout.write(
            f"Raw counts are in the schema {options['schema']}, read by the role "
            f"{options['role']} alone.\nGive the site and the worker "
            f"HOMEGROUND_RAW_COUNTS_ROLE={options['role']} and restart them."
        )
