"""Two persons type in apart, a third decides, dice choose where there is too much."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from participation.enums import EntryPlace, PaperState
from participation.models import PaperDraw, PaperReading
from participation.queries.paper import (
    batches_for,
    paper_of,
    sheets_of,
    sheets_to_read_twice,
)
from participation.services.errors import (
    NotPermittedError,
    PaperError,
    RoundStateError,
)
from participation.services.paper_entry import (
    begin_entry,
    draw_paper,
    finish_entry,
    redo_entries,
    store_readings,
)
from tests.factories.communities import MandateFactory
from tests.factories.paper import agreed, counted, table, typed_in
from tests.factories.participation import (
    ended_round_with_options,
    open_round_with_options,
    staff_member,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

DIGITS = "314159265358979"


@pytest.fixture
def round_():
    return ended_round_with_options()


# --- when ---------------------------------------------------------------------------


@pytest.fixture
def voted_on():
    """A box that was counted after its shift, while others still vote."""
    return counted(open_round_with_options(), 2)


def test_nothing_is_typed_in_while_others_still_vote(voted_on):
    ends = voted_on.round.closes_at
    last = ends - datetime.timedelta(seconds=1)
    day = f"{timezone.localtime(ends):%-d %B %Y, %H:%M}"

    for moment in (None, last):
        with pytest.raises(RoundStateError, match=f"from {day} on"):
            begin_entry(voted_on, by=staff_member(), now=moment)

    assert begin_entry(voted_on, by=staff_member(), now=ends).place == EntryPlace.FIRST


def test_what_was_begun_waits_for_the_end_like_everything_after_it(voted_on):
    clerk, ends = staff_member(), voted_on.round.closes_at
    entry = begin_entry(voted_on, by=clerk, now=ends)

    with pytest.raises(RoundStateError, match="once voting has ended"):
        store_readings(entry, {1: "1"}, by=clerk)
    store_readings(entry, {1: "1", 2: "2"}, by=clerk, now=ends)
    with pytest.raises(RoundStateError, match="once voting has ended"):
        finish_entry(entry, by=clerk)

    entry.refresh_from_db()
    assert not entry.is_finished


def test_of_a_counted_box_nobody_may_begin_or_go_on_before_the_end(voted_on):
    clerk = staff_member()
    (before,) = batches_for(clerk, voted_on.round)
    begin_entry(voted_on, by=clerk, now=voted_on.round.closes_at)
    (begun,) = batches_for(clerk, voted_on.round)

    assert before.waits_for_end
    assert not before.may_begin
    assert not begun.is_to_continue


# --- who types ----------------------------------------------------------------------


def test_the_first_two_to_begin_type_apart_and_agree(round_):
    batch = counted(round_, 3)

    first = typed_in(batch, ["1", "1 3", "0"])
    assert batch.state == PaperState.COUNTED
    second = typed_in(batch, ["1", "3 1", "0"])

    assert (first.place, second.place) == (EntryPlace.FIRST, EntryPlace.SECOND)
    assert batch.state == PaperState.AGREED
    entry = ModelLogEntry.objects.get(action="participation.agree_paper")
    assert entry.data == {"batch": 1, "sheets": 3, "read_twice": 3}


def test_nobody_types_in_the_same_batch_twice(round_):
    batch, clerk = counted(round_, 2), staff_member()
    typed_in(batch, ["1", "2"], by=clerk)

    with pytest.raises(PaperError, match="Another person has to do this"):
        begin_entry(batch, by=clerk)


def test_neither_of_the_two_resolves_their_difference(round_):
    batch, one, other = counted(round_, 2), staff_member(), staff_member()
    typed_in(batch, ["1", "2"], by=one)
    typed_in(batch, ["1", "3"], by=other)

    for clerk in (one, other):
        with pytest.raises(PaperError, match="Another person"):
            begin_entry(batch, by=clerk)


def test_the_third_types_only_the_sheets_in_question(round_):
    batch = counted(round_, 3)
    typed_in(batch, ["1", "2", "3"])
    typed_in(batch, ["1", "3", "3"])
    third = staff_member()
    entry = begin_entry(batch, by=third)

    assert sheets_of(entry) == [2]
    with pytest.raises(PaperError, match="not to be typed in"):
        store_readings(entry, {1: "1"}, by=third)
    store_readings(entry, {2: "2 3"}, by=third)
    finish_entry(entry, by=third)

    batch.refresh_from_db()
    assert batch.state == PaperState.AGREED


def test_pressing_begin_again_gives_the_same_entry(round_):
    batch, clerk = counted(round_, 2), staff_member()

    assert begin_entry(batch, by=clerk) == begin_entry(batch, by=clerk)
    assert batch.entries.count() == 1


def test_committees_of_the_place_type_and_strangers_do_not(round_):
    batch = counted(round_, 1)

    begin_entry(batch, by=MandateFactory(community=round_.community).user)
    for stranger in (UserFactory(), MandateFactory().user):
        with pytest.raises(NotPermittedError):
            begin_entry(batch, by=stranger)


def test_nothing_is_typed_before_the_box_was_counted(round_):
    batch = table(round_)

    with pytest.raises(PaperError, match="No entry"):
        begin_entry(batch, by=staff_member())


def test_a_third_begins_only_after_both_have_finished(round_):
    batch = counted(round_, 2)
    typed_in(batch, ["1", "2"])
    begin_entry(batch, by=staff_member())

    with pytest.raises(PaperError, match="No entry"):
        begin_entry(batch, by=staff_member())


# --- what is typed ------------------------------------------------------------------


def test_good_lines_are_stored_also_where_others_are_mistyped(round_):
    batch, clerk = counted(round_, 4), staff_member()
    entry = begin_entry(batch, by=clerk)

    faults = store_readings(entry, {1: "3 1", 2: "9", 3: "0", 4: "1:5"}, by=clerk)

    assert faults == {
        2: "No. 9 is not on this ballot.",
        4: "“1:5”: there are no points on this ballot. Type the number alone.",
    }
    assert dict(entry.readings.values_list("sheet", "marks")) == {1: "1 3", 3: "0"}


def test_a_line_may_be_typed_again_until_the_entry_is_finished(round_):
    batch, clerk = counted(round_, 2), staff_member()
    entry = begin_entry(batch, by=clerk)
    store_readings(entry, {1: "1", 2: "2"}, by=clerk)
    store_readings(entry, {1: "3"}, by=clerk)
    finish_entry(entry, by=clerk)

    with pytest.raises(PaperError, match="finished"):
        store_readings(entry, {1: "1"}, by=clerk)
    assert entry.readings.get(sheet=1).marks == "3"


def test_too_many_marks_are_typed_as_they_stand(round_):
    batch, clerk = counted(round_, 1), staff_member()

    assert store_readings(begin_entry(batch, by=clerk), {1: "1 2 3"}, by=clerk) == {}


def test_an_entry_is_finished_only_when_entered_is_cast(round_):
    batch, clerk = counted(round_, 3), staff_member()
    entry = begin_entry(batch, by=clerk)
    store_readings(entry, {1: "1", 3: "2"}, by=clerk)

    with pytest.raises(PaperError, match="Sheet 2 was not typed in yet"):
        finish_entry(entry, by=clerk)
    with pytest.raises(PaperError, match="not to be typed in"):
        store_readings(entry, {4: "1"}, by=clerk)


def test_nobody_writes_into_anothers_entry(round_):
    batch, clerk = counted(round_, 1), staff_member()
    entry = begin_entry(batch, by=clerk)

    for action in (
        lambda: store_readings(entry, {1: "1"}, by=staff_member()),
        lambda: finish_entry(entry, by=staff_member()),
    ):
        with pytest.raises(NotPermittedError):
            action()


# --- beginning anew -----------------------------------------------------------------


def test_an_organiser_has_a_batch_typed_in_anew_with_a_reason_on_record(round_):
    batch, staff = counted(round_, 2), staff_member()
    typed_in(batch, ["1", "2"], by=staff)

    with pytest.raises(PaperError, match="Say why"):
        redo_entries(batch, reason=" ", by=staff)
    redo_entries(batch, reason="Two sheets had the same number.", by=staff)

    assert PaperReading.objects.count() == 0
    typed_in(batch, ["2", "1"], by=staff)
    entry = ModelLogEntry.objects.get(action="participation.redo_paper")
    assert entry.data["entries"] == 1


def test_an_agreed_batch_is_not_typed_in_anew(round_):
    batch = agreed(round_, ["1"])

    with pytest.raises(PaperError, match="Only a batch that is being typed in"):
        redo_entries(batch, reason="I do not like it.", by=staff_member())


def test_a_committee_does_not_throw_entries_away(round_):
    batch = counted(round_, 1)

    with pytest.raises(NotPermittedError):
        redo_entries(
            batch, reason="Why not.", by=MandateFactory(community=round_.community).user
        )


# --- large rounds -------------------------------------------------------------------


@pytest.fixture
def much(settings):
    """A round with two tables and more paper than is read twice, after its end."""
    settings.PAPER_READ_TWICE, settings.PAPER_SAMPLE = 5, 3
    round_ = ended_round_with_options()
    return round_, [counted(round_, 4), counted(round_, 4)]


def drawn(round_, digits=DIGITS, by=None):
    """The dice, rolled by an organiser."""
    return draw_paper(round_, digits, by=by or staff_member())


def test_in_a_large_round_the_second_entry_waits_for_the_dice(much):
    round_, (batch, _other) = much
    typed_in(batch, ["1", "2", "3", "0"])

    assert paper_of(round_).is_large
    assert sheets_to_read_twice(batch, paper_of(round_)) is None
    with pytest.raises(PaperError, match="No entry"):
        begin_entry(batch, by=staff_member())
    assert batch.state == PaperState.COUNTED


def test_dice_choose_the_sheets_once_everything_was_typed_in(much):
    round_, batches = much
    typed_in(batches[0], ["1", "2", "3", "0"])
    with pytest.raises(PaperError, match="every sheet was typed in once"):
        drawn(round_)
    typed_in(batches[1], ["1", "2", "3", "0"])

    drawn(round_, "31415 92653 58979")

    paper = paper_of(round_)
    assert paper.drawn is not None
    assert len(paper.drawn) == 3
    for batch in batches:
        batch.refresh_from_db()
        mine = sorted(sheet for number, sheet in paper.drawn if number == batch.number)
        if mine:
            lines = ["1", "2", "3", "0"]
            typed_in(batch, {sheet: lines[sheet - 1] for sheet in mine})
        assert batch.state == PaperState.AGREED
    entry = ModelLogEntry.objects.get(action="participation.draw_paper")
    assert entry.data == {"digits": DIGITS}


def test_dice_are_rolled_after_voting_only(much):
    round_, batches = much
    for batch in batches:
        typed_in(batch, ["1", "2", "3", "0"])

    with pytest.raises(PaperError, match="when voting has ended"):
        draw_paper(round_, DIGITS, by=staff_member(), now=round_.opens_at)


def test_dice_are_rolled_once_and_no_sheet_comes_after_them(much):
    round_, batches = much
    for batch in batches:
        typed_in(batch, ["1", "2", "3", "0"])
    drawn(round_)

    with pytest.raises(PaperError, match="every sheet was typed in once"):
        drawn(round_, "9" * 20)
    with pytest.raises(PaperError, match="dice were rolled"):
        table(round_)
    assert PaperDraw.objects.get().seed == DIGITS


def test_a_batch_begun_anew_after_the_dice_is_read_twice_in_full(much):
    round_, batches = much
    for batch in batches:
        typed_in(batch, ["1", "2", "3", "0"])
    drawn(round_)
    waiting = round_.paper_batches.filter(state=PaperState.COUNTED).first()

    redo_entries(waiting, reason="Wrong box.", by=staff_member())

    waiting.refresh_from_db()
    assert sheets_to_read_twice(waiting, paper_of(round_)) == {1, 2, 3, 4}


def test_no_dice_where_every_sheet_is_read_twice(round_):
    typed_in(counted(round_, 2), ["1", "2"])

    with pytest.raises(PaperError, match="not where all are read twice"):
        drawn(round_)


@pytest.mark.parametrize("digits", ["123", "x" * 20, "1" * 61])
def test_what_is_no_row_of_digits_is_refused(much, digits):
    with pytest.raises(PaperError, match="15 to 60 digits"):
        drawn(much[0], digits)


@pytest.mark.parametrize("tables", [1, 3])
def test_the_list_of_tables_takes_as_many_queries_for_one_as_for_three(
    round_, tables, django_assert_num_queries
):
    for _ in range(tables):
        typed_in(counted(round_, 2), ["1", "2"])

    reader = staff_member()

    with django_assert_num_queries(3):
        views = batches_for(reader, round_)
    assert len(views) == tables
