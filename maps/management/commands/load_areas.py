"""Load a level of administrative borders from a file."""

import datetime
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from maps.imports.areas import read_areas
from maps.management.findings import print_findings
from maps.management.pairs import PairsAction
from maps.queries.successions import waiting_successions
from maps.queries.surroundings import borders_around
from maps.services.areas import AreasNotStoredError, store_areas
from maps.services.successions import confirm_successions


class Command(BaseCommand):
    """`load_areas FILE --level N`."""

    help = (
        "Load a level of borders from a GeoPackage, Shapefile (also zipped), GeoJSON, "
        "TopoJSON, GeoParquet, KML, KMZ or a folder of them. The same file again "
        "changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--level", type=int, required=True, choices=range(5))
        parser.add_argument("--layer", help="layer, or file within a zip or folder")
        parser.add_argument(
            "--valid-on",
            type=datetime.date.fromisoformat,
            help="from when the borders are valid, if the file does not say",
        )
        parser.add_argument(
            "--crs", help="coordinate system of a file that states none: EPSG:32636"
        )
        parser.add_argument(
            "--turn-axes",
            action="store_true",
            help="the file has latitude before longitude",
        )
        parser.add_argument("--source", default="", help="credit line of the borders")
        parser.add_argument(
            "--column",
            action=PairsAction,
            dest="columns",
            metavar="FIELD=NAME",
            help="column of a field: code, name, parent, valid_on",
        )
        parser.add_argument(
            "--parent",
            action=PairsAction,
            dest="parents",
            metavar="CODE=PARENT",
            help="put one area into another, if neither file nor borders say so",
        )
        parser.add_argument(
            "--confirm-changes",
            action="store_true",
            help="confirm what became of this level's earlier areas, as listed",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, report, store."""
        file = read_areas(
            options["file"],
            level=options["level"],
            layer=options["layer"],
            columns=options["columns"],
            crs=options["crs"],
            turn_axes=options["turn_axes"],
            around=borders_around(options["level"]),
        )
        print_findings(file.findings, self.stdout)
        for candidate in file.crs_candidates:
            self.stdout.write(f"  --crs {candidate}")
        if file.has_errors:
            raise CommandError("Nothing was stored. Mend the rows above and try again.")
        try:
            stored = store_areas(
                file,
                by=None,
                valid_on=options["valid_on"],
                source=options["source"],
                parents=options["parents"],
            )
        except AreasNotStoredError as error:
            raise CommandError(f"Nothing was stored.\n{error}") from error
        for note in (*stored.notes, *stored.changes):
            self.stdout.write(f"  note: {note}")
        self._settle_changes(file.level, confirms=options["confirm_changes"])
        self.stdout.write(
            f"Level {file.level}: {file.rows_read} rows read, {stored.added} areas "
            f"added, {stored.unchanged} unchanged, {stored.closed} earlier closed."
        )

    def _settle_changes(self, level: int, *, confirms: bool) -> None:
        waiting = waiting_successions(level)
        if confirms:
            confirmed = confirm_successions(waiting, by=None)
            self.stdout.write(f"{len(confirmed)} changes of borders confirmed.")
        elif count := waiting.count():
            self.stdout.write(
                f"{count} changes of borders wait for a person: confirm them on the page "
                "“Changes of borders” beside the wizard, or here with --confirm-changes. Until then series of "
                "rounds break off where borders changed."
            )
