"""What waits for organisers while there is time to invite: groups missing at a vote."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.permissions import current_mandates, is_staff
from initiatives.queries.waiting import Waiting
from participation.enums import RoundState
from participation.models import Round
from participation.permissions import is_permitted
from participation.queries.group_lines import in_words
from participation.queries.who_takes_part import missing_groups

#: With less time left, nobody is reached who was not before.
AHEAD = datetime.timedelta(days=3)


def missing_at_votes(user: Any) -> Iterator[Waiting]:
    """Open votes of one community whose meetings or tables a group stayed away from.

    Five queries, however many votes are open; one for those who organise none.
    """
    if not current_mandates(user) and not is_staff(user):
        return
    rounds = [
        round_
        for round_ in Round.objects.filter(
            state=RoundState.OPEN,
            opens_at__lte=timezone.now(),
            closes_at__gte=timezone.now() + AHEAD,
            community__isnull=False,
        ).select_related("community__area")
        if is_permitted(user, "see_who", round_)
    ]
    if not rounds:
        return
    missing = missing_groups(rounds)
    for round_ in rounds:
        groups = missing.get(round_.pk)
        if groups:
            yield Waiting(
                what=_("Invite while there is time (%(groups)s)")
                % {"groups": in_words(groups)},
                subject=round_.display_title,
                where=round_.place_name,
                since=round_.opens_at,
                url=reverse("participation:manage_who", args=[round_.slug]),
            )
