"""Pages of paper ballots: the sheet, the table, the box, the dice."""

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
    code_of,
    ended_round_with_options,
    in_state,
    open_round_with_options,
    passes,
    round_with_options,
    staff_member,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

ONCE = re.compile(r'name="once" value="([^"]+)"')


def at(name, round_, *more):
    return reverse(f"participation:{name}", args=[round_.slug, *more])


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


# --- tables -------------------------------------------------------------------------


def test_an_organiser_prepares_a_table(client, staff):
    round_ = open_round_with_options()
    filled = {
        **{"label": "School", "officers": "Secretary", "shift": "Saturday"},
        **{"issued": "60", "seen": "0"},
    }

    page = client.post(at("paper_new", round_), filled, follow=True)
    again = client.post(at("paper_new", round_), filled)

    assert "1. <bdi>School</bdi>" in page.text
    assert "A batch was opened meanwhile" in again.text
    assert round_.paper_batches.count() == 1
    assert "School" in client.get(at("paper", round_)).text


def test_no_table_is_offered_once_voting_has_ended(client, staff):
    for round_, is_offered in (
        (open_round_with_options(), True),
        (ended_round_with_options(), False),
    ):
        text = client.get(at("paper", round_)).text
        assert (at("paper_new", round_) in text) is is_offered


def test_a_pass_is_taken_in_at_the_table(client, round_, secretary):
    first, _second = passes(round_, 2)
    batch = table(round_)
    path = at("paper_table", round_, batch.number)

    def hand_in(code):
        once = ONCE.search(client.get(path).text)[1]
        return client.post(path, {"given_up": code, "once": once})

    taken = hand_in(code_of(first).lower())
    again = hand_in(code_of(first))
    wrong = hand_in("A" * 16)

    assert "Noted: give one sheet." in taken.text
    assert "1 vote was given up at this table." in taken.text
    assert code_of(first) not in taken.text
    assert "has already been used" in again.text
    assert "This pass is not known" in wrong.text
    assert "give one sheet" not in again.text + wrong.text


def test_a_press_repeated_after_a_cut_connection_says_yes_again_and_counts_once(
    client, round_, secretary
):
    (voting_pass,) = passes(round_, 1)
    batch = table(round_)
    path = at("paper_table", round_, batch.number)
    once = ONCE.search(client.get(path).text)[1]
    sent = {"given_up": code_of(voting_pass), "once": once}

    pages = [client.post(path, sent) for _ in range(2)]

    assert all("Noted: give one sheet." in page.text for page in pages)
    batch.refresh_from_db()
    assert batch.given == 1
    assert voting_pass.serial not in str(dict(client.session))


def test_a_number_is_given_up_at_the_table(client, round_, secretary):
    set_roll(round_, ["17", "18"], by=staff_member())
    batch = table(round_)
    path = at("paper_table", round_, batch.number)

    taken = client.post(path, {"given_up": "17", "once": "a"})
    again = client.post(path, {"given_up": "17", "once": "b"})
    by_pass = client.post(path, {"given_up": "A" * 16, "once": "c"})

    assert "Noted: give one sheet." in taken.text
    assert "No. 17 has already been given out" in again.text
    assert "This pass is not known" in by_pass.text


def test_a_number_noted_by_mistake_is_corrected_at_the_table(client, round_, secretary):
    set_roll(round_, ["17", "71"], by=staff_member())
    batch = table(round_)
    path, correct = (
        at(name, round_, batch.number) for name in ("paper_table", "paper_give_back")
    )
    sent = {"given_up": "17", "once": "a"}
    assert correct not in client.get(path).text
    client.post(path, sent)
    assert correct in client.get(path).text

    unsaid = client.post(correct, {"number": "17", "reason": "number"})
    done = client.post(
        correct, {"number": "17", "reason": "number", "instead": "71"}, follow=True
    )
    again = client.post(correct, {"number": "71", "reason": "sheet"}, follow=True)

    assert "Type the number that the sheet is for." in unsaid.text
    assert "Corrected." in done.text
    assert "1 vote was given up at this table." in done.text
    assert "0 votes were given up at this table." in again.text


def test_a_press_repeated_after_a_correction_gives_no_second_sheet_unnoted(
    client, round_, secretary
):
    set_roll(round_, ["17", "71"], by=staff_member())
    batch = table(round_)
    path = at("paper_table", round_, batch.number)
    sent = {"given_up": "17", "once": "a"}
    client.post(path, sent)
    client.post(
        at("paper_give_back", round_, batch.number), {"number": "17", "reason": "sheet"}
    )

    page = client.post(path, sent)

    assert "Noted: give one sheet." in page.text
    batch.refresh_from_db()
    assert batch.by_number == 1


def test_what_came_back_is_typed_and_corrected_where_it_does_not_add_up(
    client, round_, secretary
):
    batch = given_at(table(round_, issued=10), 4)
    path = at("paper_account", round_, batch.number)
    back = {"issued": 10, "spoilt": 1, "unused": 5, "missing": 0, "cast": 4}

    wrong = client.post(path, {**back, "cast": 3})
    right = client.post(path, back, follow=True)

    assert "come to 9. They must come to the 10 sheets issued" in wrong.text
    assert "Waits for the end of voting" in right.text
    batch.refresh_from_db()
    assert batch.cast == 4


def test_a_table_of_another_round_is_not_found(client, staff):
    other = table(open_round_with_options())

    page = client.get(at("paper_batch", open_round_with_options(), other.number))

    assert page.status_code == 404


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
