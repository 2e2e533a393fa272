"""Write the report on a district to standard output."""

from argparse import ArgumentParser
from typing import Any, BinaryIO, cast

from django.core.management.base import BaseCommand, CommandError

from initiatives.exports.district_report import REPORT_LANGUAGES, district_report
from maps.queries.areas import current_areas
from maps.queries.released import release_for


class Command(BaseCommand):
    """`district_report XX0101 --round R12 --language ar > report.pdf`."""

    help = "Write the report on an area at a round as PDF: map, figures, initiatives."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("pcode", help="P-code of the area")
        parser.add_argument(
            "--round", help="code of the round; the newest unless given"
        )
        parser.add_argument("--language", choices=list(REPORT_LANGUAGES), default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the report's bytes."""
        area = (
            current_areas()
            .select_related("parent")
            .filter(pcode=options["pcode"])
            .first()
        )
        if area is None:
            raise CommandError(f"There is no area {options['pcode']}.")
        release = release_for(options["round"])
        if release is None:
            raise CommandError("This round has no public release.")
        report = district_report(area, release, options["language"])
        cast("BinaryIO", self.stdout.buffer).write(report)
