"""Voters of a day as officers count them."""

import datetime
from typing import Any

from django.utils import timezone

from communities.models import Community
from participation.enums import AttendanceGroup, CameTo
from participation.models import Round, VoterCount
from participation.services.voter_counts import Counted, count_voters
from tests.factories.participation import staff_member


def came(
    round_: Round,
    everybody: int,
    *,
    by: Any = None,
    came_to: CameTo = CameTo.TABLE,
    place: str = "School",
    day: datetime.date | None = None,
    community: Community | None = None,
    **groups: int,
) -> VoterCount:
    """Count who came to a table of a round today, as staff would."""
    where = community or round_.community
    assert where is not None
    counted = Counted(
        community=where,
        came_to=came_to,
        place=place,
        day=day or timezone.localdate(),
        everybody=everybody,
        groups={AttendanceGroup(name): number for name, number in groups.items()},
    )
    return count_voters(round_, counted, by=by or staff_member())
