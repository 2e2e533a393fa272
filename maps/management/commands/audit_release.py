"""Run the attacker against a published release; exit 1 on a leak."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from maps.models import Release
from maps.services.audits import audit_release


class Command(BaseCommand):
    """`audit_release ID`."""

    help = "Run the attacker alone against a published release; exit 1 on a leak."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("release", type=int, help="number of the release")

    def handle(self, *args: Any, **options: Any) -> None:
        """Attack, and say what was found."""
        release = Release.objects.filter(pk=options["release"]).first()
        if release is None:
            raise CommandError(f"There is no release {options['release']}.")
        audit = audit_release(release)
        self.stdout.write(
            f"{release}: {audit.cells} figures, {audit.hidden} not shown, "
            f"{audit.programmes} programmes solved, {len(audit.leaks)} leaks"
        )
        for level, pcode, group, lower, upper in audit.leaks:
            self.stdout.write(
                f"  level {level} {pcode} {group}: from {lower:g} to {upper:g}"
            )
        if not audit.ok:
            sys.exit(1)
