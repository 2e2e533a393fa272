"""Pages of paper ballots: the sheet, who sees what, the box, the dice."""

import re

import pytest
from django.urls import reverse

from participation.enums import PaperState, PassState
from participation.models import PaperBatch
from participation.services.paper_tables import give_up_number
from participation.services.roll import set_roll
from tests.factories.communities import MandateFactory
from tests.factories.paper import agreed, counted, given_at, table, typed_in
from tests.factories.participation import (
    ended_round_with_options,
    in_state,
    open_round_with_options,
    passes,
    round_with_options,
)
from tests.factories.people import UserFactory
from tests.participation.views.on_paper import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_():
    return open_round_with_options()


@pytest.fixture
def secretary(client, round_):
    """A member of the committee of the place, signed in."""
    user = MandateFactory(community=round_.community).user
    client.force_login(user)
    return user


# --- the sheet ----------------------------------------------------------------------


def test_the_sheet_shows_the_options_in_both_languages_and_nothing_else(client, staff):
    round_ = open_round_with_options()

    page = client.get(at("paper_sheet", round_), {"first": "ar", "second": "en"})

    sheet = page.text[page.text.index('<article class="ballot-sheet"') :]
    sheet = sheet[: sheet.index("</article>")]
    assert sheet.count("Proposal 1") == 2
    assert sheet.count('class="box"') == 3
    assert 'dir="rtl"' in sheet
    assert "Put a cross into the box." in sheet
    assert "Specimen" not in sheet
    for hidden in ("<input", "serial", "Lot"):
        assert hidden not in sheet


def test_two_sheets_are_the_same(client, staff):
    round_ = open_round_with_options()
    passes(round_, 3)
    table(round_)

    def sheet():
        text = client.get(at("paper_sheet", round_)).text
        return text[text.index("<article") : text.index("</article>")]

    assert sheet() == sheet()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ballot_type": "points", "points": 9}, "Write a number into the box."),
        ({"ballot_type": "ranking"}, "Write a number into the box."),
        ({"ballot_type": "approval", "most_choices": 2}, "At most 2 proposals."),
    ],
)
def test_the_sheet_says_what_this_ballot_asks_for(client, staff, fields, words):
    page = client.get(at("paper_sheet", open_round_with_options(**fields)))

    assert words in page.text


def test_before_opening_the_sheet_is_a_specimen(client, staff):
    page = client.get(at("paper_sheet", round_with_options()))

    assert "Specimen" in page.text[page.text.index("<article") :]


# --- who ----------------------------------------------------------------------------

PAGES = {
    "paper": (),
    "paper_sheet": (),
    "paper_new": (),
    "paper_draw": (),
    "paper_batch": (1,),
    "paper_table": (1,),
    "paper_give_back": (1,),
    "paper_account": (1,),
    "paper_entry": (1,),
    "paper_redo": (1,),
}
FOR_ORGANISERS = {"paper_new", "paper_draw", "paper_redo"}


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_for_those_of_the_place(client, round_, name):
    table(round_)
    path = at(name, round_, *PAGES[name])

    assert client.get(path).status_code == 302
    for stranger in (UserFactory(), MandateFactory().user):
        client.force_login(stranger)
        assert client.get(path).status_code == 403
    client.force_login(MandateFactory(community=round_.community).user)
    answer = client.get(path)
    assert (answer.status_code == 403) is (name in FOR_ORGANISERS)


def test_the_overview_takes_as_many_queries_for_three_tables_as_for_one(
    client, staff, django_assert_max_num_queries
):
    pages = []
    for tables in (1, 3):
        round_ = open_round_with_options()
        for _ in range(tables):
            typed_in(counted(round_, 2), ["1", "2"])
        pages.append(at("paper", round_))
    client.get(pages[0])

    counts = []
    for path in pages:
        with django_assert_max_num_queries(40) as asked:
            client.get(path)
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("state", ["draft", "open", "closed", "cancelled"])
def test_the_overview_opens_in_every_state(client, staff, state):
    assert client.get(at("paper", in_state(state))).status_code == 200


# --- work ---------------------------------------------------------------------------


def test_what_waits_for_a_clerk_is_among_their_work(client):
    round_ = ended_round_with_options()
    clerk = MandateFactory(community=round_.community).user
    client.force_login(clerk)
    batch = counted(round_, 1)
    link = at("paper_batch", round_, batch.number)

    before = client.get(reverse("participation:my_work")).text
    typed_in(batch, ["1"], by=clerk)
    after = client.get(reverse("participation:my_work")).text

    assert "Type in the sheets of 1. School (First entry)" in before
    assert link in before
    assert "Type in the sheets" not in after


def test_nobody_is_called_to_a_box_while_others_vote_and_its_page_says_when(
    client, round_, secretary
):
    batch = counted(round_, 1)
    path = at("paper_batch", round_, batch.number)

    work = client.get(reverse("participation:my_work")).text
    page = client.get(path).text
    overview = client.get(at("paper", round_)).text
    pressed = client.post(
        at("paper_entry", round_, batch.number), {"step": "begin"}, follow=True
    )

    assert path not in work
    assert "once voting has ended, from <time" in page
    assert 'value="begin"' not in page
    assert re.search(r"Counted</span>.*Waits for the end of voting", overview)
    assert "Waits for: First entry" not in overview
    assert "Sheets are typed in once voting has ended, from" in pressed.text
    assert batch.entries.count() == 0


def test_before_the_end_the_count_of_a_box_can_still_be_corrected(
    client, round_, secretary
):
    batch = counted(round_, 1)

    page = client.get(at("paper_batch", round_, batch.number)).text

    assert at("paper_account", round_, batch.number) in page


def test_the_round_of_organisers_leads_to_its_paper(client, staff):
    round_ = open_round_with_options()
    given_at(table(round_), 2)

    page = client.get(at("manage_round", round_)).text

    assert "2 votes were given up for a sheet of paper." in page
    assert at("paper", round_) in page


def test_no_passes_are_offered_once_a_number_was_given_up_for_paper(client, staff):
    round_ = open_round_with_options()
    set_roll(round_, ["1", "2"], by=staff)
    batch, issue = table(round_), at("manage_passes", round_)

    before = client.get(at("manage_round", round_)).text
    give_up_number(batch, "1", by=staff)
    after = client.get(at("manage_round", round_)).text

    assert issue in before
    assert issue not in after
    assert at("manage_roll", round_) not in after


def test_dice_are_noted_by_an_organiser_after_the_end(client, staff, settings):
    settings.PAPER_READ_TWICE = 1
    round_ = open_round_with_options()
    typed_in(counted(round_, 3), ["1", "2", "3"])

    page = client.post(at("paper_draw", round_), {"digits": "314159265358979"})

    assert "Roll the dice when voting has ended" in page.text
    assert (
        "Too few digits" in client.post(at("paper_draw", round_), {"digits": "3"}).text
    )


def test_an_organiser_has_a_batch_typed_in_anew(client, staff):
    round_ = open_round_with_options()
    batch = counted(round_, 1)
    typed_in(batch, ["1"])

    page = client.post(
        at("paper_redo", round_, batch.number), {"reason": "Wrong box."}, follow=True
    )

    assert "Type it in anew" in page.text
    assert batch.entries.count() == 0


def test_a_table_that_is_agreed_says_so_and_offers_nothing(client, staff):
    round_ = open_round_with_options()
    batch = agreed(round_, ["1"])

    page = client.get(at("paper_batch", round_, batch.number)).text

    assert "These sheets are agreed." in page
    assert at("paper_entry", round_, batch.number) not in page
    assert PaperBatch.objects.get().state == PaperState.AGREED
    assert round_.passes.filter(state=PassState.USED).count() == 1
