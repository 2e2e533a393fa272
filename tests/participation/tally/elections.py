"""Random small elections: many ties, costs that just fit, voters without a choice."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from participation.tally import Ballot, Election, Project, VoteType
from tests.participation.tally import naive

COSTS = [0, 1, 2, 3, 4, 5, 6, 10, 12, Fraction(5, 2), Fraction(1, 3)]


@st.composite
def ballots(draw, projects, vote_type):
    """One ballot over so many projects."""
    places = st.permutations(range(projects))
    most = 1 if vote_type is VoteType.CHOOSE_ONE else projects
    choices = tuple(draw(places)[: draw(st.integers(0, most))])
    if not vote_type.has_points:
        return Ballot(choices)
    points = st.sampled_from([Fraction(n) for n in (0, 1, 1, 2, 3, Fraction(1, 2))])
    return Ballot(choices, tuple(draw(points) for _ in choices))


@st.composite
def elections(draw, vote_types=tuple(VoteType)):
    """An election of up to 6 projects and 9 voters, listed voter by voter."""
    vote_type = draw(st.sampled_from(vote_types))
    costs = draw(st.lists(st.sampled_from(COSTS), min_size=1, max_size=6))
    cast = draw(st.lists(ballots(len(costs), vote_type), min_size=1, max_size=9))
    projects = [
        Project(id=f"p{place}", cost=Fraction(cost)) for place, cost in enumerate(costs)
    ]
    budget = Fraction(draw(st.sampled_from([0, 1, 3, 5, 6, 10, 12, 20, 24])))
    return projects, budget, vote_type, cast


def election_of(parts, meta=None):
    """The election as the counting code takes it."""
    projects, budget, vote_type, cast = parts
    return Election.of(
        projects,
        budget=budget,
        ballots=[(ballot, 1) for ballot in cast],
        vote_type=vote_type,
        meta=meta,
    )


def case_of(parts, lot=()):
    """The same election as the naive rules take it."""
    projects, budget, vote_type, cast = parts
    costs = {project.id: project.cost for project in projects}
    scores = dict.fromkeys(costs, Fraction(0))
    votes = []
    for ballot in cast:
        gains = {}
        for place, choice in enumerate(ballot.choices):
            project = projects[choice]
            if vote_type.has_points:
                gains[project.id] = ballot.points[place]
                scores[project.id] += ballot.points[place]
            else:
                gains[project.id] = project.cost or Fraction(1)
                ranked = vote_type is VoteType.ORDINAL
                scores[project.id] += len(projects) - place if ranked else 1
        votes.append(naive.Vote(gains))
    order = [*lot, *(p for p in costs if p not in lot)]
    return naive.Case(costs, budget, votes, scores, order)
