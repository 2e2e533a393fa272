"""Load the returns of a round from a file, aggregated in memory."""

import datetime
from argparse import ArgumentParser
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from maps.enums import PopulationGroup
from maps.imports.choices import WhenTheyDiffer
from maps.imports.clusters import ClusterError, over_cluster
from maps.imports.columns import EachRow
from maps.imports.findings import FileRefusedError
from maps.imports.locating import AreaLocator
from maps.imports.mappings import ColumnMapping
from maps.imports.progress import ImportCancelledError, Progress
from maps.imports.returns import ReturnsFile, look_at_returns, read_returns
from maps.management.findings import left_out_of, print_findings
from maps.management.pairs import PairsAction
from maps.management.progress import ProgressLine
from maps.management.tables import (
    add_spelling_arguments,
    add_table_arguments,
    check_remembered,
    choices_of,
    print_look,
    print_proposals,
    print_recognised,
    with_proposals,
    with_remembered,
)
from maps.queries.gazetteer import gazetteer_on
from maps.services.returns import (
    ReturnsNotStoredError,
    codes_of_levels,
    locator_on,
    store_returns,
)


class Command(BaseCommand):
    """`load_returns FILE --round R11 --date 2021-09-30`."""

    help = (
        "Load a round's returns from CSV or XLSX, plain or HXL-tagged. Rows are added "
        "up in memory; no row, name or coordinate is kept. One bad row means that "
        "nothing is stored, unless --skip-bad."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--round", required=True, help="code of the round")
        parser.add_argument(
            "--date",
            required=True,
            type=datetime.date.fromisoformat,
            help="reporting date, YYYY-MM-DD",
        )
        parser.add_argument("--level", type=int, help="level of areas to count at")
        add_table_arguments(parser)
        parser.add_argument(
            "--group",
            choices=PopulationGroup.values,
            help="population group, of a file that does not say",
        )
        parser.add_argument(
            "--each-row",
            choices=[each.value for each in EachRow],
            help="what a row stands for, if the file leaves it open",
        )
        parser.add_argument(
            "--column",
            action=PairsAction,
            dest="columns",
            metavar='FIELD="HEADER"',
            help="heading of a field: individuals, households, code, latitude, …",
        )
        parser.add_argument(
            "--when-they-differ",
            choices=[rule.value for rule in WhenTheyDiffer],
            default=WhenTheyDiffer.CODE.value,
            help="what counts for a row whose point lies in another area than its code "
            "names; refuse makes it a bad row (default: code)",
        )
        parser.add_argument(
            "--turn-axes",
            action="store_true",
            help="the file has longitude under the heading of latitude",
        )
        add_spelling_arguments(parser)
        parser.add_argument(
            "--points-in",
            default="",
            metavar="EPSG:32636",
            help="system of points in metres, or UTM where a column has the zone "
            "(likely ones are proposed without it)",
        )
        parser.add_argument(
            "--skip-bad", action="store_true", help="leave bad rows out"
        )
        parser.add_argument(
            "--scheduler",
            metavar="ADDRESS",
            help="place points on the workers of this Dask scheduler, tcp://host:8786 "
            "(coordinates are sent there and nothing else of a row)",
        )
        parser.add_argument("--source", default="", help="credit line")
        parser.add_argument("--note", default="", help="method and limits")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, report, store."""
        if options["look"]:
            self._look(options)
            return
        mapping = with_remembered(options)
        try:
            with (
                _placing(options) as locate,
                ProgressLine(self.stderr) as progress,
            ):
                file = self._read(options, mapping, locate, progress)
            print_recognised(file.recognised, self.stdout)
            print_findings(file.findings, self.stdout)
            print_proposals(file, self.stdout, quotes=file.each_row is EachRow.PLACE)
            if file.is_refused or (file.has_errors and not options["skip_bad"]):
                raise CommandError(
                    f"Nothing was stored: {file.rows_read} rows read, "
                    f"{file.bad_rows} bad."
                )
            check_remembered(mapping, file.fingerprint)
            stored = store_returns(
                file.counts,
                round_code=options["round"],
                reported_on=options["date"],
                by=None,
                source=options["source"],
                note=options["note"],
            )
        except (ReturnsNotStoredError, ClusterError) as error:
            raise CommandError(f"Nothing was stored. {error}") from error
        except (ImportCancelledError, KeyboardInterrupt) as stop:
            raise CommandError("Cancelled. Nothing was stored.") from stop
        if options["remember"]:
            options["remember"].write_text(
                ColumnMapping(
                    file.fingerprint,
                    file.columns,
                    file.sheet,
                    file.choices.codes,
                    file.choices.places,
                ).as_json(),
                "utf-8",
            )
        self.stdout.write(
            f"Round {stored.round.code}: {file.rows_read} rows read, "
            f"{file.bad_rows} bad rows left out"
            f"{left_out_of(file.left_out)}; {stored.areas} areas, groups {', '.join(stored.groups)}"
            + ("." if stored.changed else "; nothing changed.")
        )

    def _read(
        self,
        options: dict[str, Any],
        mapping: ColumnMapping | None,
        locate: AreaLocator[int],
        progress: Progress,
    ) -> ReturnsFile[int]:
        """Read once; and again with what the first reading proposed, if confirmed."""
        day, level = options["date"], options["level"]
        choices = replace(
            choices_of(options, mapping),
            when_they_differ=WhenTheyDiffer(options["when_they_differ"]),
            turn_axes=options["turn_axes"],
            grid=options["points_in"],
        )
        read = partial(
            read_returns,
            options["file"],
            locate=locate,
            gazetteer=gazetteer_on(day, level),
            other_levels=codes_of_levels(day),
            sheet=options["sheet"],
            columns=options["columns"],
            group=options["group"],
            round_name=options["round"],
            on=day,
            each_row=EachRow(options["each_row"]) if options["each_row"] else None,
            max_bytes=settings.IMPORT_MAX_BYTES,
            progress=progress,
        )
        file: ReturnsFile[int] = read(choices=choices)
        confirmed = with_proposals(choices, file, options)
        return file if confirmed == choices else read(choices=confirmed)

    def _look(self, options: dict[str, Any]) -> None:
        try:
            look = look_at_returns(
                options["file"],
                sheet=options["sheet"],
                columns=options["columns"],
                each_row=EachRow(options["each_row"]) if options["each_row"] else None,
                max_bytes=settings.IMPORT_MAX_BYTES,
            )
        except FileRefusedError as refusal:
            print_findings([refusal.finding], self.stdout)
            raise CommandError("The file cannot be read.") from refusal
        print_look(look, self.stdout)


def _placing(options: dict[str, Any]) -> AbstractContextManager[AreaLocator[int]]:
    """Where points are placed: on the cluster named, or here."""
    here = locator_on(options["date"], options["level"])
    scheduler = options["scheduler"]
    return over_cluster(here, scheduler) if scheduler else nullcontext(here)
