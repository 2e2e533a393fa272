"""Load resident population by area and year."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from maps.imports.findings import FileRefusedError
from maps.imports.mappings import ColumnMapping
from maps.imports.population import PopulationFile, look_at_population, read_population
from maps.imports.residents import Residents
from maps.management.findings import left_out_of, print_findings
from maps.management.pairs import PairsAction
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
from maps.services.population import PopulationNotStoredError, store_population
from maps.services.residents import residents_in


class Command(BaseCommand):
    """`load_population FILE [--year 2025]`."""

    help = "Load resident population by area and year from CSV or XLSX."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--level", type=int, help="which of several code columns")
        parser.add_argument(
            "--year", type=int, help="year of a table that does not say"
        )
        add_table_arguments(parser)
        parser.add_argument(
            "--column",
            action=PairsAction,
            dest="columns",
            metavar='FIELD="HEADER"',
            help="heading of a field: code, name, year, persons",
        )
        add_spelling_arguments(parser)
        parser.add_argument("--source", default="", help="credit line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, report, store."""
        if options["look"]:
            self._look(options)
            return
        mapping = with_remembered(options)
        file = read_population(
            options["file"],
            level=options["level"],
            year=options["year"],
            sheet=options["sheet"],
            columns=options["columns"],
            max_bytes=settings.IMPORT_MAX_BYTES,
        )
        print_recognised(file.recognised, self.stdout)
        print_findings(file.findings, self.stdout)
        if any(finding.is_error for finding in file.findings):
            raise CommandError(
                f"Nothing was stored: {file.rows_read} rows read, {file.bad_rows} bad."
            )
        check_remembered(mapping, file.fingerprint)
        residents = self._residents(file, options, mapping)
        try:
            stored = store_population(
                residents.persons, by=None, source=options["source"]
            )
        except PopulationNotStoredError as error:
            raise CommandError(f"Nothing was stored. {error}") from error
        if options["remember"]:
            options["remember"].write_text(
                ColumnMapping(
                    file.fingerprint,
                    file.columns,
                    file.sheet,
                    residents.choices.codes,
                    residents.choices.places,
                ).as_json(),
                "utf-8",
            )
        self.stdout.write(
            f"{file.rows_read} rows read{left_out_of(file.left_out)}, "
            f"{stored} figures new or changed."
        )

    def _residents(
        self,
        file: PopulationFile,
        options: dict[str, Any],
        mapping: ColumnMapping | None,
    ) -> Residents:
        """Place once; and again with what was proposed then, if confirmed."""
        choices, level = choices_of(options, mapping), options["level"]
        first = residents_in(file, choices, level=level)
        print_findings(first.findings, self.stdout)
        print_proposals(first, self.stdout, quotes=True)
        confirmed = with_proposals(choices, first, options)
        residents = first
        if confirmed != choices:
            residents = residents_in(file, confirmed, level=level)
            print_findings(residents.findings, self.stdout)
        if residents.bad_rows:
            raise CommandError(
                f"Nothing was stored: {file.rows_read} rows read, "
                f"{residents.bad_rows} without an area of their own."
            )
        return residents

    def _look(self, options: dict[str, Any]) -> None:
        try:
            look = look_at_population(
                options["file"],
                level=options["level"],
                sheet=options["sheet"],
                columns=options["columns"],
                max_bytes=settings.IMPORT_MAX_BYTES,
            )
        except FileRefusedError as refusal:
            print_findings([refusal.finding], self.stdout)
            raise CommandError("The file cannot be read.") from refusal
        print_look(look, self.stdout)
