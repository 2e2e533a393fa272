"""Elections from Pabulib files (``.pb``).

Files from real cities have byte-order marks, decimal commas, projects named twice in a
ballot, ``selected`` of 2 or 3, and a ``votes`` column that disagrees with the ballots
(because they were weighted by way of voting, or cleaned). These are read, and returned
as remarks. What cannot be counted is a fault, and then nothing is read.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from participation.tally.election import (
    Ballot,
    Election,
    Project,
    VoteType,
    is_usable_id,
)
from participation.tally.findings import Finding, Issue, PabulibError
from participation.tally.tables import Row, Tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# No sum of money needs more digits, and a number of a million digits is an attack.
NUMBER = re.compile(r"[0-9]{1,15}(?:[.,][0-9]{1,9})?")
COLUMNS = {
    "META": ("key", "value"),
    "PROJECTS": ("project_id", "cost"),
    "VOTES": ("vote",),
}
# The cells of a ballot as one key: the choices, and the points or nothing.
Cast = str
BETWEEN = "\0"


@dataclass(frozen=True, slots=True)
class PabulibFile:
    """An election as read, and what is odd about the file it came from."""

    election: Election
    remarks: tuple[Finding, ...]


def read_pb(data: str | bytes) -> Election:
    """Read the text of a ``.pb`` file; raises ``PabulibError`` naming every fault."""
    return parse_pb(data).election


def load_pb(path: Path) -> PabulibFile:
    """Read a ``.pb`` file from disk, with remarks. Raises like ``read_pb``."""
    return parse_pb(path.read_bytes())


def parse_pb(data: str | bytes) -> PabulibFile:
    """Read the text of a ``.pb`` file, with remarks. Raises like ``read_pb``."""
    if isinstance(data, str):
        # A lone surrogate becomes bytes that are refused below, with their line.
        data = data.encode("utf-8", "surrogatepass")
    return _Reader(data).read()


def parse_amount(text: str) -> Fraction | None:
    """Read a number that is not negative, with a decimal point or comma, or nothing."""
    if NUMBER.fullmatch(text) is None:
        return None
    return Fraction(text.replace(",", "."))


class _Reader:
    """Gathers the rows of each part, then makes sense of them together."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._tables = Tables(data)
        self._faults = self._tables.faults
        self._remarks: list[Finding] = []
        self._meta: dict[str, Row] = {}
        self._projects: dict[str, Row] = {}
        self._positions: dict[str, int] = {}
        # Equal rows are made sense of once; here is how many voters cast each.
        self._cast: dict[Cast, int] = {}
        self._voters: set[str] = set()

    def read(self) -> PabulibFile:
        take = {
            "META": self._take_key,
            "PROJECTS": self._take_project,
            "VOTES": self._take_vote,
        }
        for row in self._tables.rows():
            take[row.part](row)
        self._voters.clear()
        self._check_columns()
        vote_type = self._vote_type()
        budget = self._budget()
        projects = [self._project(row) for row in self._projects.values()]
        self._check_points(vote_type)
        election = Election.of(
            projects,
            budget=budget,
            ballots=self._ballots(vote_type),
            vote_type=vote_type,
            meta={key: row.cells[1].strip() for key, row in self._meta.items()},
        )
        if self._faults:
            raise PabulibError(self._faults)
        self._compare(election)
        return PabulibFile(election, tuple(self._remarks))

    # Gathering

    def _take_key(self, row: Row) -> None:
        key = row.cells[0].strip().lower()
        if self._meta.setdefault(key, row).cells != row.cells:
            self._fault(row.line, Issue.KEY_REPEATED, key)

    def _take_project(self, row: Row) -> None:
        project = self._cell(row, "project_id")
        if not is_usable_id(project):
            self._fault(row.line, Issue.PROJECT_ID, project, "a name without comma")
        elif project in self._projects:
            self._fault(row.line, Issue.PROJECT_REPEATED, project)
        else:
            self._positions[project] = len(self._projects)
            self._projects[project] = row

    def _take_vote(self, row: Row) -> None:
        cast = self._cast_of(row)
        self._cast[cast] = self._cast.get(cast, 0) + 1
        place = self._tables.headers["VOTES"].columns.get("voter_id")
        if place is not None:
            voter = row.cells[place]
            if voter and voter in self._voters:
                self._remark(row.line, Issue.VOTER_REPEATED, voter)
            self._voters.add(voter)

    def _cast_of(self, row: Row) -> Cast:
        columns = self._tables.headers["VOTES"].columns
        vote, points = columns.get("vote"), columns.get("points")
        return (
            ("" if vote is None else row.cells[vote])
            + BETWEEN
            + ("" if points is None else row.cells[points])
        )

    def _cell(self, row: Row, column: str) -> str:
        place = self._tables.headers[row.part].columns.get(column)
        return "" if place is None else row.cells[place].strip()

    # Making sense

    def _check_columns(self) -> None:
        for part, header in self._tables.headers.items():
            for column in COLUMNS[part]:
                if column not in header.columns:
                    self._fault(header.line, Issue.COLUMN_MISSING, column, part)

    def _vote_type(self) -> VoteType:
        row = self._meta.get("vote_type")
        if row is None:
            self._fault(0, Issue.KEY_MISSING, "vote_type")
            return VoteType.APPROVAL
        stated = row.cells[1].strip().lower()
        if stated not in set(VoteType):
            self._fault(row.line, Issue.VOTE_TYPE, stated, ", ".join(VoteType))
            return VoteType.APPROVAL
        return VoteType(stated)

    def _budget(self) -> Fraction:
        row = self._meta.get("budget")
        if row is None:
            self._fault(0, Issue.KEY_MISSING, "budget")
            return Fraction(0)
        return self._number(row.line, row.cells[1].strip(), "a budget")

    def _project(self, row: Row) -> Project:
        return Project(
            id=self._cell(row, "project_id"),
            cost=self._number(row.line, self._cell(row, "cost"), "a cost"),
            name=self._cell(row, "name"),
            category=self._cell(row, "category"),
            selected=self._whole(row, "selected"),
            listed_votes=self._whole(row, "votes"),
        )

    def _whole(self, row: Row, column: str) -> int | None:
        """Read a whole number, or nothing from a cell that has none."""
        cell = self._cell(row, column)
        if not cell:
            return None
        number = self._number(row.line, cell, f"{column} as a whole number")
        return int(number)

    def _number(self, line: int, cell: str, expected: str) -> Fraction:
        amount = parse_amount(cell)
        if amount is None:
            self._fault(line, Issue.NUMBER, cell, expected)
            return Fraction(0)
        return amount

    def _ballots(self, vote_type: VoteType) -> Iterator[tuple[Ballot, int]]:
        """Yield ballots and drop their cells on the way; note what is wrong or odd."""
        odd: set[Cast] = set()
        while self._cast:
            cast, voters = self._cast.popitem()
            ballot = self._ballot(cast, vote_type)
            if isinstance(ballot, Finding):
                odd.add(cast)
                continue
            if len(set(ballot.choices)) < len(ballot.choices):
                odd.add(cast)
            yield ballot, voters
        if odd:
            self._find_lines(odd, vote_type)

    def _check_points(self, vote_type: VoteType) -> None:
        header = self._tables.headers.get("VOTES")
        if vote_type.has_points and header and "points" not in header.columns:
            self._fault(header.line, Issue.COLUMN_MISSING, "points", "VOTES")
            self._cast.clear()

    def _ballot(self, cast: Cast, vote_type: VoteType) -> Ballot | Finding:
        """Turn cells into a ballot, or say what is wrong with them."""
        vote, _, points = cast.rpartition(BETWEEN)
        named = [name for part in vote.split(",") if (name := part.strip())]
        try:
            choices = tuple([self._positions[name] for name in named])
        except KeyError as error:
            return Finding(0, Issue.PROJECT_UNKNOWN, str(error.args[0]))
        if not vote_type.has_points:
            return Ballot(choices)
        given = [part.strip() for part in points.split(",")] if points.strip() else []
        if len(given) != len(choices):
            return Finding(0, Issue.POINTS, points, f"{len(choices)} numbers")
        wrong = next((p for p in given if NUMBER.fullmatch(p) is None), None)
        if wrong is not None:
            return Finding(0, Issue.NUMBER, wrong, "points")
        return Ballot(choices, tuple(Fraction(p) for p in given))

    def _find_lines(self, odd: set[Cast], vote_type: VoteType) -> None:
        """Go through the file again, for the line of every odd ballot."""
        for row in Tables(self._data).rows():
            if row.part == "VOTES" and (cast := self._cast_of(row)) in odd:
                found = self._ballot(cast, vote_type)
                if isinstance(found, Finding):
                    self._faults.append(replace(found, line=row.line))
                else:
                    vote = cast.rpartition(BETWEEN)[0]
                    self._remark(row.line, Issue.CHOICE_REPEATED, vote)

    # Remarks

    def _compare(self, election: Election) -> None:
        """Remark on whatever the file says of itself that its ballots do not bear out."""
        supporters = [0] * len(election.projects)
        for ballot, voters in election.ballots.items():
            for place, choice in enumerate(ballot.choices):
                if not ballot.points or ballot.points[place]:
                    supporters[choice] += voters
        rows = self._projects.values()
        for project, row, votes in zip(
            election.projects, rows, supporters, strict=True
        ):
            if project.listed_votes not in {None, votes}:
                listed = f"{project.id}: {project.listed_votes}"
                self._remark(row.line, Issue.VOTES_DIFFER, listed, str(votes))
            if project.selected not in {None, 0, 1}:
                selected = f"{project.id}: {project.selected}"
                self._remark(row.line, Issue.SELECTED, selected, "0 or 1")
        self._compare_count("num_votes", election.votes)
        self._compare_count("num_projects", len(election.projects))
        self._check_lengths(election)

    def _compare_count(self, key: str, counted: int) -> None:
        row = self._meta.get(key)
        if row is not None and row.cells[1].strip() != str(counted):
            stated = f"{key}: {row.cells[1].strip()}"
            self._remark(row.line, Issue.COUNT_DIFFERS, stated, str(counted))

    def _check_lengths(self, election: Election) -> None:
        allowed = election.ranking_length
        if election.vote_type is VoteType.CHOOSE_ONE:
            allowed = 1
        over = Counter[int]()
        for ballot, voters in election.ballots.items():
            if len(ballot.choices) > allowed:
                over[len(ballot.choices)] += voters
        for choices, voters in sorted(over.items()):
            stated = f"{voters} ballots with {choices} choices"
            self._remark(0, Issue.CHOICES_OVER, stated, f"at most {allowed}")

    def _fault(
        self, line: int, issue: Issue, value: str = "", expected: str = ""
    ) -> None:
        self._faults.append(Finding(line, issue, value, expected))

    def _remark(
        self, line: int, issue: Issue, value: str = "", expected: str = ""
    ) -> None:
        self._remarks.append(Finding(line, issue, value, expected))
