"""What is counted: projects, a budget, and ballots grouped by content."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


LENGTH = re.compile(r"[1-9][0-9]{0,8}")


class ElectionError(ValueError):
    """The parts of an election contradict each other; the message says which."""


class VoteType(StrEnum):
    """What a ballot says, by the names of the Pabulib format."""

    APPROVAL = "approval"
    CHOOSE_ONE = "choose-1"
    ORDINAL = "ordinal"
    CUMULATIVE = "cumulative"
    SCORING = "scoring"

    @property
    def has_points(self) -> bool:
        """Whether each choice carries points."""
        return self in {VoteType.CUMULATIVE, VoteType.SCORING}

    @property
    def is_ranked(self) -> bool:
        """Whether the order of the choices counts."""
        return self is VoteType.ORDINAL


@dataclass(frozen=True, slots=True)
class Project:
    """One option of the vote.

    ``cost`` is in currency units. ``listed_votes`` and ``selected`` are what a file
    claims about the project (see ``pabulib``); counting never reads them.
    """

    id: str
    cost: Fraction
    name: str = ""
    category: str = ""
    selected: int | None = None
    listed_votes: int | None = None


class Ballot(NamedTuple):
    """The choices of one voter, as positions in ``Election.projects``.

    ``points`` is as long as ``choices`` where the vote type has points, else empty.
    """

    choices: tuple[int, ...]
    points: tuple[Fraction, ...] = ()


@dataclass(frozen=True, slots=True)
class Election:
    """Everything a rule may look at.

    ``ballots`` maps each distinct ballot to the number of voters who cast it; the order
    of its entries never changes an outcome. The order of ``projects`` is the last tie
    break. Build one with ``Election.of`` unless the ballots are known to be canonical.
    """

    projects: tuple[Project, ...]
    budget: Fraction
    vote_type: VoteType
    ballots: Mapping[Ballot, int]
    meta: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(
        cls,
        projects: Iterable[Project],
        *,
        budget: Fraction | int,
        ballots: Iterable[tuple[Ballot, int]],
        vote_type: VoteType = VoteType.APPROVAL,
        meta: Mapping[str, str] | None = None,
    ) -> Election:
        """Group ``ballots`` (each with its number of voters) and check everything.

        Raises ``ElectionError`` on a repeated or unusable project id, a negative cost
        or budget, a choice that is not a project, points that are negative or do not
        match the choices, or a negative number of voters.
        """
        listed = tuple(projects)
        _check_money(listed, Fraction(budget))
        grouped: dict[Ballot, int] = {}
        for ballot, voters in ballots:
            _check_ballot(ballot, voters, len(listed), vote_type)
            if voters:
                same = canonical(ballot, vote_type)
                grouped[same] = grouped.get(same, 0) + voters
        return cls(
            projects=listed,
            budget=Fraction(budget),
            vote_type=vote_type,
            ballots=MappingProxyType(grouped),
            meta=MappingProxyType(dict(meta or {})),
        )

    @property
    def votes(self) -> int:
        """The number of ballots cast, blank ones included."""
        return sum(self.ballots.values())

    @property
    def ranking_length(self) -> int:
        """Points of a first place: ``max_length`` if stated, else one per project."""
        stated = self.meta.get("max_length", "")
        if LENGTH.fullmatch(stated):
            return min(int(stated), len(self.projects))
        return len(self.projects)


def canonical(ballot: Ballot, vote_type: VoteType) -> Ballot:
    """Return the one spelling of a ballot that all equal ballots share.

    A project named twice counts once: at its first place.
    """
    choices, points = ballot
    if vote_type.has_points:
        first: dict[int, Fraction] = {}
        for choice, given in zip(choices, points, strict=True):
            first.setdefault(choice, given)
        ordered = sorted(first.items())
        return Ballot(tuple(c for c, _ in ordered), tuple(p for _, p in ordered))
    if vote_type.is_ranked:
        return Ballot(tuple(dict.fromkeys(choices)))
    return Ballot(tuple(sorted(set(choices))))


def positions_of(projects: Sequence[Project]) -> dict[str, int]:
    """Return the position of every project by its id."""
    return {project.id: place for place, project in enumerate(projects)}


def is_usable_id(text: str) -> bool:
    """Whether a project can be named so in a file: in one cell, among others."""
    return (
        bool(text) and text == text.strip() and "," not in text and text.isprintable()
    )


def _check_money(projects: tuple[Project, ...], budget: Fraction) -> None:
    if budget < 0:
        raise ElectionError(f"the budget is negative: {budget}")
    repeated = [i for i, n in Counter(p.id for p in projects).items() if n > 1]
    if repeated:
        raise ElectionError(f"projects listed twice: {', '.join(repeated)}")
    for project in projects:
        if not is_usable_id(project.id):
            raise ElectionError(f"{project.id!r} cannot be the id of a project")
        if project.cost < 0:
            raise ElectionError(f"project {project.id} has a negative cost")


def _check_ballot(ballot: Ballot, voters: int, projects: int, kind: VoteType) -> None:
    if voters < 0:
        raise ElectionError(f"a ballot is cast by {voters} voters")
    choices = ballot.choices
    if choices and not 0 <= min(choices) <= max(choices) < projects:
        raise ElectionError(f"a ballot names a project that is not listed: {ballot}")
    expected = len(choices) if kind.has_points else 0
    if len(ballot.points) != expected:
        raise ElectionError(f"a ballot has {len(ballot.points)} points for {expected}")
    if ballot.points and min(ballot.points) < 0:
        raise ElectionError(f"a ballot gives negative points: {ballot}")
