"""Who decides about an appeal: somebody else, without a part in it; and if nobody may."""

import pytest
from django.urls import reverse

from communities.models import Delegation
from participation.permissions import is_permitted
from participation.queries.appeals import has_judge, judges_of
from participation.queries.waiting import waiting_for
from participation.services.errors import NotPermittedError, SecondPersonError
from participation.services.moderation import decide_appeal
from participation.services.pass_codes import PassCode
from tests.factories.communities import MandateFactory
from tests.factories.participation import SECRET
from tests.factories.people import UserFactory
from tests.factories.questions import question_in

pytestmark = pytest.mark.django_db
NOBODY_MAY = "At present nobody may decide about this appeal"


def staff():
    return MandateFactory(staff=True).user


def of_programme(first, **fields):
    """An appealed question about news of the whole programme, decided by ``first``."""
    return question_in(
        "appealed", by=first, initiative=None, update_key="0" * 32, **fields
    )


def finds(person):
    return [each for each in waiting_for(person) if "Find somebody" in each.what]


def test_an_appeal_about_the_whole_programme_is_for_staff_who_did_not_decide_first():
    first, second = staff(), staff()
    MandateFactory()
    question = of_programme(first)

    assert list(judges_of(question)) == [second]
    with pytest.raises(SecondPersonError):
        decide_appeal(question, grant=True, by=first)
    assert decide_appeal(question, grant=True, by=second).state == "published"


def test_where_the_only_staff_decided_first_nobody_may_and_it_is_said(client):
    first = staff()
    author = UserFactory()
    question = of_programme(first, author=author)
    address = reverse("participation:question", args=[question.pk])
    assert not has_judge(question)

    for person in (first, author):
        client.force_login(person)
        page = client.get(address)
        assert NOBODY_MAY in page.text
        assert "Decide and tell whoever asked" not in page.text

    second = staff()
    for person in (first, author):
        client.force_login(person)
        assert NOBODY_MAY not in client.get(address).text
    client.force_login(second)
    assert "Decide and tell whoever asked" in client.get(address).text


def test_whoever_asked_without_an_account_is_told_too(client):
    first = staff()
    question = of_programme(first, by_code=True)
    follow_up = {"step": "code", "code": PassCode(question.serial, SECRET).printed}

    alone = client.post("/questions/follow-up/", follow_up)
    staff()
    with_another = client.post("/questions/follow-up/", follow_up)

    assert NOBODY_MAY in alone.text
    assert NOBODY_MAY not in with_another.text


def test_visitors_are_not_told_of_it(client):
    question = question_in("published", by=staff())
    page = client.get(reverse("participation:question", args=[question.pk]))

    assert NOBODY_MAY not in page.text


def test_an_account_of_the_same_hand_is_no_other_person():
    first, second = staff(), staff()
    second.set_up_by.add(first)

    assert not has_judge(of_programme(first))


def test_administrators_are_asked_to_find_somebody():
    """They decide themselves where they did not decide first, so nobody is missing then."""
    admin = UserFactory(is_superuser=True)
    of_programme(admin)

    assert len(finds(admin)) == 1
    second = staff()
    assert finds(admin) == []
    assert finds(second) == []


def test_an_appeal_in_a_community_is_for_nobody_who_has_a_part_in_it():
    question = question_in("appealed", by=staff())
    both = staff()
    MandateFactory(user=both, community=question.community)
    assert list(judges_of(question)) == []

    second = staff()
    assert list(judges_of(question)) == [second]


# --- a part that has ended ------------------------------------------------------------


@pytest.mark.parametrize("role", ["committee", "implementer", "authority"])
@pytest.mark.parametrize(
    ("ends", "may"),
    [("2026-03-09", True), ("2026-03-10", False), ("2026-04-01", False)],
)
def test_who_had_a_part_when_it_was_asked_or_since_does_not_judge(role, ends, may):
    question = question_in("appealed", by=staff(), asked_on="2026-03-10")
    question.refresh_from_db()
    person = staff()
    scope = {
        "committee": {"community": question.community},
        "implementer": {"implementer": True, "community": question.community},
        "authority": {"authority": True, "area": question.community.area},
    }[role]
    MandateFactory(user=person, ends_on=ends, **scope)

    for action in ("check_question", "hide_question", "decide_appeal", "hide_answer"):
        assert is_permitted(person, action, question) == may
    assert (person in judges_of(question)) == may
    if not may:
        with pytest.raises(NotPermittedError):
            decide_appeal(question, grant=True, by=person)


def test_a_part_in_another_community_does_not_count():
    question = question_in("appealed", by=staff(), asked_on="2026-03-10")
    question.refresh_from_db()
    person = staff()
    MandateFactory(user=person, ends_on="2026-04-01")
    MandateFactory(user=person, authority=True, ends_on="2026-04-01")

    assert is_permitted(person, "decide_appeal", question)


def test_nor_does_who_stood_in_for_its_authority_then():
    question = question_in("appealed", by=staff(), asked_on="2026-03-10")
    question.refresh_from_db()
    person = staff()
    Delegation.objects.create(
        mandate=MandateFactory(authority=True, area=question.community.area),
        person=person,
        starts_on="2026-03-01",
        ends_on="2026-03-20",
    )

    assert not is_permitted(person, "decide_appeal", question)


def test_the_page_says_to_an_account_of_the_same_hand_why_it_may_not(client):
    first, second = staff(), staff()
    second.set_up_by.add(first)
    client.force_login(second)

    page = client.get(reverse("participation:question", args=[of_programme(first).pk]))

    assert "do not count as two persons" in page.text
    assert "Decide and tell whoever asked" not in page.text
