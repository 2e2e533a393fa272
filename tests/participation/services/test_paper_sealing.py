"""Paper at the sealing: all or nothing, counted with the others, and then forgotten."""

from dataclasses import replace

import pytest
from django.apps import apps
from wagtail.models import ModelLogEntry

from participation.enums import RoundState, Step, Way
from participation.models import Ballot, PaperReading
from participation.queries.results import result_of
from participation.services.errors import PaperError, SealingError
from participation.services.invitations import accept
from participation.services.paper_entry import begin_entry, finish_entry
from participation.services.paper_tables import (
    Account,
    account_for_paper,
    give_up_number,
)
from participation.services.roll import set_roll
from participation.services.steps import ask_for_step
from tests.factories.invitations import InvitationFactory
from tests.factories.paper import agreed, counted, given_at, table, typed_in
from tests.factories.participation import (
    cast,
    closed_by_two,
    ended_round_with_options,
    open_round_with_options,
    passes,
    staff_member,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def closed(round_):
    result = closed_by_two(round_)
    round_.refresh_from_db()
    return result


def figures_of(result):
    """What is kept of the paper; what of it is published, test_paper_results says."""
    return result.outcome["paper"]


def test_paper_is_counted_with_all_other_ballots():
    round_ = open_round_with_options(rule="greedy")
    passes(round_, 6)
    cast(round_, [2], [2])
    agreed(round_, ["1", "1 3", "1"])

    result = closed(round_)

    assert result.ballot_count == 5
    assert result.ways == {"paper": 3, "web": 2}
    assert result.outcome["winners"] == [1, 3]
    assert result.pb_file.count("\n") > 5
    assert len(result.receipts) == 5


@pytest.mark.parametrize(
    ("fields", "lines", "choices"),
    [
        ({"ballot_type": "approval"}, ["3 1"], [1, 3]),
        ({"ballot_type": "ranking"}, ["3 1"], [3, 1]),
        ({"ballot_type": "ranking"}, ["1:2 3:1"], [3, 1]),
        ({"ballot_type": "points", "points": 9}, ["3:5 1:4"], [[1, 4], [3, 5]]),
        ({"ballot_type": "score", "points": 5}, ["2*5"], [[2, 5]]),
    ],
)
def test_a_sheet_becomes_the_ballot_that_the_screen_would_have_stored(
    fields, lines, choices
):
    round_ = open_round_with_options(**fields)
    agreed(round_, lines)

    closed(round_)

    ballot = round_.ballots.get()
    assert (ballot.choices, ballot.way) == (choices, Way.PAPER)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({}, "1 2"),  # 110 of 100
        ({"ballot_type": "approval", "most_choices": 1}, "1 2"),
        ({"ballot_type": "ranking"}, "1:1 2:1"),
        ({"ballot_type": "points", "points": 9}, "1:5 2:5"),
        ({"ballot_type": "score", "points": 5}, "1:6"),
        ({}, "-"),
    ],
)
def test_a_sheet_against_the_rules_is_told_and_not_counted(fields, line):
    round_ = open_round_with_options(**fields)
    good = "1:1" if fields.get("points") else "1"
    agreed(round_, [good] * 9 + [line, "0"])

    result = closed(round_)

    paper = figures_of(result)
    assert (result.ballot_count, paper["cast"]) == (9, 11)
    assert (paper["valid"], paper["blank"], paper["invalid"]) == (9, 1, 1)


def test_a_difference_is_counted_as_the_third_read_it_and_both_errors_are_told():
    round_ = open_round_with_options(ballot_type="approval")
    batch = counted(round_, 4)
    typed_in(batch, ["1", "2", "3", "1"])
    typed_in(batch, ["1", "3", "2", "2"])
    typed_in(batch, {2: "2", 3: "2", 4: "1 2"})

    paper = figures_of(closed(round_))

    assert sorted(b.choices for b in round_.ballots.all()) == [[1], [1, 2], [2], [2]]
    errors = (paper["read_twice"], paper["first_errors"], paper["second_errors"])
    assert errors == (4, 2, 2)


# --- refusals -----------------------------------------------------------------------


def at_the_table(round_):
    given_at(table(round_), 1)


def being_typed_in(round_):
    typed_in(counted(round_, 2), ["1", "2"])


def in_question(round_):
    batch = counted(round_, 2)
    typed_in(batch, ["1", "2"])
    typed_in(batch, ["1", "3"])


@pytest.mark.parametrize("stage", [at_the_table, being_typed_in, in_question])
def test_a_round_is_not_sealed_before_all_its_paper_is_agreed(stage):
    round_ = open_round_with_options()
    agreed(round_, ["1"])
    stage(round_)

    with pytest.raises(SealingError, match=r"table 2\. School are not agreed"):
        ask_for_step(round_, Step.CLOSE, by=staff_member(), now=round_.closes_at)
    with pytest.raises(SealingError, match="not agreed"):
        closed(round_)
    round_.refresh_from_db()
    assert round_.state == RoundState.OPEN
    assert round_.ballots.count() == 0


def test_more_sheets_than_votes_given_up_are_not_taken_from_the_last_table():
    round_ = open_round_with_options()
    batch = given_at(table(round_, issued=4), 3)
    stuffed = Account(
        issued=4,
        spoilt=0,
        unused=0,
        missing=0,
        cast=4,
        explanation="No idea.",
        language="en",
    )

    with pytest.raises(PaperError, match="4 sheets in all boxes, and 3 votes"):
        account_for_paper(batch, stuffed, by=staff_member())
    drawn = replace(
        stuffed, spoilt=1, cast=3, explanation="One drawn out by lot.", language="en"
    )
    account_for_paper(batch, drawn, by=staff_member())
    for _ in range(2):
        typed_in(batch, ["1"] * 3)

    assert figures_of(closed(round_))["cast"] == 3


def test_a_box_takes_few_sheets_of_other_tables():
    round_ = open_round_with_options()
    given_at(table(round_, issued=40), 30)
    batch = given_at(table(round_, issued=40), 20)
    stuffed = Account(
        issued=40,
        spoilt=0,
        unused=17,
        missing=0,
        cast=23,
        explanation="Wrong box.",
        language="en",
    )

    with pytest.raises(PaperError, match="too many to have come from another table"):
        account_for_paper(batch, stuffed, by=staff_member())


def test_no_table_is_opened_once_voting_has_ended():
    round_ = open_round_with_options()

    with pytest.raises(PaperError, match="Voting has ended"):
        table(round_, now=round_.closes_at)


def test_a_second_reading_is_not_escaped_by_making_the_round_large(settings):
    settings.PAPER_READ_TWICE = 10
    round_ = ended_round_with_options()
    batch = counted(round_, 5)
    typed_in(batch, ["1"] * 5)
    second = begin_entry(batch, by=staff_member())
    big = table(round_, issued=12)

    with pytest.raises(PaperError, match="dice"):
        finish_entry(second, by=second.clerk)
    unused = Account(issued=12, spoilt=0, unused=12, missing=0, cast=0)
    account_for_paper(big, unused, by=staff_member())
    with pytest.raises(PaperError, match="Sheet 1 was not typed in"):
        finish_entry(second, by=second.clerk)


def test_whoever_one_of_the_clerks_invited_is_no_second_clerk():
    round_ = open_round_with_options()
    batch = counted(round_, 1)
    first = staff_member()
    second = UserFactory()
    invitation = InvitationFactory(made_by=first, community=round_.community)
    accept(invitation.pk, by=second, named_publicly=False)
    typed_in(batch, ["1"], by=first)

    with pytest.raises(PaperError, match="do not count as two persons"):
        typed_in(batch, ["1"], by=second)


def test_a_sheet_in_the_box_of_another_table_is_no_ballot_too_many():
    round_ = open_round_with_options()
    one, other = (given_at(table(round_, issued=4), 2) for _ in range(2))
    words = "One voter used the other box."
    for batch, in_box in ((one, 3), (other, 1)):
        back = Account(
            issued=4,
            spoilt=0,
            unused=4 - in_box,
            missing=0,
            cast=in_box,
            explanation=words,
            language="en",
        )
        account_for_paper(batch, back, by=staff_member())
        for _ in range(2):
            typed_in(batch, ["1"] * in_box)

    paper = figures_of(closed(round_))

    assert (paper["cast"], paper["given"]) == (4, 4)
    assert paper["explanations"] == [{"words": words, "language": "en"}] * 2


def test_a_sheet_that_was_carried_off_is_told_with_its_explanation():
    round_ = open_round_with_options()
    batch = given_at(table(round_, issued=4), 3)
    back = Account(
        issued=4,
        spoilt=0,
        unused=1,
        missing=1,
        cast=2,
        explanation="Left with it.",
        language="en",
    )
    account_for_paper(batch, back, by=staff_member())
    for _ in range(2):
        typed_in(batch, ["1", "2"])

    paper = figures_of(closed(round_))

    assert (paper["given"], paper["cast"], paper["missing"]) == (3, 2, 1)
    assert round_.result.ballot_count == 2


# --- afterwards ---------------------------------------------------------------------


def test_what_was_typed_is_gone_after_the_sealing():
    round_ = open_round_with_options(ballot_type="approval")
    agreed(round_, ["1", "1 2 3", "0"])

    closed(round_)

    assert PaperReading.objects.count() == 0
    (batch,) = round_.paper_batches.all()
    assert (batch.valid, batch.cast) == (2, 3)
    assert [entry.is_finished for entry in batch.entries.all()] == [True, True]


def test_no_table_but_that_of_ballots_knows_a_choice_after_the_sealing():
    """Points are told in no other way, and these are of nothing else in the database."""
    round_ = open_round_with_options(ballot_type="points", points=100)
    agreed(round_, ["1:47 2:53"])

    result = closed(round_)

    for model in apps.get_models():
        if model in (Ballot, type(result)):
            continue
        for row in model._default_manager.values():
            assert "1:47" not in str(row)
    for entry in ModelLogEntry.objects.all():
        assert set(entry.data) <= {
            *("batch", "issued", "given", "spoilt", "unused", "missing", "cast"),
            *("entry", "sheets", "read_twice", "ballots", "digits", "digest"),
            *("step", "asked_by", "reason"),
        }


def test_voters_whose_sheet_does_not_count_took_part():
    round_ = open_round_with_options(quorum=60)
    passes(round_, 5)
    agreed(round_, ["1", "0", "-"])

    closed(round_)

    assert not result_of(round_).is_short_of_quorum


def test_the_whole_roll_is_entitled_also_where_fewer_passes_were_printed():
    round_, staff = open_round_with_options(), staff_member()
    set_roll(round_, [str(number) for number in range(1, 11)], by=staff)
    passes(round_, 4)
    cast(round_, [1])
    batch = table(round_, issued=2)
    for number in ("8", "9"):
        give_up_number(batch, number, by=staff)
    back = Account(issued=2, spoilt=0, unused=0, missing=0, cast=2)
    account_for_paper(batch, back, by=staff)
    for _ in range(2):
        typed_in(batch, ["1", "3"])

    result = closed(round_)

    assert (result.ballot_count, result.outcome["entitled"]) == (3, 10)


def test_a_round_without_paper_keeps_no_figures_of_it():
    round_ = open_round_with_options()
    cast(round_, [1])

    assert "paper" not in closed(round_).outcome
