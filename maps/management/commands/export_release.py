"""Write a release's public cells, or its zones, to standard output."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from maps.collections import Collection
from maps.collections.returns import of_release
from maps.collections.zones import zones_of_release
from maps.exports.cells import cells_csv
from maps.exports.comma_separated import csv_text
from maps.exports.dataset import release_dataset
from maps.models import Release


class Command(BaseCommand):
    """`export_release ID > cells.csv`, `export_release ID --zones > zones.csv`."""

    help = "Write a release's public cells as CSV."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("release", type=int, help="number of the release")
        parser.add_argument(
            "--open-data",
            action="store_true",
            help="as /data/ offers it: with HXL tags, names, source and links",
        )
        parser.add_argument(
            "--zones",
            action="store_true",
            help="the same of areas shown together, in place of those of each area",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the cells."""
        release = (
            Release.objects.select_related("round")
            .filter(pk=options["release"])
            .first()
        )
        if release is None:
            raise CommandError(f"There is no release {options['release']}.")
        if options["zones"]:
            lines = _as_offered(release, zones_of_release(release))
        elif options["open_data"]:
            lines = _as_offered(release, of_release(release))
        else:
            lines = cells_csv(release)
        for line in lines:
            self.stdout.write(line, ending="")


def _as_offered(release: Release, of: Collection) -> Iterator[str]:
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    address = reverse("open_data:release", args=[release.round.code, release.version])
    return csv_text(release_dataset(release, of, link=base + address, base=base))
