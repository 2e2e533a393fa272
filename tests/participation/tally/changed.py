"""Elections with one thing changed, built anew: what searched answers are held against."""

from dataclasses import replace
from fractions import Fraction

from participation.tally import Ballot, Election
from participation.tally.election import positions_of


def with_cost(election: Election, project: str, cost: int) -> Election:
    """The election with another cost of one project."""
    projects = tuple(
        replace(each, cost=Fraction(cost)) if each.id == project else each
        for each in election.projects
    )
    return replace(election, projects=projects)


def with_votes(election: Election, project: str, voters: int) -> Election:
    """The election with so many more voters who want that project alone.

    Where ballots carry points, each gives it the most points that any ballot gives.
    """
    place = positions_of(election.projects)[project]
    points: tuple[Fraction, ...] = ()
    if election.vote_type.has_points:
        given = (max(ballot.points, default=Fraction(0)) for ballot in election.ballots)
        points = (max(given, default=Fraction(0)) or Fraction(1),)
    ballots = [*election.ballots.items(), (Ballot((place,), points), voters)]
    return Election.of(
        election.projects,
        budget=election.budget,
        ballots=ballots,
        vote_type=election.vote_type,
        meta=election.meta,
    )
