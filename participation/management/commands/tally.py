"""Count an election from a Pabulib file, as anyone may who doubts a result."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from participation.tally import (
    Completion,
    Outcome,
    PabulibError,
    PabulibFile,
    Rule,
    count_in_parts,
    load_pb,
    parse_amount,
)
from participation.tally.reports import as_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Prints winners, costs, ties and reasons as JSON, or winners as a table."""

    # Needs no database and no site, only the file.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options of ``participation.tally.count``."""
        parser.description = _("Count the votes in a Pabulib file (.pb).")
        parser.add_argument("file", type=Path, help=_("The file to count."))
        parser.add_argument(
            "--rule",
            choices=[rule.value for rule in Rule],
            default=Rule.EQUAL_SHARES.value,
            help=_("How winners are found (equal-shares if not given)."),
        )
        parser.add_argument(
            "--completion",
            choices=[completion.value for completion in Completion],
            default=Completion.ADD1.value,
            help=_("How equal shares uses what it leaves over (add1 if not given)."),
        )
        parser.add_argument(
            "--step",
            type=_amount,
            help=_("By how much add1 raises a share, in units of the currency."),
        )
        parser.add_argument(
            "--threshold",
            type=_amount,
            default=Fraction(0),
            help=_("Least votes (or points) of a winner; below 1, a share of ballots."),
        )
        parser.add_argument("--json", action="store_true", help=_("Print JSON."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the file, count it and print the outcome."""
        read = _read(options["file"])
        try:
            counted = count_in_parts(
                read.election,
                rule=options["rule"],
                completion=options["completion"],
                step=options["step"],
                threshold=options["threshold"],
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        self._compare_rules(read.election.meta, options)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(counted), ensure_ascii=False))
        else:
            self._print_remarks(read)
            self._print_table(read, counted.outcome)

    def _print_remarks(self, read: PabulibFile) -> None:
        for remark in read.remarks:
            self.stderr.write(str(remark))

    def _compare_rules(self, meta: Mapping[str, str], options: dict[str, Any]) -> None:
        """Say so where the file was to be counted otherwise: another count is no proof."""
        # Other programs' words for rules are not ours to compare with.
        words: dict[str, set[str]] = {"rule": {*Rule}, "completion": {*Completion}}
        differing = {
            key: meta[key]
            for key, known in words.items()
            if meta.get(key) in known and meta[key] != options[key]
        }
        least = parse_amount(meta.get("threshold", ""))
        if least is not None and least != options["threshold"]:
            differing["threshold"] = meta["threshold"]
        for key, stated in differing.items():
            self.stderr.write(
                _(
                    "The file says %(key)s %(stated)s; counted with %(used)s. "
                    "To count as it says: --%(key)s %(stated)s"
                )
                % {"key": key, "stated": stated, "used": options[key]}
            )

    def _print_table(self, read: PabulibFile, outcome: Outcome) -> None:
        names = {project.id: project.name for project in read.election.projects}
        width = max((len(project) for project in names), default=0)
        for place, project in enumerate(outcome.winners, start=1):
            facts = outcome.explanations[project]
            self.stdout.write(
                f"{place:>4}  {project:<{width}}  {facts.cost:>16,.2f}"
                f"  {facts.votes:>8,}  {names[project]}"
            )
        self.stdout.write(
            _("%(winners)d winners for %(cost)s of %(budget)s, %(votes)s ballots")
            % {
                "winners": len(outcome.winners),
                "cost": f"{float(outcome.cost):,.2f}",
                "budget": f"{float(outcome.budget):,.2f}",
                "votes": f"{outcome.votes:,}",
            }
        )
        for tie in outcome.ties:
            self.stdout.write(
                _(
                    "Tie between %(projects)s: %(chosen)s was preferred by %(decided_by)s"
                )
                % {
                    "projects": ", ".join(tie.projects),
                    "chosen": tie.chosen,
                    "decided_by": tie.decided_by.value,
                }
            )


def _amount(text: str) -> Fraction:
    amount = parse_amount(text)
    if amount is None:
        raise ArgumentTypeError(_("not an amount: %(text)s") % {"text": text})
    return amount


def _read(path: Path) -> PabulibFile:
    try:
        return load_pb(path)
    except OSError as error:
        raise CommandError(str(error)) from error
    except PabulibError as error:
        raise CommandError(str(error)) from error
