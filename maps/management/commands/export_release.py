"""Write a release's public cells to standard output."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from maps.exports.comma_separated import csv_text
from maps.exports.dataset import release_dataset
from maps.models import Release


class Command(BaseCommand):
    """`export_release ID > cells.csv`."""

    help = "Write a release's public cells as CSV, as /data/ offers them."

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
        base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        address = reverse(
            "open_data:release", args=[release.round.code, release.version]
        )
        dataset = release_dataset(release, link=base + address, base=base)
        for line in csv_text(dataset):
            self.stdout.write(line, ending="")
