"""Pictures of what stands in a vote: the same on the screen, at a table, on paper."""

import re

import pytest
from django.urls import reverse

from initiatives import services
from participation.models import RoundOption
from tests.factories.initiatives import pictured
from tests.factories.participation import (
    cancelled,
    closed_round,
    code_of,
    opened,
    passes,
    round_with_options,
    staff_member,
)
from tests.factories.tables import table_in_use
from tests.initiatives.pictures import photograph
from tests.participation.views.voting import send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def round_():
    """An open round whose first option has a picture."""
    draft = round_with_options()
    pictured(draft.options.get(number=1).initiative)
    return opened(draft)


def beside(page, each):
    """What stands beside each option: its picture, or a drawing."""
    found = re.findall(rf'<span class="{each}[^>]*>.*?</span>', page, re.DOTALL)
    return ["img" if "<img" in media else "svg" * ("<svg" in media) for media in found]


def test_the_ballot_on_the_screen_shows_it_small(client, round_):
    (voting_pass,) = passes(round_)
    page = send(client, round_, "pass", code=code_of(voting_pass)).text
    assert beside(page, "thumb") == ["img", "svg", "svg"]
    assert "fill-180x120" in page
    assert "pictogram social" in page


def test_the_table_shows_it_beside_drawings_and_still_reads_aloud(client, round_):
    table = table_in_use(round_).table
    page = client.get(
        reverse("participation:table", args=[round_.slug, table.key])
    ).text
    assert beside(page, "table-picture") == ["img", "svg", "svg"]
    read_aloud = re.findall(r'data-read="(\d)\. Proposal (\d)\. Water within', page)
    assert read_aloud == [("1", "1"), ("2", "2"), ("3", "3")]


def test_the_sheet_of_paper_shows_it(client, round_):
    client.force_login(staff_member())
    page = client.get(reverse("participation:paper_sheet", args=[round_.slug])).text
    assert beside(page, "picture") == ["img", "svg", "svg"]


def test_the_page_of_the_round_shows_it_on_its_cards(client, round_):
    page = client.get(reverse("participation:round", args=[round_.slug])).text
    assert page.count('<div class="card-media slim pictogram') == 2
    assert page.count('<div class="card-media slim">') == 1


@pytest.mark.parametrize("item_count", [1, 3])
def test_ballots_ask_as_much_for_three_pictures_as_for_one(
    client, django_assert_num_queries, item_count
):
    draft = round_with_options([10] * item_count)
    for option in draft.options.select_related("initiative"):
        pictured(option.initiative)
    voting = opened(draft)
    page = reverse("participation:round", args=[voting.slug])
    client.get(page)
    with django_assert_num_queries(6):
        client.get(page)


def test_nobody_changes_it_while_the_round_is_open(round_):
    initiative = round_.options.get(number=1).initiative
    staff = staff_member()

    def change():
        services.set_picture(
            initiative,
            by=staff,
            picture=photograph(90, 60),
            alt="Another.",
            has_consent=True,
        )

    with pytest.raises(services.WrongStateError):
        change()
    services.remove_picture(initiative, by=staff)
    with pytest.raises(services.WrongStateError):
        change()


@pytest.mark.parametrize("ended", ["draft", "closed", "cancelled"])
def test_before_and_after_the_vote_it_can_be_changed(ended):
    round_ = {
        "draft": round_with_options,
        "closed": closed_round,
        "cancelled": lambda: cancelled(round_with_options()),
    }[ended]()
    initiative = RoundOption.objects.filter(round=round_).first().initiative
    assert pictured(initiative).picture is not None
