"""Walking through features page by page: every one exactly once."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.maps import (
    AdminAreaFactory,
)
from tests.maps.views.features.asking import EPSG, ROOT, codes, items, local

pytestmark = pytest.mark.django_db


def walk(client, first, rel="next"):
    """Features and addresses met by following a link until it is missing."""
    address: str | None = first
    while address:
        answer = client.get(address).json()
        yield answer
        address = next(
            (local(x["href"]) for x in answer["links"] if x["rel"] == rel), None
        )


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(limit=st.integers(1, 9), narrowed=st.sampled_from(["", "&level=2", "&round=R1"]))
def test_next_links_lead_past_every_feature_exactly_once(
    client, wards, limit, narrowed
):
    start = f"{ROOT}collections/returns/items?limit={limit}{narrowed}"
    everything = client.get(start.replace(f"limit={limit}", "limit=1000")).json()

    pages = list(walk(client, start))

    met = [each["id"] for page in pages for each in page["features"]]
    assert met == [each["id"] for each in everything["features"]]
    assert all(page["numberReturned"] <= limit for page in pages)
    assert {page["numberMatched"] for page in pages} == {len(met)}


def test_prev_links_lead_back_to_the_beginning(client, wards):
    pages = list(walk(client, f"{ROOT}collections/returns/items?limit=3"))
    last = next(
        local(link["href"]) for link in pages[-1]["links"] if link["rel"] == "self"
    )

    back = list(walk(client, last, rel="prev"))

    assert sorted(f["id"] for p in back for f in p["features"]) == sorted(
        f["id"] for p in pages for f in p["features"]
    )


def test_a_walk_is_not_disturbed_by_what_is_added_before_it(client):
    AdminAreaFactory.create_batch(4)
    address = f"{ROOT}collections/areas/items?limit=2"
    steps = walk(client, address)
    first = next(steps)
    AdminAreaFactory()

    rest = [code for page in steps for code in codes(page)]

    assert len(set(codes(first) + rest)) == 5


def test_links_keep_the_question(client, wards):
    told = items(client, "returns", limit=1, level=2, crs=f"{EPSG}3857", f="json")

    [following] = [x["href"] for x in told["links"] if x["rel"] == "next"]

    assert "level=2" in following
    assert f"crs={EPSG}3857" in following
