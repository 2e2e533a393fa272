"""How often clerks erred is always told, and never how many sheets there were."""

import re
from collections import defaultdict
from itertools import product

import pytest
from django.urls import reverse

from participation.enums import Way
from participation.models import RoundResult
from participation.queries.ballots_by_way import ballots_by_way
from participation.queries.paper_errors import ErrorCount, Told
from participation.queries.paper_results import paper_result
from participation.queries.results import result_of
from participation.views.posters import poster_words
from tests.factories.paper import counted, typed_in
from tests.factories.participation import (
    cast,
    closed_by_two,
    open_round_with_options,
    passes,
)

pytestmark = pytest.mark.django_db
LEAST = 10


def sealed(web=0, at_tables=0, paper=0, uncounted=0, first=0, second=0):
    """A result of so many ballots by each way, with such sheets and errors."""
    counts = {Way.WEB: web, Way.TABLE: at_tables, Way.PAPER: paper}
    names = ("issued", "cast", "given", "read_twice")
    figures = dict.fromkeys(names, paper + uncounted)
    figures |= dict.fromkeys(("spoilt", "unused", "missing", "invalid"), 0)
    figures |= {"valid": paper, "blank": uncounted}
    figures |= {"first_errors": first, "second_errors": second}
    figures |= {"explanations": [], "seed": "", "in_boxes": {}}
    return RoundResult(
        ways={way.value: count for way, count in counts.items() if count},
        outcome={"paper": figures},
    )


def told_of(**counts):
    """What is told of the first and of the second entry, without any sheets."""
    errors = paper_result(sealed(**counts)).errors
    return errors and (errors.first, errors.second)


@pytest.fixture(autouse=True)
def threshold(settings):
    settings.RELEASE_THRESHOLD_PERSONS = LEAST


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        # Of thirty by two ways, ten may be of the other and twenty are room.
        ({"web": 25, "paper": 5}, ErrorCount(Told.NONE)),
        ({"web": 25, "paper": 5, "first": 1}, ErrorCount(Told.FEWER, LEAST)),
        ({"web": 5, "paper": 25, "first": 9}, ErrorCount(Told.FEWER, LEAST)),
        ({"web": 5, "paper": 25, "first": 10}, ErrorCount(Told.NUMBER, 10)),
        ({"web": 5, "paper": 25, "first": 11}, ErrorCount(Told.AT_LEAST, LEAST)),
        # Of fewer there is none, whichever way was taken by few.
        ({"web": 24, "paper": 5, "first": 1}, ErrorCount(Told.SOME)),
        ({"web": 5, "paper": 24, "first": 12}, ErrorCount(Told.SOME)),
        ({"web": 5, "at_tables": 15, "paper": 19, "first": 2}, ErrorCount(Told.SOME)),
        ({"paper": 9, "first": 1}, ErrorCount(Told.SOME)),
        ({"paper": 9}, ErrorCount(Told.NONE)),
        ({"web": 1, "paper": 500, "first": 40}, ErrorCount(Told.NUMBER, 40)),
    ],
)
def test_a_count_is_told_as_far_as_there_is_room_for_it(counts, told):
    assert told_of(**counts) == (told, ErrorCount(Told.NONE))


def test_each_entry_has_its_own_count():
    told = told_of(web=3, paper=97, first=14, second=2)

    assert told == (ErrorCount(Told.NUMBER, 14), ErrorCount(Told.FEWER, LEAST))


def test_where_no_ballot_was_counted_an_error_would_say_that_a_sheet_did_not_count():
    assert told_of(uncounted=3, first=1) is None
    assert told_of(uncounted=3) is None


def test_what_is_told_depends_on_nothing_that_only_the_sheets_tell():
    """On the errors, and on the ballots of ways told together; not on who were few."""
    alike = defaultdict(set)
    for web, at_tables, paper in product(range(1, 45, 4), (0, 1, 9, 20), range(1, 45)):
        for first in (0, 1, 9, 10, 11, 20):
            result = sealed(web, at_tables, paper, uncounted=first, first=first)
            (group,) = (g for g in ballots_by_way(result) if Way.PAPER in g.ways)
            if len(group.ways) > 1:
                told = paper_result(result).errors.first
                alike[group, first].add(told)

    assert len(alike) > 100
    assert {len(each) for each in alike.values()} == {1}


def fewest_sheets(told):
    """So many sheets lay in the boxes, as far as the two counts tell.

    Where there were many errors, no sheet is taken to be wrong in both entries; one error
    in each may well be of the same sheet.
    """
    many = [each.number for each in told if each.told in (Told.AT_LEAST, Told.NUMBER)]
    return max(1, sum(many))


def test_errors_rule_out_no_small_number_by_any_way(settings):
    """Even for a reader who takes it that every sheet counted.

    Put side by side are all small votes of which the same is told. Whoever reads the
    errors besides the ballots by way still has all of the few as possible, for each way
    of which a few were possible at all; and every sheet may have counted.
    """
    settings.RELEASE_THRESHOLD_PERSONS = least = 3
    votes = defaultdict(set)
    for web, at_tables, paper in product(range(15), range(5), range(1, 15)):
        told = ballots_by_way(sealed(web, at_tables, paper))
        if any(len(group.ways) > 1 and Way.PAPER in group.ways for group in told):
            votes[repr(told)].add((web, at_tables, paper))

    checked = 0
    for possible in votes.values():
        web, at_tables, paper = max(possible, key=lambda each: each[2])
        for first, second in product(range(paper + 1), repeat=2):
            if first + second > paper:
                continue
            told = told_of(
                web=web, at_tables=at_tables, paper=paper, first=first, second=second
            )
            # That one sheet lay there at least is known without them.
            left = {each for each in possible if each[2] >= fewest_sheets(told)}
            assert left, "a sheet did not count"
            for way in range(3):
                before = {each[way] for each in possible if 0 < each[way] < least}
                after = {each[way] for each in left if 0 < each[way] < least}
                assert after in (set(), before), (possible, told)
            checked += 1
    assert checked > 500


@pytest.mark.parametrize(
    ("web", "lines", "words"),
    [(3, 4, "at least one"), (36, 4, "fewer than 10")],
)
def test_page_and_poster_say_it_in_words(client, web, lines, words):
    round_ = open_round_with_options(ballot_type="approval")
    passes(round_, web + lines + 1)
    cast(round_, *[[1]] * web)
    batch = counted(round_, lines)
    typed_in(batch, ["1"] * lines)
    typed_in(batch, ["2", *["1"] * (lines - 1)])
    typed_in(batch, {1: "1"})
    closed_by_two(round_)

    page = " ".join(
        client.get(reverse("participation:result", args=[round_.slug])).text.split()
    )
    poster = poster_words(result_of(round_), address="https://example.org/result/")

    for entry, told in (("first", "none"), ("second", words)):
        assert re.search(rf"Wrong in the {entry} entry</dt><dd>{told}</dd>", page)
    assert poster["paper"] == {
        "heading": "On paper",
        "errors": [
            "Wrong in the first entry: none",
            f"Wrong in the second entry: {words}",
        ],
    }
