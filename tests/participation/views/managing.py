"""Pages of organisers, and a round as their form sends it."""

import datetime

from django.urls import reverse
from django.utils import timezone

from tests.factories.participation import cast, opened, round_with_options


def address(name, round_):
    return reverse(f"participation:{name}", args=[round_.slug])


def filled(**fields):
    return {
        "title": "Choose for Upper Maro",
        "title_ar": "اختاروا",
        "budget": "60000",
        "ballot_type": "knapsack",
        "rule": "equal-shares",
        "completion": "add1",
        "opens_at": "2027-03-01T08:00",
        "closes_at": "2027-03-09T18:00",
        **fields,
    }


def ended_round():
    round_ = round_with_options(
        opens_at=timezone.now() - datetime.timedelta(days=2),
        closes_at=timezone.now() - datetime.timedelta(minutes=1),
    )
    cast(opened(round_), [1], [1, 3], [2])
    return round_
