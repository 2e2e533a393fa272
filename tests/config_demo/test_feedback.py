"""The demo's feedback is of people who do not exist, and shows what the product does."""

from config.demo.communities import communities
from config.demo.words import content
from participation import handling
from participation.enums import Channel, ClosingReason

PLACES = {entry.slug for entry in communities()}


def _items():
    return content("feedback")["items"]


def test_items_are_of_known_kinds_places_and_ways():
    for entry in _items():
        assert entry["category"] in handling.ROUTE_OF
        assert entry["channel"] in Channel.values
        assert entry.get("community", "kesra-quay") in PLACES


def test_items_stand_in_every_open_and_ended_way_and_on_every_route():
    def last(entry):
        steps = entry.get("steps", [])
        return handling.BY_ACTION[steps[-1][0]].target if steps else "received"

    assert {last(entry) for entry in _items()} >= {
        *("received", "triaged", "in_progress", "resolved", "closed_no_action"),
    }
    assert {handling.ROUTE_OF[entry["category"]] for entry in _items()} == {
        *(handling.DESK, handling.INTEGRITY, handling.DATA),
    }
    assert any("helped" in entry for entry in _items())


def test_steps_follow_the_table_and_go_forward_in_time():
    for entry in _items():
        state, before = "received", entry["days"]
        for action, days, said in entry.get("steps", []):
            assert handling.may_take(action, state, handling.HANDLER)
            if handling.BY_ACTION[action].needs == handling.REASON:
                assert said in ClosingReason.values
            assert days <= before
            state, before = handling.BY_ACTION[action].target, days


def test_what_is_published_repeats_nobody():
    for answer in content("feedback")["answers"]:
        for text in (*answer["said"], *answer["did"]):
            assert not any(handling.quotes(text, entry["text"]) for entry in _items())


def test_small_kinds_of_the_quarter_are_there_to_be_hidden():
    times = content("feedback")["quarter"]

    assert min(times.values()) < 5
    assert sum(times.values()) > 100
    assert set(times) <= set(handling.ROUTE_OF)
