"""Load resident population by area and year."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from maps.imports.code_spellings import propose_codes
from maps.imports.findings import FileRefusedError
from maps.imports.mappings import ColumnMapping
from maps.imports.population import PopulationFile, look_at_population, read_population
from maps.management.findings import print_findings
from maps.management.pairs import PairsAction
from maps.management.tables import (
    add_table_arguments,
    check_remembered,
    print_look,
    print_recognised,
    with_remembered,
)
from maps.queries.areas import current_areas
from maps.services.population import PopulationNotStoredError, store_population


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
            help="heading of a field: code, year, persons",
        )
        parser.add_argument(
            "--confirm-codes",
            action="store_true",
            help="use the proposed spellings of area codes (look at them first)",
        )
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
        codes = self._codes(file, confirmed=options["confirm_codes"])
        try:
            stored = store_population(
                {(codes[row.code], row.year): row.persons for row in file.rows},
                by=None,
                source=options["source"],
            )
        except PopulationNotStoredError as error:
            raise CommandError(f"Nothing was stored. {error}") from error
        if options["remember"]:
            columns = {c.role: c.label for c in file.recognised if c.is_taken}
            options["remember"].write_text(
                ColumnMapping(file.fingerprint, columns, file.sheet).as_json(), "utf-8"
            )
        self.stdout.write(
            f"{file.rows_read} rows read, {stored} figures new or changed."
        )

    def _codes(self, file: PopulationFile, *, confirmed: bool) -> dict[str, str]:
        """The area code of each code in the file: itself, unless a person confirmed."""
        codes = {row.code: row.code for row in file.rows}
        known = set(current_areas().values_list("pcode", flat=True))
        unknown = Counter(row.code for row in file.rows if row.code not in known)
        for proposal in propose_codes(unknown, known):
            print_findings([proposal.finding(quotes=True)], self.stdout)
            if confirmed:
                codes |= proposal.codes
        return codes

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
