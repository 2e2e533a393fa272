"""The rule by which a group is found to be missing, read as a specification."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.enums import Finding
from participation.representation import (
    ABOUT,
    FEWER,
    MORE,
    Place,
    compared,
    expected_share,
    finding,
    pooled,
    unheard,
)

OPPOSITE = {FEWER: MORE, ABOUT: ABOUT, MORE: FEWER}


@pytest.mark.parametrize(
    ("came", "found"),
    [(39, FEWER), (40, ABOUT), (50, ABOUT), (62, ABOUT), (63, MORE)],
)
def test_half_of_the_residents_let_expect_half_of_a_hundred(came, found):
    comparison = compared([Place(came, 100, 500, 1000)], threshold=10)

    assert comparison.finding == found
    assert (comparison.share, comparison.expected) == (
        Fraction(came, 100),
        Fraction(1, 2),
    )


@pytest.mark.parametrize(
    "place",
    [
        Place(9, 100, 500, 1000),
        Place(91, 100, 500, 1000),
        Place(100, 100, 500, 1000),
        Place(20, 100, 9, 1000),
        Place(0, 0, 500, 1000),
        Place(20, 100, 500, 400),
    ],
    ids=[
        *("few came", "few others came", "nobody else came"),
        *("few live there", "nobody came", "more than live there"),
    ],
)
def test_nothing_is_found_where_a_number_is_small_or_makes_no_sense(place):
    assert compared([place], threshold=10) is None
    assert compared([], threshold=10) is None


def test_a_place_that_meets_often_does_not_look_like_a_group_that_does():
    """In both places they come as they live there; the plain shares would differ."""
    busy, quiet = Place(90, 900, 100, 1000), Place(80, 100, 800, 1000)

    comparison = compared([busy, quiet], threshold=10)

    assert comparison.finding == ABOUT
    assert comparison.share == comparison.expected == Fraction(17, 100)


def test_every_finding_has_its_words():
    assert {FEWER, ABOUT, MORE} == set(Finding.values)


_COUNTS = st.integers(1, 10_000)
PLACES = st.builds(
    lambda came, others, persons, rest: Place(
        came, came + others, persons, persons + rest
    ),
    *[_COUNTS] * 4,
)


@given(_COUNTS, _COUNTS)
def test_the_rule_reads_the_same_from_both_sides(number, expected):
    one = finding(Fraction(number), Fraction(expected))
    other = finding(Fraction(expected), Fraction(number))

    assert one == OPPOSITE[other]


@given(PLACES, st.integers(2, 20))
def test_the_same_place_twice_is_found_like_once(place, times):
    once = compared([place], threshold=2)
    again = compared([place] * times, threshold=2)

    if once is not None:
        assert (again.share, again.expected, again.finding) == (
            once.share,
            once.expected,
            once.finding,
        )


@given(PLACES, st.integers(1, 500))
def test_who_comes_more_is_never_found_to_come_less(place, more):
    before = compared([place], threshold=2)
    after = compared(
        [Place(place.came + more, place.of + more, place.persons, place.base)],
        threshold=2,
    )

    if before is not None:
        order = [FEWER, ABOUT, MORE]
        assert order.index(after.finding) >= order.index(before.finding)


@given(st.lists(PLACES, max_size=4), st.integers(2, 2_000))
def test_what_is_found_rests_on_numbers_of_the_threshold_or_more(places, threshold):
    if compared(places, threshold=threshold) is not None:
        usable = [each for each in places if each.persons >= threshold]
        assert sum(each.came for each in usable) >= threshold
        assert sum(each.of - each.came for each in usable) >= threshold


@given(st.lists(PLACES, max_size=4), st.integers(2, 2_000))
def test_of_two_groups_that_make_up_a_known_total_both_are_told_or_neither(
    places, threshold
):
    """Otherwise the one that is told would tell the other."""
    lived = [
        each for each in places if threshold <= each.persons <= each.base - threshold
    ]
    others = [
        Place(each.of - each.came, each.of, each.base - each.persons, each.base)
        for each in lived
    ]

    one, other = (compared(each, threshold=threshold) for each in (lived, others))

    assert (one is None) == (other is None)
    if one is not None:
        assert one.came + other.came == one.of == other.of
        assert one.expected + other.expected == 1


# --- proposals, of which the group that they came from is named ------------------------


def test_a_group_is_unheard_when_no_proposal_came_from_it():
    named = {"women": 3, "mixed": 2}

    assert unheard(named, ["women", "returnees"], least=5) == ["returnees"]
    assert unheard(named, ["women", "returnees"], least=6) == []


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 5)),
    st.sets(st.sampled_from("abcdef")),
    st.integers(1, 12),
)
def test_no_group_is_both_heard_and_unheard_and_few_proposals_say_nothing(
    named, groups, least
):
    missing = unheard(named, sorted(groups), least=least)

    if sum(named.values()) < least:
        assert missing == []
    else:
        heard = {group for group, number in named.items() if number}
        assert set(missing) == groups - heard


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 60)), st.integers(2, 40))
def test_no_pile_stands_alone_that_is_too_small(sizes, least):
    together = pooled(sizes, least=least)

    everything = [key for own in together.values() for key in own]
    assert sorted(everything) == sorted(key for key in sizes if sizes[key])
    too_small = [
        own for own in together.values() if sum(sizes[key] for key in own) < least
    ]
    assert not too_small or len(together) == 1


def test_the_smallest_of_the_others_covers_a_pool_that_is_too_small():
    sizes = {"East": 40, "West": 25, "Instead of ABCD": 1}

    assert pooled(sizes, least=20) == {
        "East": ["East"],
        None: ["Instead of ABCD", "West"],
    }


@given(st.lists(st.tuples(_COUNTS, _COUNTS, _COUNTS), min_size=1, max_size=4))
def test_the_expected_share_lies_between_those_of_the_places(places):
    shares = [Fraction(persons, persons + rest) for _weight, persons, rest in places]

    expected = expected_share(
        (weight, persons, persons + rest) for weight, persons, rest in places
    )

    assert min(shares) <= expected <= max(shares)
