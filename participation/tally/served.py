"""How many voters got something they wanted: the plainest measure of a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.tally.election import positions_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from participation.tally.election import Election


def voters_served(election: Election, winners: Collection[str]) -> int:
    """Voters on whose ballot at least one of ``winners`` (project ids) is marked.

    Where ballots carry points, one that was given none is not marked. Raises ``KeyError``
    for a winner that is no project.
    """
    places = positions_of(election.projects)
    won = {places[winner] for winner in winners}
    return sum(
        voters
        for ballot, voters in election.ballots.items()
        if any(
            choice in won and (not ballot.points or ballot.points[at] > 0)
            for at, choice in enumerate(ballot.choices)
        )
    )
