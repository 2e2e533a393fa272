"""Remove raw counts whose time is over."""

from typing import Any

from django.core.management.base import BaseCommand

from maps.services.retention import forget_old_counts


class Command(BaseCommand):
    """`purge_returns`, once a day."""

    help = (
        "Remove raw counts of rounds untouched for RAW_COUNTS_KEPT_DAYS. Releases stay. "
        "Run it every day."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove, and say of which rounds."""
        codes = forget_old_counts()
        self.stdout.write(f"Raw counts removed of {len(codes)} rounds.")
        for code in codes:
            self.stdout.write(f"  {code}")
