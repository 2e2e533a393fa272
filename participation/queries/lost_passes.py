"""How many passes were declared void: told with the result, so that nobody does it unseen."""

from dataclasses import dataclass

from django.db.models import Count, Q

from participation.enums import PassState
from participation.models import Round


@dataclass(frozen=True)
class LostPasses:
    """Passes of a round that were declared void, and those printed in their place."""

    void: int
    replaced: int


def lost_passes(round_: Round) -> LostPasses:
    """Count both. One query."""
    return LostPasses(
        **round_.passes.aggregate(
            void=Count("pk", filter=Q(state=PassState.VOID)),
            replaced=Count("pk", filter=Q(replaces__isnull=False)),
        )
    )
