"""What a result says beside its winners: where the money goes, who voted, one sheet."""

import io
import unicodedata

import pytest
from django.urls import reverse
from pypdf import PdfReader

from participation.enums import Body
from participation.models import RoundOption
from participation.queries.results import result_of
from participation.services.adoption import agree_to_result
from participation.views.posters import poster_words
from tests.factories.communities import (
    CommunityFactory,
    CommunityProfileFactory,
    MandateFactory,
)
from tests.factories.maps import AdminAreaFactory
from tests.factories.participation import (
    RoundFactory,
    cast,
    closed_by_two,
    closed_round,
    eligible_initiative,
    open_round_with_options,
    opened,
)

pytestmark = pytest.mark.django_db
LANGUAGES = ("", "/ar", "/fr", "/es")


def address(name, round_):
    return reverse(f"participation:{name}", args=[round_.slug])


def words_of(answer):
    """All text of a PDF, without shaping: presentation forms become letters again."""
    report = PdfReader(io.BytesIO(answer.content))
    text = "\n".join(page.extract_text() for page in report.pages)
    return " ".join(unicodedata.normalize("NFKC", text).split())


# --- one sheet to print -----------------------------------------------------------------


def test_the_sheet_says_what_was_chosen_why_and_how_to_check_it(client):
    round_ = closed_round(((1, 2), (1,), (3,)) * 4)

    answer = client.get(address("result_poster", round_))

    text = words_of(answer)
    assert answer["Content-Type"] == "application/pdf"
    assert "Chosen" in text
    assert "8 people supported it" in text
    assert "How it works" in text
    assert round_.result.digest in text.replace(" ", "")
    assert "12 ballots counted" in text
    # 420 mm high: A3.
    assert (
        round(float(PdfReader(io.BytesIO(answer.content)).pages[0].mediabox[3])) == 1191
    )


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_the_sheet_is_set_in_the_language_of_its_address(client, prefix):
    round_ = closed_round(((1, 2), (1,), (3,)))

    answer = client.get(f"{prefix}/rounds/{round_.slug}/result/poster.pdf")

    language = prefix.strip("/") or "en"
    assert f"{round_.slug}-{language}.pdf" in answer["Content-Disposition"]
    root = PdfReader(io.BytesIO(answer.content)).trailer["/Root"]
    assert root["/Lang"] == language


@pytest.fixture
def departed():
    """No. 1 and 3 were chosen for 90; committee and authority adopt no. 2 and 3 for 80."""
    round_ = closed_round([(1,), (1,), (1,), (3,), (2, 3)], rule="greedy")
    assert sorted(round_.result.outcome["winners"]) == [1, 3]
    for body, speaker in (
        (Body.COMMITTEE, MandateFactory(community=round_.community)),
        (
            Body.AUTHORITY,
            MandateFactory(authority=True, area=round_.community.area),
        ),
    ):
        agree_to_result(
            round_,
            body,
            chosen=[2, 3],
            by=speaker.user,
            reason="The site slid away.",
            language="en",
        )
    return round_


def test_the_sheet_and_the_page_say_what_was_decided_instead_and_why(client, departed):
    sheet = words_of(client.get(address("result_poster", departed)))
    page = client.get(address("result", departed)).text

    for told in (sheet, page):
        assert "differing from the vote:" in told
        assert "The site slid away." in told
        assert "To be carried out, for" in told
    assert "To be carried out, for 80 USD in all: 2. Proposal 2 3. Proposal 3" in sheet
    assert "As voted. The decision differs from it." in page


def test_of_a_handful_no_bar_is_drawn(settings):
    """An empty bar would say that nobody supported it."""
    settings.RELEASE_THRESHOLD_PERSONS = 10
    few, more = closed_round([(1,)] * 9), closed_round([(1,)] * 12 + [(2,)] * 3)

    def shares(round_):
        words = poster_words(result_of(round_), address="https://homeground.example/")
        return [each["share"] for each in words["chosen"]["options"]]

    assert shares(few) == [None]
    assert shares(more)[0] == 1


def test_a_decision_as_voted_is_no_warning_on_the_sheet(client):
    assert "To be carried out" not in words_of(
        client.get(address("result_poster", closed_round()))
    )


def test_there_is_no_sheet_before_the_result(client):
    round_ = open_round_with_options()

    assert client.get(address("result_poster", round_)).status_code == 404


def test_the_result_leads_to_its_sheet(client):
    round_ = closed_round(((1,), (2,)))

    assert (
        address("result_poster", round_) in client.get(address("result", round_)).text
    )


# --- money by place ---------------------------------------------------------------------


def test_a_round_of_an_area_tells_the_money_of_each_community(client):
    area = AdminAreaFactory()
    near, far = (
        CommunityFactory(area=area, name=name) for name in ("Near Wells", "Far Mill")
    )
    round_ = RoundFactory(community=None, area=area, budget=100)
    for number, (community, cost) in enumerate(((near, 40), (far, 60)), start=1):
        RoundOption.objects.create(
            round=round_,
            initiative=eligible_initiative(community, cost),
            number=number,
            cost=cost,
            lot=number,
        )
    cast(opened(round_), (1, 2), (1, 2))
    closed_by_two(round_)

    answer = client.get(address("result", round_))

    assert answer.context["places"] == [("Far Mill", 60), ("Near Wells", 40)]
    assert "Money by place" in answer.text


def test_a_round_of_one_community_has_no_money_by_place(client):
    round_ = closed_round(((1,), (1,)))

    assert "Money by place" not in client.get(address("result", round_)).text


# --- turnout against the profiles -------------------------------------------------------


def test_turnout_is_told_against_the_residents_of_the_profile(client):
    round_ = closed_round([(1,)] * 12)
    CommunityProfileFactory(community=round_.community, residents=240)

    text = client.get(address("result", round_)).text

    assert "12 ballots, where the newest profiles count 240 residents" in text
    assert "5 of every 100" in text


def test_a_turnout_of_less_than_one_in_a_hundred_is_not_told_as_none(client):
    round_ = closed_round([(1,)] * 12)
    CommunityProfileFactory(community=round_.community, residents=24000)

    text = client.get(address("result", round_)).text

    assert "fewer than 1 of every 100" in text


@pytest.mark.parametrize("ballots", [9, 12])
def test_turnout_is_not_told_for_few_or_where_a_profile_is_missing(client, ballots):
    round_ = closed_round([(1,)] * ballots)
    if ballots < 10:
        CommunityProfileFactory(community=round_.community, residents=240)

    assert "newest profiles" not in client.get(address("result", round_)).text
