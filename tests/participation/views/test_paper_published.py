"""What anybody reads of paper and of ways of voting: never how one of a handful voted."""

import re
from collections import defaultdict
from itertools import product

import pytest
from django.urls import reverse

from participation.enums import Way
from participation.models import RoundResult
from participation.queries.ballots_by_way import ballots_by_way
from participation.queries.paper_results import paper_result
from participation.queries.results import result_of
from participation.services.paper_tables import Account, account_for_paper
from participation.views.posters import poster_words
from tests.factories.paper import agreed, counted, given_at, table, typed_in
from tests.factories.participation import (
    cast,
    closed_by_two,
    in_state,
    open_round_with_options,
    passes,
    staff_member,
)

pytestmark = pytest.mark.django_db

LEAST = 10


@pytest.fixture(autouse=True)
def threshold(settings):
    settings.RELEASE_THRESHOLD_PERSONS = LEAST


def result_page(client, *, web=0, at_tables=0, lines=()):
    """The main part of the page of a result with so many ballots by each way."""
    round_ = open_round_with_options(ballot_type="approval")
    passes(round_, web + at_tables + len(lines) + 1)
    cast(round_, *[[1]] * web)
    cast(round_, *[[1]] * at_tables, way="table")
    if lines:
        agreed(round_, lines)
    closed_by_two(round_)
    text = client.get(reverse("participation:result", args=[round_.slug])).text
    return re.sub(r"\s+", " ", text[text.index("<main") : text.index("</main>")])


def ways_of(page):
    """The turnout by way, as the page tells it."""
    aside = page[page.index("Turnout</h2>") :]
    facts = re.findall(
        r'<dt>([^/]*?(?:<br>[^/]*?)*)</dt><dd class="number">(\d+)</dd>',
        aside[: aside.index("</dl>")],
    )
    return {tuple(names.split("<br>")): int(count) for names, count in facts}


def numbers_of_paper(page):
    """Every number that the page tells about the paper."""
    paper = page[page.index('aria-labelledby="paper"') :]
    return re.findall(
        r"\d+", re.sub(r"<[^>]+>", "", paper[: paper.index("</section>")])
    )


WEB, AT_TABLES, ON_PAPER = "On a phone or computer", "At a table, with help", "On paper"


# --- paper --------------------------------------------------------------------------


def test_of_enough_paper_everything_is_told(client):
    page = result_page(client, web=12, lines=["1"] * 10 + ["0", "-"])

    assert "12 sheets were in the boxes" in page
    assert re.search(r"Blank</dt><dd class=.number.>1</dd>", page)
    assert re.search(r"unreadable</dt><dd class=.number.>1</dd>", page)
    assert ways_of(page) == {(WEB,): 12, (AT_TABLES,): 0, (ON_PAPER,): 10}


def test_the_result_tells_of_the_paper_and_both_error_counts(client):
    round_ = open_round_with_options(ballot_type="approval")
    batch = counted(round_, 12)
    lines = ["1"] * 10 + ["0", "-"]
    typed_in(batch, lines)
    typed_in(batch, ["2", *lines[1:]])
    typed_in(batch, {1: "1"})
    closed_by_two(round_)

    page = " ".join(
        client.get(reverse("participation:result", args=[round_.slug])).text.split()
    )

    assert "12 sheets were in the boxes; 12 gave up their vote for one." in page
    assert "Every sheet was typed in by two persons apart" in page
    for words, number in (("Blank", 1), ("unreadable", 1), ("In the boxes", 12)):
        assert re.search(f'{words}</dt><dd class="number">{number}</dd>', page)
    for entry, wrong in (("first", 0), ("second", 1)):
        assert re.search(
            rf"Wrong in the {entry} entry</dt><dd[^>]*>{wrong} of 12", page
        )


def test_a_result_without_paper_says_nothing_of_it(client):
    assert (
        "On paper</h2>"
        not in client.get(
            reverse("participation:result", args=[in_state("closed").slug])
        ).text
    )


@pytest.mark.parametrize(
    "lines",
    [["1"], ["0"], ["-"] * 3, ["1"] * 9, ["1"] * 9 + ["0"] * 40, ["-"] * 12],
    ids=["one", "blank", "none-counts", "nearly", "few-count", "many-and-none-counts"],
)
def test_of_few_ballots_on_paper_no_figure_is_told(client, lines):
    page = result_page(client, web=20, lines=lines)

    assert f"Fewer than {LEAST} ballots came from paper" in page
    # The threshold itself is the one number there.
    assert set(numbers_of_paper(page)) == {str(LEAST)}
    ballots = 20 + sum(line == "1" for line in lines)
    assert ways_of(page) == {(WEB, ON_PAPER): ballots, (AT_TABLES,): 0}


@pytest.mark.parametrize("lines", [["1"] * 10, ["1"] * 10 + ["0"]])
def test_the_paper_does_not_undo_that_ways_are_told_together(client, lines):
    """By ten sheets in the boxes, five of fifteen would have come by the other ways."""
    page = result_page(client, web=3, at_tables=2, lines=lines)

    assert ways_of(page) == {(WEB, AT_TABLES, ON_PAPER): 15}
    assert set(numbers_of_paper(page)) == {str(LEAST)}
    assert "All sheets that were issued to the tables were accounted for." in page
    assert "typed in by two persons apart" in page


def test_explanations_of_a_small_box_are_not_told(client):
    round_ = open_round_with_options()
    batch = given_at(table(round_, issued=4), 3)
    words = "The teacher left with the sheet."
    back = Account(
        issued=4,
        spoilt=0,
        unused=1,
        missing=1,
        cast=2,
        explanation=words,
        language="en",
    )
    account_for_paper(batch, back, by=staff_member())
    for _ in range(2):
        typed_in(batch, ["1", "2"])
    closed_by_two(round_)

    path = reverse("participation:result", args=[round_.slug])
    assert words not in client.get(path).text
    client.force_login(staff_member())
    paper = reverse("participation:paper_batch", args=[round_.slug, batch.number])
    assert words in client.get(paper).text


def test_the_poster_tells_of_little_paper_only_that_nobody_erred():
    round_ = open_round_with_options()
    agreed(round_, ["1", "0", "-"])
    closed_by_two(round_)

    words = poster_words(result_of(round_), address="https://example.org/result/")

    assert words["foot"] == "1 ballot counted"
    assert [each.split(": ")[1] for each in words["paper"]["errors"]] == ["none"] * 2
    others = str({**words, "paper": None})
    assert not re.search("sheet|blank|[^'](?i:paper)[^']", others)


# --- ways ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("voted", "told"),
    [
        ({"web": 40, "at_tables": 10}, {(WEB,): 40, (AT_TABLES,): 10, (ON_PAPER,): 0}),
        ({"web": 40, "at_tables": 9}, {(WEB, AT_TABLES): 49, (ON_PAPER,): 0}),
        ({"web": 3, "at_tables": 2}, {(WEB, AT_TABLES): 5, (ON_PAPER,): 0}),
        (
            {"web": 11, "at_tables": 9, "lines": ["1"] * 12},
            {(WEB, AT_TABLES, ON_PAPER): 32},
        ),
        ({"web": 3}, {(WEB,): 3, (AT_TABLES,): 0, (ON_PAPER,): 0}),
    ],
)
def test_ways_of_few_voters_are_told_together(client, voted, told):
    page = result_page(client, **voted)

    assert ways_of(page) == told
    is_merged = any(len(names) > 1 for names in told)
    assert ("ways are told together" in page) is is_merged


def test_no_way_is_ever_left_alone_with_few_nor_worked_out_from_the_whole():
    """Every number told is none, enough, or all there is; and they add up."""
    sizes = (0, 1, 3, 9, 10, 11, 40)
    for web, at_tables, paper, lost in product(sizes, sizes, sizes, (0, 12)):
        counts = {Way.WEB: web, Way.TABLE: at_tables, Way.PAPER: paper}
        result = RoundResult(
            ways={way.value: count for way, count in counts.items() if count},
            outcome={"paper": {"cast": paper + lost}} if paper + lost else {},
        )

        told = ballots_by_way(result)

        assert sorted(way for group in told for way in group.ways) == sorted(Way)
        whole = sum(counts.values())
        assert sum(group.ballots for group in told) == whole
        for group in told:
            assert group.ballots == sum(counts[way] for way in group.ways)
            assert group.ballots in (0, whole) or group.ballots >= LEAST
            if lost and paper < LEAST and whole > paper:
                assert group.ways != (Way.PAPER,)


def sealed(web, at_tables, paper, blank, invalid):
    """A result of so many ballots by each way, with such sheets of paper."""
    counts = {Way.WEB: web, Way.TABLE: at_tables, Way.PAPER: paper}
    sheets = paper + blank + invalid
    names = ("issued", "cast", "given", "read_twice")
    none = ("spoilt", "unused", "missing", "first_errors", "second_errors")
    figures = dict.fromkeys(names, sheets) | dict.fromkeys(none, 0)
    figures |= {"valid": paper, "blank": blank, "invalid": invalid}
    figures |= {"explanations": [], "seed": "", "in_boxes": {}}
    return RoundResult(
        ways={way.value: count for way, count in counts.items() if count},
        outcome={"paper": figures},
    )


def test_from_all_figures_together_no_way_of_a_few_can_be_worked_out(settings):
    """Whatever is told, it could have been told of another number by that way.

    By trial of every small vote: those of which the same is told are put side by side.
    (Of fewer ballots than the threshold in all, all there is is told.)
    """
    settings.RELEASE_THRESHOLD_PERSONS = least = 3
    alike = defaultdict(list)
    for counts in product(range(8), range(8), range(8), range(3), range(3)):
        result = sealed(*counts)
        told = repr((ballots_by_way(result), paper_result(result)))
        alike[told].append(counts[:3])

    checked = 0
    for votes in alike.values():
        for way in range(3):
            possible = {each[way] for each in votes}
            few = {count for count in possible if 0 < count < least}
            if few and min(map(sum, votes)) >= least:
                checked += 1
                assert len(possible) > 1, (votes, way)
    assert checked
