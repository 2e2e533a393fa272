"""Committee and authority decide on a result, on a page of their own."""

import re

import pytest
from django.urls import reverse

from initiatives.enums import State
from participation.enums import Body
from participation.models import Adoption, Agreement
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.maps import AdminAreaFactory
from tests.factories.participation import (
    adopted,
    cancelled,
    closed_round,
    open_round_with_options,
    round_with_options,
    staff_member,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
WAITS = "A result waits for your decision"


def address(name, round_):
    return reverse(f"participation:{name}", args=[round_.slug])


def voted():
    """A closed round in which no. 1 and 3 were chosen."""
    return closed_round([(1,), (1,), (1,), (3,)], rule="greedy")


def member_of(round_):
    return MandateFactory(community=round_.community).user


def authority_of(round_):
    return MandateFactory(authority=True, area=round_.community.area).user


def sends(client, user, round_, **fields):
    client.force_login(user)
    filled = {"chosen": ["1", "3"], "language": "en", "where_language": "en"}
    return client.post(address("adoption", round_), {**filled, **fields})


# --- who -------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_page_is_for_those_who_have_a_say(client, method):
    round_ = voted()
    ask = getattr(client, method)

    visitor = ask(address("adoption", round_))
    codes = []
    for user in (UserFactory(), MandateFactory().user):
        client.force_login(user)
        codes.append(ask(address("adoption", round_)).status_code)
    for speaker in (member_of, authority_of):
        client.force_login(speaker(round_))
        codes.append(ask(address("adoption", round_)).status_code)

    assert visitor["Location"].startswith("/sign-in/")
    assert codes == [403, 403, 200, 200]


def test_there_is_nothing_to_decide_before_the_count(client):
    for round_ in (
        round_with_options(),
        open_round_with_options(),
        cancelled(round_with_options()),
    ):
        client.force_login(member_of(round_))
        assert client.get(address("adoption", round_)).status_code == 404


def test_no_form_field_makes_somebody_speak_for_the_other_body(client):
    round_ = voted()

    sends(client, member_of(round_), round_, body="authority")
    sends(client, authority_of(round_), round_, body="committee")

    assert not Agreement.objects.exists()


# --- deciding ---------------------------------------------------------------------------


def test_both_find_it_under_their_work_and_agree(client):
    round_ = voted()
    member, authority = member_of(round_), authority_of(round_)

    for body, user in (("committee", member), ("authority", authority)):
        client.force_login(user)
        text = client.get("/my/").text
        assert WAITS in text
        assert address("adoption", round_) in text
        answer = sends(client, user, round_, body=body)
        assert answer["Location"] == address("result", round_)
        assert WAITS not in client.get("/my/").text

    assert Adoption.objects.get().chosen == [1, 3]
    assert [o.initiative.state for o in round_.options.order_by("number")] == [
        State.SELECTED,
        State.NOT_SELECTED,
        State.SELECTED,
    ]


def test_it_waits_for_nobody_of_another_place(client):
    voted()

    client.force_login(MandateFactory().user)

    assert WAITS not in client.get("/my/").text


@pytest.mark.parametrize("count", [1, 4])
def test_an_authority_s_work_asks_the_same_number_of_questions(
    client, django_assert_max_num_queries, count
):
    district = AdminAreaFactory(level=2)
    for _number in range(count):
        ward = AdminAreaFactory(level=3, parent=district)
        closed_round([(1,)], community=CommunityFactory(area=ward))
    client.force_login(MandateFactory(authority=True, area=district).user)

    with django_assert_max_num_queries(30) as asked:
        text = client.get("/my/").text

    assert text.count(WAITS) == count
    assert sum("participation_round" in each["sql"] for each in asked) < 8


def test_it_waits_again_once_the_other_body_has_said_something_else(client):
    round_ = voted()
    member = member_of(round_)
    sends(client, member, round_, body="committee")

    sends(
        client,
        authority_of(round_),
        round_,
        body="authority",
        chosen=["1"],
        reason="Mud.",
    )
    client.force_login(member)

    assert WAITS in client.get("/my/").text
    page = client.get(address("adoption", round_)).text
    assert "Mud." in page
    boxes = re.findall(r'<input type="checkbox" name="chosen"[^>]*>', page)
    assert [box for box in boxes if "checked" in box and 'value="1"' not in box] == []
    assert len([box for box in boxes if "checked" in box]) == 1


def test_staff_see_it_until_it_is_decided_and_record_what_a_body_decided(client):
    round_, staff = voted(), staff_member()
    client.force_login(staff)
    assert address("adoption", round_) in client.get("/my/").text

    refused = sends(client, staff, round_, body="committee")
    sends(
        client,
        staff,
        round_,
        body="committee",
        decided_where="اجتماع ١٢ أيار",
        where_language="ar",
    )
    text = client.get(address("result", round_)).text

    assert "Say where the body decided it" in refused.text
    assert "Recorded by programme staff. Decided:" in text
    assert '<bdi lang="ar">اجتماع ١٢ أيار</bdi>' in text


def test_a_departure_without_a_reason_is_refused_with_words(client):
    round_ = voted()

    refused = sends(client, member_of(round_), round_, body="committee", chosen=["2"])

    assert "differs from the vote" in refused.text
    assert not Agreement.objects.exists()


# --- what everybody reads ---------------------------------------------------------------


def test_the_result_says_whose_agreement_is_missing(client):
    round_ = voted()
    before = client.get(address("result", round_)).text
    sends(client, member_of(round_), round_, body="committee")
    client.logout()

    after = client.get(address("result", round_)).text

    assert "not yet recorded" in before
    assert before.count("agreement is missing") == 2
    assert after.count("agreement is missing") == 1
    assert after.count("agreed on") == 1
    assert "both have to agree" in after
    assert address("adoption", round_) not in after


def test_the_result_says_that_they_have_not_agreed_to_the_same(client):
    round_ = voted()
    sends(client, member_of(round_), round_, body="committee")
    sends(
        client,
        authority_of(round_),
        round_,
        body="authority",
        chosen=["1"],
        reason="Mud.",
    )
    client.logout()

    text = client.get(address("result", round_)).text

    assert "have not agreed to the same yet" in text
    assert "Mud." not in text


def test_the_result_shows_the_decision_by_whom_and_its_reason_in_its_language(client):
    round_ = closed_round()
    adopted(round_, [2], "انهار الموقع.", language="ar")

    text = client.get(address("result", round_)).text

    assert '<p lang="ar" dir="rtl">انهار الموقع.</p>' in text
    assert "Adopted all the same" in text
    assert text.count("agreed on") == len(Body)
    assert "agreement is missing" not in text


def test_what_is_decided_leads_to_the_result(client):
    round_ = closed_round()
    adopted(round_, [2], "Mud.")
    client.force_login(member_of(round_))

    answer = client.get(address("adoption", round_))

    assert answer["Location"] == address("result", round_)
