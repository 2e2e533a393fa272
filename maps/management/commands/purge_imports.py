"""Delete uploaded files that nobody has stored in time."""

from typing import Any

from django.core.management.base import BaseCommand

from maps.services.import_jobs import purge_expired


class Command(BaseCommand):
    """`purge_imports`, once an hour."""

    help = (
        "End imports older than IMPORT_KEPT_HOURS, delete their files, and files that "
        "belong to no import. Run it every hour."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Purge and say how many."""
        ended = purge_expired()
        self.stdout.write(f"{ended} imports expired.")
