"""What the loading commands say about tables and their columns, and remember of them."""

from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from maps.imports.choices import Choices
from maps.imports.findings import FileRefusedError
from maps.imports.gazetteer import WITHIN, place_key
from maps.imports.looking import Look, Recognised
from maps.imports.mappings import ColumnMapping, mapping_from_json
from maps.imports.residents import Residents
from maps.imports.returns import ReturnsFile
from maps.imports.unplaced import confirmed_codes, confirmed_places
from maps.management.pairs import PairsAction

#: Columns that were thought of and not taken, at most so many a role.
_OTHERS = 3
#: Names of places that are listed.
_PLACES = 100


def add_table_arguments(parser: ArgumentParser) -> None:
    """Options that every command for tables has."""
    parser.add_argument("--sheet", help="worksheet of a workbook")
    parser.add_argument(
        "--look",
        action="store_true",
        help="only say which sheets, headings and columns are recognised",
    )
    parser.add_argument(
        "--mapping",
        type=Path,
        metavar="FILE.json",
        help="columns as they were remembered for a file with the same headings",
    )
    parser.add_argument(
        "--remember",
        type=Path,
        metavar="FILE.json",
        help="keep the columns that were read, for the next file",
    )


def with_remembered(options: dict[str, Any]) -> ColumnMapping | None:
    """The mapping asked for, whose columns and sheet fill what the options leave out."""
    if options["mapping"] is None:
        return None
    try:
        mapping = mapping_from_json(options["mapping"].read_text("utf-8"))
    except (OSError, UnicodeError) as error:
        raise CommandError(f"{options['mapping']} cannot be read.") from error
    except FileRefusedError as refusal:
        raise CommandError(
            f"{options['mapping']}: {refusal.finding.message} {refusal.finding.remedy}"
        ) from refusal
    options["columns"] = {**mapping.columns, **(options["columns"] or {})}
    options["sheet"] = options["sheet"] or mapping.sheet or None
    return mapping


def check_remembered(mapping: ColumnMapping | None, fingerprint: str) -> None:
    """Refuse a mapping that was made for other headings."""
    if mapping is not None and mapping.fingerprint != fingerprint:
        raise CommandError(
            "Nothing was stored: the headings are not those that the mapping was "
            "remembered for. Look at the columns above; leave --mapping out, or name "
            "the columns with --column and --remember them."
        )


def print_recognised(columns: Iterable[Recognised], stream: OutputWrapper) -> None:
    """Which column was taken for what, and the next best."""
    listed = list(columns)
    for column in listed:
        if column.is_taken:
            stream.write(f"  {column.role} = {_described(column)}")
    others: dict[str, int] = {}
    for column in listed:
        others[column.role] = others.get(column.role, 0) + (not column.is_taken)
        if not column.is_taken and others[column.role] <= _OTHERS:
            stream.write(f"  not taken: {column.role} = {_described(column)}")


def print_look(look: Look, stream: OutputWrapper) -> None:
    """Every sheet that could be meant, with its headings and a few safe values."""
    for candidate in look.candidates:
        is_meant = look.chosen is candidate and candidate.is_usable
        name = f"Sheet “{candidate.sheet}”" if candidate.sheet else "The table"
        stream.write(
            f"{name}: headings end in row {candidate.heading.row}; {candidate.why}"
            f"{'; this one is meant' if is_meant else ''}."
        )
        if candidate.lacks:
            stream.write(f"  cannot be read as it is: {candidate.lacks}")
        taken = {
            (role, column)
            for role, columns in candidate.matching.chosen.items()
            for column in columns
        }
        for column, label in enumerate(candidate.labels):
            roles = [
                f"{role} {proposal.confidence:.0%}: {proposal.reason}"
                f"{'' if (role, column) in taken else ' (not taken)'}"
                for role, proposals in candidate.matching.proposals.items()
                for proposal in proposals
                if proposal.column == column
            ]
            sample = next(
                (row[column] for row in candidate.samples if column < len(row)), ""
            )
            stream.write(f"  {label} [{sample}] {'; '.join(roles)}".rstrip())


def add_spelling_arguments(parser: ArgumentParser) -> None:
    """Options by which a person confirms codes and names that are spelt otherwise."""
    parser.add_argument(
        "--confirm-codes",
        action="store_true",
        help="use the proposed spellings of area codes (look at them first)",
    )
    parser.add_argument(
        "--confirm-names",
        action="store_true",
        help="use the proposed areas of names that are marked sure",
    )
    parser.add_argument(
        "--place",
        action=PairsAction,
        dest="places",
        metavar="NAME=CODE",
        help="the area that a name in the file stands for",
    )


def choices_of(options: dict[str, Any], mapping: ColumnMapping | None) -> Choices:
    """The spellings remembered, and the places named one by one."""
    named = {
        place_key(name.split(WITHIN)): code
        for name, code in (options["places"] or {}).items()
    }
    return Choices(
        codes=mapping.codes if mapping else {},
        places={**(mapping.places if mapping else {}), **named},
    )


def with_proposals(
    choices: Choices, file: ReturnsFile[Any] | Residents, options: dict[str, Any]
) -> Choices:
    """The choices with what a reading proposed, where it is confirmed as a whole."""
    codes = file.code_proposals if options["confirm_codes"] else ()
    places = file.place_proposals if options["confirm_names"] else ()
    return replace(
        choices,
        codes={**confirmed_codes(codes), **choices.codes},
        places={**confirmed_places(places), **choices.places},
    )


def print_proposals(
    file: ReturnsFile[Any] | Residents, stream: OutputWrapper, *, quotes: bool
) -> None:
    """What a person may confirm, and how; ``quotes``: whether names may be told."""
    for proposal in file.code_proposals:
        stream.write(
            f"  proposed ({proposal.confidence:.0%}): {len(proposal.codes)} codes on "
            f"{proposal.rows} rows, because {proposal.reason}. Use --confirm-codes."
        )
    for place in file.place_proposals[:_PLACES]:
        candidates = "; ".join(
            f"{c.code} {c.name} ({c.score:.0%}: {c.reason})" for c in place.candidates
        )
        name = f"“{place.key}”" if quotes else "a name"
        use = "sure, --confirm-names" if place.is_sure else '--place "NAME=CODE"'
        stream.write(f"  proposed: {name} on {place.rows} rows: {candidates}. {use}.")
    if len(file.place_proposals) > _PLACES:
        stream.write(f"  … and {len(file.place_proposals) - _PLACES} more names.")


def _described(column: Recognised) -> str:
    return f"“{column.label}” ({column.confidence:.0%}: {column.reason})"
