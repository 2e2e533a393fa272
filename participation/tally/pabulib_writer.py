"""Elections as Pabulib text: the same ballots always give the same bytes.

Ballots are written in a sorted order and numbered in it, so the text says nothing about
who voted, when, or in which order, and its SHA-256 can be printed at sealing.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Protocol

from participation.tally.election import Election, ElectionError
from participation.tally.support import support_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from fractions import Fraction

DECIMALS = 9
# Counted afresh from the ballots, whatever ``meta`` says.
COUNTED = ("num_projects", "num_votes", "budget", "vote_type")


class _Writer(Protocol):
    def writerow(self, row: Iterable[str], /) -> object: ...


def write_pb(election: Election, winners: Collection[str] | None = None) -> str:
    """Return ``election`` as the text of a ``.pb`` file.

    ``winners`` (project ids) fills the column ``selected``; without it there is none.
    Reading the text back gives an election that counts alike.
    """
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=";", lineterminator="\n")
    _write_meta(table, election)
    _write_projects(table, election, winners)
    _write_votes(table, election)
    return text.getvalue()


def _write_meta(table: _Writer, election: Election) -> None:
    table.writerow(["META"])
    table.writerow(["key", "value"])
    stated = {key: value for key, value in election.meta.items() if key not in COUNTED}
    counted = {
        "num_projects": str(len(election.projects)),
        "num_votes": str(election.votes),
        "budget": decimal(election.budget),
        "vote_type": election.vote_type.value,
    }
    for key, value in [*stated.items(), *counted.items()]:
        table.writerow([_one_line(key), _one_line(value)])


def _write_projects(
    table: _Writer, election: Election, winners: Collection[str] | None
) -> None:
    support = support_of(election)
    columns = ["project_id", "cost", "votes", "score", "name", "category"]
    table.writerow(["PROJECTS"])
    table.writerow(columns if winners is None else [*columns, "selected"])
    for project, votes, score in zip(
        election.projects, support.votes, support.score, strict=True
    ):
        row = [project.id, decimal(project.cost), str(votes), decimal(score)]
        row += [_one_line(project.name), _one_line(project.category)]
        if winners is not None:
            row.append(str(int(project.id in winners)))
        table.writerow(row)


def _write_votes(table: _Writer, election: Election) -> None:
    has_points = election.vote_type.has_points
    columns = ["voter_id", "vote"]
    table.writerow(["VOTES"])
    table.writerow([*columns, "points"] if has_points else columns)
    voter = 0
    for ballot in sorted(election.ballots):
        row = [",".join(election.projects[choice].id for choice in ballot.choices)]
        if has_points:
            row.append(",".join(decimal(given) for given in ballot.points))
        for _ in range(election.ballots[ballot]):
            voter += 1
            table.writerow([str(voter), *row])


def decimal(amount: Fraction) -> str:
    """Write an amount with at most nine decimals, as ``read_pb`` takes it.

    Raises ``ElectionError`` where that would change it.
    """
    small = amount * 10**DECIMALS
    if small.denominator != 1:
        raise ElectionError(f"{amount} cannot be written with {DECIMALS} decimals")
    whole, rest = divmod(small.numerator, 10**DECIMALS)
    return f"{whole}.{rest:0{DECIMALS}d}".rstrip("0").rstrip(".")


def _one_line(text: str) -> str:
    return " ".join(text.split())
