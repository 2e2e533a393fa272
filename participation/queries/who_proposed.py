"""From which groups the proposals of a round came, as their committees say.

Proposals are counted here, not people: a group is named only where many of it spoke for
the proposal (`initiatives.forms.proposal.CareForm`), and no proposal is named beside it.
"""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communities.enums import ResidentGroup
from communities.queries.composition import Composition, compositions
from initiatives.enums import CameFrom
from participation.representation import expected_share, unheard

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from communities.models import Community
    from participation.models import Round

#: Of fewer proposals that name a group nothing is told: with one or two, a look at the
#: ballot would do to know which it was.
LEAST_PROPOSALS: Final = 5
_OF_ADULTS = [each.value for each in ResidentGroup if each.part_of is not None]


@dataclass(frozen=True)
class ProposalLine:
    """A group, how many proposals came from it, and its share of them and of residents."""

    came_from: CameFrom
    proposals: int
    share: int
    expected: int | None

    @property
    def of_adults(self) -> bool:
        """Whether its share is of residents of 18 and over."""
        return self.came_from.value in _OF_ADULTS


@dataclass(frozen=True)
class WhoProposed:
    """Proposals of a round by group; ``lines`` are empty where too few name one."""

    lines: tuple[ProposalLine, ...]
    missing: tuple[ResidentGroup, ...]
    named: int
    proposals: int

    @property
    def least(self) -> int:
        """Of fewer that name a group nothing is told."""
        return LEAST_PROPOSALS

    @property
    def unheard(self) -> list[ProposalLine]:
        """The lines of groups that no proposal came from."""
        missing = {group.value for group in self.missing}
        return [line for line in self.lines if line.came_from.value in missing]


def who_proposed(round_: "Round", communities: "Collection[Community]") -> WhoProposed:
    """From which groups the proposals on a round's ballot came, beside who lives there.

    Three queries, however many proposals.
    """
    options = list(
        round_.options.order_by().values_list(
            "initiative__came_from", "initiative__community"
        )
    )
    named = Counter(group for group, _where in options if group)
    weights = Counter(where for group, where in options if group)
    stated, known = named.total(), compositions(communities)
    if stated < LEAST_PROPOSALS:
        return WhoProposed((), (), named=stated, proposals=len(options))
    expected = {
        group: share
        for group in ResidentGroup
        if group.value in CameFrom.values
        and (share := _expected(group, weights, known)) is not None
    }
    lines = tuple(
        ProposalLine(
            each,
            named[each],
            round(100 * named[each] / stated),
            expected.get(ResidentGroup(each.value)) if each != CameFrom.MIXED else None,
        )
        for each in CameFrom
        if named[each] or each.value in expected
    )
    return WhoProposed(
        lines,
        tuple(
            ResidentGroup(each)
            for each in unheard(named, list(expected), least=LEAST_PROPOSALS)
        ),
        named=stated,
        proposals=len(options),
    )


def _expected(
    group: ResidentGroup,
    weights: "Mapping[int, int]",
    known: "Mapping[int, Composition]",
) -> int | None:
    """A group's share of the residents in percent, by where the proposals are from."""
    places = [
        (weight, persons, base)
        for where, weight in weights.items()
        if (composition := known.get(where))
        and (persons := composition.persons.get(group))
        and (base := composition.base_of(group))
    ]
    return round(100 * expected_share(places)) if places else None
