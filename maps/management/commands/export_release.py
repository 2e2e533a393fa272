"""Write a release's public cells to standard output."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from maps.exports import write_cells
from maps.models import Release


class Command(BaseCommand):
    """`export_release ID > cells.csv`."""

    help = "Write a release's public cells as CSV."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("release", type=int, help="number of the release")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the cells."""
        release = (
            Release.objects.select_related("round")
            .filter(pk=options["release"])
            .first()
        )
        if release is None:
            raise CommandError(f"There is no release {options['release']}.")
        write_cells(release, self.stdout)
