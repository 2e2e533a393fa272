"""Protect, audit and publish the returns of a round."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from maps.enums import AreaLevel
from maps.services.releases import ReleaseRefusedError, publish_release


class Command(BaseCommand):
    """`publish_release --round R11 [--threshold 10] [--households 5] [--together LEVEL]`."""

    help = "Protect, audit and publish the returns of a round."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--round", required=True, help="code of the round")
        parser.add_argument(
            "--threshold", type=int, help="smallest number of persons shown (5 or more)"
        )
        parser.add_argument(
            "--households",
            type=int,
            help="smallest number of households shown (5 or more)",
        )
        parser.add_argument(
            "--together",
            type=int,
            choices=[level for level in AreaLevel.values if level],
            metavar="LEVEL",
            help="level whose hidden areas are shown together with those they touch",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish, and print the public report."""
        try:
            release = publish_release(
                options["round"],
                by=None,
                threshold=options["threshold"],
                households=options["households"],
                zone_level=options["together"],
            )
        except ReleaseRefusedError as error:
            named = "".join(
                f"\n  level {level} {pcode} {group}"
                for level, pcode, group in error.cells[:50]
            )
            raise CommandError(f"{error}{named}") from error
        self.stdout.write(f"Release {release.pk}: {release}")
        for level in release.report["levels"]:
            people = level["people_hidden_share"]
            self.stdout.write(
                f"  {AreaLevel(level['level']).label}: {level['cells']} figures, "
                f"{level['hidden']} not shown ({level['hidden_share']:.1%})"
                + ("" if people is None else f", {people:.1%} of people")
            )
        for together in release.report.get("zones", []):
            self.stdout.write(
                f"  {AreaLevel(together['level']).label}: {together['areas']} areas "
                f"shown together in {together['zones']}, {together['people']} people"
            )
        self.stdout.write(f"  Attacker: {release.report['attacker']}.")
