"""Where the money of a result goes, and how many of the people there voted."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import OuterRef, Subquery

from communities.models import CommunityProfile
from participation.enums import Scope
from participation.queries.scopes import communities_of

if TYPE_CHECKING:
    from participation.queries.results import ResultView


@dataclass(frozen=True)
class AmongResidents:
    """Ballots beside the residents of the newest profiles of the round's communities.

    ``per_hundred`` is of all residents, children included: profiles know no voters.
    """

    ballots: int
    residents: int

    @property
    def per_hundred(self) -> float:
        """Ballots for every hundred residents."""
        return 100 * self.ballots / self.residents


def cost_by_place(view: "ResultView") -> list[tuple[str, int]]:
    """Name of each community and what its winners cost, most first.

    Empty where the round is of one community.
    """
    if view.result.round.scope == Scope.COMMUNITY:
        return []
    sums: dict[str, int] = {}
    for each in view.winners:
        name = each.option.initiative.community.display_name
        sums[name] = sums.get(name, 0) + each.option.cost
    return sorted(sums.items(), key=lambda place: (-place[1], place[0]))


def among_residents(view: "ResultView") -> AmongResidents | None:
    """Turnout against the profiles; None for few ballots, or where a profile is missing."""
    ballots = view.result.ballot_count
    if ballots < settings.RELEASE_THRESHOLD_PERSONS:
        return None
    newest = CommunityProfile.objects.filter(community=OuterRef("pk")).order_by(
        "-reference_date"
    )
    found = list(
        communities_of(view.result.round)
        .annotate(residents=Subquery(newest.values("residents")[:1]))
        .values_list("residents", flat=True)
    )
    if not found or None in found:
        return None
    residents = sum(number or 0 for number in found)
    return AmongResidents(ballots, residents) if residents else None
